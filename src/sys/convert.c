#include "sys/convert.h"

#include "base/out.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <opencc/opencc.h>
#include <string.h>

/* OpenCC reports failure with a handle of all ones. */
static const opencc_t opencc_bad = (opencc_t)-1;

/* The name of a binary form by its first bytes; NULL when none is known. */
static const char *binary_form(Str bytes)
{
    static const struct {
        Str head;
        const char *name;
    } forms[] = {{SC("%PDF-"), "PDF"},
                 {SC("PK\x03\x04"), "docx/xlsx/zip"},
                 {SC("\xD0\xCF\x11\xE0"), "doc/xls/wps"},
                 {SC("\x89PNG"), "PNG"},
                 {SC("\xFF\xD8\xFF"), "JPEG"},
                 {SC("GIF8"), "GIF"},
                 {SC("Rar!"), "rar"},
                 {SC("7z\xBC\xAF"), "7z"},
                 {SC("\x1F\x8B"), "gzip"},
                 {SC("{\\rtf"), "rtf"},
                 {SC("SQLite format 3"), "SQLite"}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_starts(bytes, forms[i].head))
            return forms[i].name;
    return NULL;
}

static Str hex_of(Arena *arena, Str bytes, ptrdiff_t at)
{
    Out out = out_new(arena, 64);
    for (ptrdiff_t i = at; i < bytes.len && i < at + 4; i++)
        out_f(&out, i > at ? " %02X" : "%02X", (unsigned char)bytes.ptr[i]);
    return out_str(&out);
}

/* All of bytes from one encoding; *ret_bad_at is the offset where it stops being that. */
static bool decode_as(Arena *arena, const char *encoding, Str bytes, Str *ret_text,
                      ptrdiff_t *ret_bad_at)
{
    iconv_t handle = iconv_open("UTF-8", encoding);
    if (handle == (iconv_t)-1) {
        *ret_bad_at = 0;
        return false;
    }
    size_t room = (size_t)bytes.len * 2 + 16, left = room; /* two bytes give at most three */
    char *text = arena_alloc(arena, room, 1), *out = text;
    char *in = (char *)(uintptr_t)bytes.ptr;
    size_t in_left = (size_t)bytes.len;
    size_t status = iconv(handle, &in, &in_left, &out, &left);
    iconv_close(handle);
    *ret_text = (Str){text, (ptrdiff_t)(room - left)};
    *ret_bad_at = in - bytes.ptr;
    return status != (size_t)-1 && in_left == 0;
}

bool convert_gb18030(void *ctx, Arena *arena, Str bytes, Str *ret_text, ptrdiff_t *ret_bad_at)
{
    (void)ctx;
    return decode_as(arena, "GB18030", bytes, ret_text, ret_bad_at);
}

/* Bytes of each character in GB 18030: 1, 2 or 4, told by its first two. */
static uint8_t *widths_gb18030(Arena *arena, Str bytes, ptrdiff_t count)
{
    uint8_t *widths = arena_new(arena, uint8_t, count + 1);
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < count && at < bytes.len; i++) {
        int n = p[at] < 0x80                                                   ? 1
                : at + 1 < bytes.len && p[at + 1] >= 0x30 && p[at + 1] <= 0x39 ? 4
                                                                               : 2;
        widths[i] = (uint8_t)n;
        at += n;
    }
    return widths;
}

/* In UTF-16 a character takes two bytes, beyond the first plane four. */
static uint8_t *widths_utf16(Arena *arena, Str text, ptrdiff_t count)
{
    uint8_t *widths = arena_new(arena, uint8_t, count + 1);
    ptrdiff_t i = 0;
    for (ptrdiff_t at = 0; at < text.len; i++)
        widths[i] = utf8_next(text, &at) > 0xFFFF ? 4 : 2;
    return widths;
}

static bool decode_utf16(Arena *arena, Str bytes, bool big, ConvertText *ret, Err *err)
{
    const char *name = big ? "UTF-16BE" : "UTF-16LE";
    Str body = str_sub(bytes, 2, bytes.len);
    ptrdiff_t bad = 0;
    *ret = (ConvertText){.start = 2, .encoding = name};
    if (!decode_as(arena, name, body, &ret->text, &bad)) {
        err_set(err, ERR_TEXT_ENCODING, {"found", hex_of(arena, bytes, bad + 2)});
        return err_at_byte(err, bad + 3);
    }
    ret->widths = widths_utf16(arena, ret->text, utf8_count(ret->text));
    return true;
}

bool convert_decode(Arena *arena, Str bytes, ConvertText *ret, Err *err)
{
    const char *form = binary_form(bytes);
    if (form) {
        err_set(err, ERR_TEXT_BINARY, {"found", str_from_z(form)});
        return err_at_byte(err, 1);
    }
    if (str_starts(bytes, S("\xFF\xFE")) || str_starts(bytes, S("\xFE\xFF")))
        return decode_utf16(arena, bytes, (unsigned char)bytes.ptr[0] == 0xFE, ret, err);
    const char *nul = bytes.len ? memchr(bytes.ptr, '\0', (size_t)bytes.len) : NULL;
    if (nul) {
        err_set(err, ERR_TEXT_BINARY, {"found", S("NUL")});
        return err_at_byte(err, nul - bytes.ptr + 1);
    }
    *ret = (ConvertText){.text = bytes, .encoding = "UTF-8"};
    if (str_starts(bytes, S("\xEF\xBB\xBF"))) {
        ret->start = 3;
        ret->text = str_sub(bytes, 3, bytes.len);
    }
    ptrdiff_t bad_utf8 = 0, bad_gb = 0;
    if (utf8_valid(ret->text, &bad_utf8))
        return true;
    bad_utf8 += ret->start;
    if (ret->start == 0 && decode_as(arena, "GB18030", bytes, &ret->text, &bad_gb)) {
        ret->encoding = "GB 18030";
        ret->widths = widths_gb18030(arena, bytes, utf8_count(ret->text));
        return true;
    }
    /* the encoding that got further is what the file was meant to be */
    ptrdiff_t bad = bad_utf8 >= bad_gb ? bad_utf8 : bad_gb;
    err_set(err, ERR_TEXT_ENCODING, {"found", hex_of(arena, bytes, bad)});
    return err_at_byte(err, bad + 1);
}

bool convert_simplify(void *ctx, Arena *arena, Str text, Str *ret_text, Err *err)
{
    Simplifier *simplifier = ctx;
    if (!simplifier->handle) {
        opencc_t opened = opencc_open("t2s.json");
        if (opened == opencc_bad)
            return err_set(err, ERR_TEXT_SIMPLIFY, {"reason", str_from_z(opencc_error())});
        simplifier->handle = opened;
    }
    if (text.len == 0) {
        *ret_text = S("");
        return true;
    }
    char *converted = opencc_convert_utf8(simplifier->handle, text.ptr, (size_t)text.len);
    if (!converted)
        return err_set(err, ERR_TEXT_SIMPLIFY, {"reason", str_from_z(opencc_error())});
    *ret_text = arena_str(arena, str_from_z(converted));
    opencc_convert_utf8_free(converted);
    return true;
}

void simplifier_done(Simplifier *simplifier)
{
    if (simplifier->handle)
        (void)opencc_close(simplifier->handle);
    simplifier->handle = NULL;
}
