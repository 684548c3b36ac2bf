/* The first line is the content type, the rest the body: parts are views of the body in order, work and
 * memory are bounded by its size, and what was read can be written and read again. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "http/fields.h"

#include <assert.h>
#include <string.h>

static void check_text(Str text)
{
    assert(utf8_valid(text, NULL));
    assert(text.len == 0 || !memchr(text.ptr, '\0', (size_t)text.len));
}

static void check_parts(const MultipartParts *parts, Str body)
{
    const char *after = body.ptr;
    assert(parts->count <= LIMIT_HTTP_PARTS);
    for (int i = 0; i < parts->count; i++) {
        const MultipartPart *part = &parts->items[i];
        assert(part->name.len > 0);
        check_text(part->name);
        check_text(part->type);
        check_text(part->file_name);
        assert(!str_has(part->file_name, S("/")) && !str_has(part->file_name, S("\\")));
        assert(!str_eq(part->file_name, S(".")) && !str_eq(part->file_name, S("..")));
        if (!part->file_name.ptr) {
            check_text(part->bytes);
            assert(part->bytes.len <= LIMIT_HTTP_FIELD_BYTES);
        }
        assert(part->bytes.ptr >= after && part->bytes.len >= 0);
        after = part->bytes.ptr + part->bytes.len;
        assert(after <= body.ptr + body.len);
    }
}

static void out_quoted(Out *out, const char *name, Str value)
{
    out_f(out, "; %s=\"", name);
    for (ptrdiff_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"' || value.ptr[i] == '\\')
            out_c(out, '\\');
        out_c(out, value.ptr[i]);
    }
    out_c(out, '"');
}

/* With a boundary that no input of this size holds by chance; %22 in a name would be read as a quote. */
static void check_again(Arena *arena, const MultipartParts *parts, Str body)
{
    MultipartParts again;
    Out out = out_new(arena, 1 << 26);
    if (str_has(body, S("--again")))
        return;
    for (int i = 0; i < parts->count; i++) {
        const MultipartPart *part = &parts->items[i];
        if (str_has(part->name, S("%22")) || str_has(part->file_name, S("%22")))
            return;
        out_s(&out, S("--again\r\nContent-Disposition: form-data"));
        out_quoted(&out, "name", part->name);
        if (part->file_name.ptr)
            out_quoted(&out, "filename", part->file_name);
        out_s(&out, S("\r\nContent-Type: "));
        out_s(&out, part->type);
        out_s(&out, S("\r\n\r\n"));
        out_s(&out, part->bytes);
        out_s(&out, S("\r\n"));
    }
    out_s(&out, S("--again--\r\n"));
    Err err = {0};
    if (!multipart_parse(arena, S("multipart/form-data; boundary=again"), out_str(&out), &again,
                         &err)) {
        assert(err.code == ERR_LIMIT); /* a head that our quoting made too long */
        return;
    }
    assert(again.count == parts->count);
    for (int i = 0; i < parts->count; i++) {
        const MultipartPart *a = &parts->items[i], *b = &again.items[i];
        assert(str_eq(a->name, b->name) && str_eq(a->file_name, b->file_name));
        assert(!a->file_name.ptr == !b->file_name.ptr);
        assert(str_eq(a->type, b->type) && str_eq(a->bytes, b->bytes));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Str body = fuzz_str(data, size), type = str_cut(&body, '\n');
    if (!body.ptr)
        body = S("");
    MultipartParts parts;
    bool ok = multipart_parse(&arena, type, body, &parts, &err);
    assert(arena.used_bytes <= 16 * size + LIMIT_HTTP_PARTS * 4096);
    if (!ok) {
        assert(err.code != ERR_NONE && err.byte >= 0 && err.byte <= body.len + 1);
        check_text((Str){err.text, err.text_used});
        return 0;
    }
    assert(parts.steps <= 8 * body.len + 64);
    check_parts(&parts, body);
    check_again(&arena, &parts, body);
    return 0;
}
