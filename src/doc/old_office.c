#include "doc/old_office.h"

#include "base/utf8.h"

#include <string.h>

enum { ENTRY_BYTES = 128, NAME_BYTES = 64, HEADER_BYTES = 512, RECORDS_MAX = 40 };

static unsigned u16(Str s, ptrdiff_t at)
{
    return at + 2 <= s.len ? (unsigned char)s.ptr[at] | (unsigned)(unsigned char)s.ptr[at + 1] << 8
                           : 0;
}

static bool is_container(Str bytes)
{
    static const char magic[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    return bytes.len >= HEADER_BYTES && memcmp(bytes.ptr, magic, sizeof magic - 1) == 0;
}

/* The name of the folder entry there, as letters of one byte; false when there is none. */
static bool entry_name(Str bytes, ptrdiff_t at, char ret_name[NAME_BYTES / 2])
{
    unsigned name_bytes = u16(bytes, at + NAME_BYTES);
    unsigned kind = at + 67 <= bytes.len ? (unsigned char)bytes.ptr[at + 66] : 0;
    if (at + ENTRY_BYTES > bytes.len || name_bytes < 4 || name_bytes > NAME_BYTES ||
        name_bytes % 2 || (kind != 1 && kind != 2 && kind != 5))
        return false;
    unsigned n = name_bytes / 2 - 1;
    for (unsigned i = 0; i < n; i++) {
        unsigned c = u16(bytes, at + (ptrdiff_t)(2 * i));
        if (c == 0 || c > 0x7E)
            return false;
        ret_name[i] = (char)c;
    }
    ret_name[n] = '\0';
    return u16(bytes, at + (ptrdiff_t)(2 * n)) == 0;
}

/* Where the stream of a folder entry begins in the file; -1 when it is a small one, kept elsewhere. */
static ptrdiff_t stream_at(Str bytes, ptrdiff_t entry)
{
    unsigned shift = u16(bytes, 30);
    int64_t sector = (int64_t)(u16(bytes, entry + 116) | (uint32_t)u16(bytes, entry + 118) << 16);
    int64_t size = (int64_t)(u16(bytes, entry + 120) | (uint32_t)u16(bytes, entry + 122) << 16);
    if ((shift != 9 && shift != 12) || size < 4096)
        return -1;
    int64_t at = (sector + 1) << shift;
    return at + HEADER_BYTES <= bytes.len ? (ptrdiff_t)at : -1;
}

static bool word_is_encrypted(Str bytes, ptrdiff_t at)
{
    return at >= 0 && u16(bytes, at) == 0xA5EC && (u16(bytes, at + 10) & 0x0100);
}

/* A record FILEPASS stands among the first. */
static bool sheet_is_encrypted(Str bytes, ptrdiff_t at)
{
    for (int i = 0; at >= 0 && i < RECORDS_MAX; i++) {
        unsigned kind = u16(bytes, at);
        if (kind == 0x2F)
            return true;
        if (kind == 0)
            break;
        at += 4 + (ptrdiff_t)u16(bytes, at + 2);
    }
    return false;
}

static void take_entry(Str bytes, ptrdiff_t at, const char *name, OldOfficeLook *look)
{
    Str n = str_from_z(name);
    if (str_eq(n, S("WordDocument"))) {
        look->kind = OLD_WORD;
        look->encrypted |= word_is_encrypted(bytes, stream_at(bytes, at));
    } else if (str_eq(n, S("Workbook")) || str_eq(n, S("Book"))) {
        look->kind = look->kind == OLD_WORD ? OLD_WORD : OLD_SHEET;
        look->encrypted |= sheet_is_encrypted(bytes, stream_at(bytes, at));
    } else if (str_eq(n, S("PowerPoint Document"))) {
        look->kind = OLD_SLIDES;
    } else if (str_eq(n, S("EncryptedPackage")) || str_eq(n, S("EncryptionInfo"))) {
        look->encrypted = true;
    } else if (str_eq(n, S("Macros")) || str_eq(n, S("_VBA_PROJECT")) || str_eq(n, S("VBA")) ||
               str_eq(n, S("_VBA_PROJECT_CUR"))) {
        look->macros = true;
    } else if (str_eq(n, S("\001Ole10Native")) || str_eq(n, S("Package"))) {
        look->inside = true;
    }
}

OldOfficeLook old_office_look(Str bytes)
{
    OldOfficeLook look = {0};
    char name[NAME_BYTES / 2];
    if (!is_container(bytes))
        return look;
    look.kind = OLD_OTHER;
    for (ptrdiff_t at = HEADER_BYTES; at + ENTRY_BYTES <= bytes.len; at += ENTRY_BYTES)
        if (entry_name(bytes, at, name))
            take_entry(bytes, at, name, &look);
    return look;
}

/* ---- text ---- */

static bool is_letter(unsigned c)
{
    return (c >= 0x20 && c < 0x7F) || (c >= 0x2010 && c <= 0x2B50) ||
           (c >= 0x3000 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xFF01 && c <= 0xFF5E) || c == 0xA0 || c == 0xB7;
}

void old_office_text(Str bytes, OfficeText fn, void *ctx)
{
    bool more = true;
    for (ptrdiff_t start = 0; start < 2; start++) {
        bool in_run = false;
        for (ptrdiff_t at = start; more && at + 2 <= bytes.len; at += 2) {
            unsigned c = u16(bytes, at);
            char letter[4];
            bool is = is_letter(c);
            if (is)
                more = fn(ctx, (Str){letter, utf8_put(c, letter)}, false);
            else if (in_run)
                more = fn(ctx, S(""), true);
            in_run = is;
        }
        more = more && fn(ctx, S(""), true);
    }
}
