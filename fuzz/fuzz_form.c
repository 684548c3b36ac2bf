/* A query or form: what is read can be written and read again; an error shows no more of a value than
 * the byte at fault. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "http/fields.h"

#include <assert.h>
#include <string.h>

static void check_text(Str text)
{
    assert(text.ptr && text.len <= LIMIT_HTTP_FIELD_BYTES && utf8_valid(text, NULL));
    assert(text.len == 0 || !memchr(text.ptr, '\0', (size_t)text.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Str in = fuzz_str(data, size);
    HttpPairs fields, again;
    if (!form_parse(&arena, in, &fields, &err)) {
        assert(err.code != ERR_NONE && err.byte >= 1 && err.byte <= in.len + 1);
        assert(utf8_valid((Str){err.text, err.text_used}, NULL));
        if (err.code == ERR_HTTP_FIELD)
            assert(err_arg(&err, "found").len <= 9); /* three bytes as %XX */
        return 0;
    }
    assert(fields.count <= LIMIT_HTTP_FIELDS);
    Out out = out_new(&arena, 1 << 26);
    for (int i = 0; i < fields.count; i++) {
        const HttpPair *pair = &fields.items[i];
        assert(pair->name.len > 0);
        check_text(pair->name);
        check_text(pair->value);
        Str first = fields_get(&fields, pair->name);
        assert(first.ptr);
        out_c(&out, '&');
        url_encode(&out, pair->name);
        out_c(&out, '=');
        url_encode(&out, pair->value);
    }
    assert(form_parse(&arena, out_str(&out), &again, NULL) && again.count == fields.count);
    for (int i = 0; i < fields.count; i++)
        assert(str_eq(fields.items[i].name, again.items[i].name) &&
               str_eq(fields.items[i].value, again.items[i].value));
    return 0;
}
