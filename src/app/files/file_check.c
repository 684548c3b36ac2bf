#include "app/files/file_check.h"

#include "app/files/file_search.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/image_head.h"
#include "doc/old_office.h"
#include "sys/clamd.h"
#include "sys/content_type.h"
#include "sys/convert.h"
#include "sys/pdf_text.h"

enum { FILE_LIGHT_BYTES = 256 * 1024 };

static const FileKind kinds[] = {
    {SC("pdf"), SC("application/pdf"), FAMILY_PDF, 0},
    {SC("docx"), SC("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
     FAMILY_OFFICE, OFFICE_DOCX},
    {SC("xlsx"), SC("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
     FAMILY_OFFICE, OFFICE_XLSX},
    {SC("pptx"), SC("application/vnd.openxmlformats-officedocument.presentationml.presentation"),
     FAMILY_OFFICE, OFFICE_PPTX},
    {SC("ofd"), SC("application/ofd"), FAMILY_OFFICE, OFFICE_OFD},
    {SC("doc"), SC("application/msword"), FAMILY_OLD_OFFICE, OLD_WORD},
    {SC("wps"), SC("application/vnd.ms-works"), FAMILY_OLD_OFFICE, OLD_WORD},
    {SC("xls"), SC("application/vnd.ms-excel"), FAMILY_OLD_OFFICE, OLD_SHEET},
    {SC("et"), SC("application/vnd.ms-excel"), FAMILY_OLD_OFFICE, OLD_SHEET},
    {SC("jpg"), SC("image/jpeg"), FAMILY_IMAGE, IMAGE_JPEG},
    {SC("jpeg"), SC("image/jpeg"), FAMILY_IMAGE, IMAGE_JPEG},
    {SC("png"), SC("image/png"), FAMILY_IMAGE, IMAGE_PNG},
    {SC("txt"), SC("text/plain"), FAMILY_TEXT, 0},
    {SC("csv"), SC("text/csv"), FAMILY_TEXT, 0},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

Str file_endings(Arena *arena, Str before_each, Str between)
{
    Out out = out_new(arena, 1024);
    for (int i = 0; i < KINDS; i++) {
        out_s(&out, i ? between : S(""));
        out_s(&out, before_each);
        out_s(&out, kinds[i].ending);
    }
    return out_str(&out);
}

/* ---- the name ---- */

/* Control characters, and those that are not seen but change how a name reads. */
static bool is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE007F);
}

bool file_name_clean(Arena *arena, Str name, Str *ret_name, Err *err)
{
    ptrdiff_t bad = 0;
    if (!utf8_valid(name, &bad))
        return err_set(err, ERR_TEXT_ENCODING, {"found", str_sub(name, bad, bad + 1)});
    Out out = out_new(arena, (size_t)name.len + 1);
    for (ptrdiff_t at = 0; at < name.len;) {
        ptrdiff_t from = at;
        uint32_t c = utf8_next(name, &at);
        if (c == '/' || c == '\\')
            out.len = 0; /* what stood before is a folder */
        else if (!is_hidden(c))
            out_s(&out, str_sub(name, from, at));
    }
    Str clean = utf8_trim(out_str(&out));
    if (clean.len == 0 || str_eq(clean, S(".")) || str_eq(clean, S("..")))
        return err_set(err, ERR_FILE_NAME);
    if (utf8_count(clean) > LIMIT_FILE_NAME_CHARACTERS)
        return err_set(err, ERR_FILE_NAME_LONG,
                       {"found", arena_fmt(arena, "%td", utf8_count(clean))},
                       {"limit", arena_fmt(arena, "%d", LIMIT_FILE_NAME_CHARACTERS)});
    *ret_name = clean;
    return true;
}

/* In lower case, without the dot; empty when there is none. */
static Str ending_of(Arena *arena, Str name)
{
    ptrdiff_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.')
        dot--;
    if (dot == 0)
        return S("");
    Out out = out_new(arena, (size_t)name.len + 1);
    for (ptrdiff_t i = dot; i < name.len; i++)
        out_c(&out,
              name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] | 0x20) : name.ptr[i]);
    return out_str(&out);
}

static const FileKind *kind_of(Str ending)
{
    for (int i = 0; i < KINDS; i++)
        if (str_eq(kinds[i].ending, ending))
            return &kinds[i];
    return NULL;
}

/* ---- the content ---- */

static bool other_content(const FileKind *kind, Str found, Err *err)
{
    return err_set(err, ERR_FILE_CONTENT, {"found", utf8_prefix(found, 80)},
                   {"expected", kind->ending});
}

/* What the library says of the content, as far as it can be relied on for this family. */
static bool check_type(const FileKind *kind, Str type, Err *err)
{
    static const char *const types[][8] = {
        [FAMILY_PDF] = {"application/pdf"},
        [FAMILY_OFFICE] = {"application/zip", "application/vnd.openxmlformats-",
                           "application/octet-stream", "application/vnd.ofd", "application/ofd"},
        [FAMILY_OLD_OFFICE] = {"application/msword", "application/vnd.ms-", "application/CDFV2",
                               "application/x-ole-storage", "application/octet-stream"},
        [FAMILY_IMAGE] = {"image/png", "image/jpeg"},
        [FAMILY_TEXT] = {"text/", "application/csv", "application/octet-stream",
                         "application/json"},
    };
    static const char *const scripts[] = {"html",  "xml",    "svg",  "script", "shell",
                                          "php",   "python", "perl", "ruby",   "msdos",
                                          "batch", "lua",    NULL};
    bool fits = false;
    for (int i = 0; i < 8 && types[kind->family][i]; i++)
        fits |= str_starts(type, str_from_z(types[kind->family][i]));
    for (int i = 0; kind->family == FAMILY_TEXT && scripts[i]; i++)
        fits &= !str_has(type, str_from_z(scripts[i]));
    return fits || other_content(kind, type, err);
}

static bool check_text(App *app, const FileKind *kind, Str bytes, FileSearch *search, Err *err)
{
    ConvertText text;
    Err fault = {0};
    if (!convert_decode(app->arena, bytes, &text, &fault))
        return other_content(
            kind, fault.code == ERR_TEXT_BINARY ? err_arg(&fault, "found") : S("?"), err);
    (void)file_search_piece(search, text.text, true);
    return true;
}

static bool check_image(App *app, const FileKind *kind, Str bytes, Err *err)
{
    ImageHead head = image_head(bytes);
    if ((int)head.kind != kind->kind)
        return other_content(kind, S("?"), err);
    if (head.width * head.height <= LIMIT_FILE_PIXELS)
        return true;
    return err_set(
        err, ERR_FILE_PIXELS,
        {"found", arena_fmt(app->arena, "%lld", (long long)(head.width * head.height / 1000000))},
        {"limit", arena_fmt(app->arena, "%d", LIMIT_FILE_PIXELS / 1000000)});
}

static bool check_old_office(const FileKind *kind, Str bytes, FileSearch *search, Err *err)
{
    OldOfficeLook look = old_office_look(bytes);
    if (look.encrypted)
        return err_set(err, ERR_FILE_ENCRYPTED);
    if (look.macros)
        return err_set(err, ERR_FILE_MACRO, {"found", S("VBA")});
    if (look.inside)
        return err_set(err, ERR_FILE_INSIDE, {"found", S("OLE")});
    if ((int)look.kind != kind->kind)
        return other_content(kind, S("?"), err);
    old_office_text(bytes, file_search_piece, search);
    return true;
}

/* The faults of an archive speak of workbooks; of another document the part is named alone. */
static bool archive_fault(const FileKind *kind, Err *err)
{
    const Err first = *err; /* its words are gone when another is set */
    Str part = err_arg(&first, err_arg(&first, "part").len ? "part" : "found");
    switch (first.code) {
    case ERR_XLSX_ENCRYPTED:
        return err_set(err, ERR_FILE_ENCRYPTED);
    case ERR_XLSX_NOT_ZIP:
    case ERR_XLSX_OLD:
        return other_content(kind, S("?"), err);
    case ERR_XLSX_NAME:
    case ERR_XLSX_TWICE:
    case ERR_XLSX_DAMAGED:
    case ERR_XLSX_SIZE:
    case ERR_XLSX_BOMB:
    case ERR_XLSX_DOCTYPE:
    case ERR_XLSX_XML:
        part = utf8_prefix(part, 100);
        return kind->kind == OFFICE_XLSX ? false : err_set(err, ERR_FILE_DAMAGED, {"reason", part});
    default:
        return false;
    }
}

/* A document with a password is an old container around the new one. */
static bool check_office(App *app, const FileKind *kind, Str name, Str bytes, FileSearch *search,
                         Err *err)
{
    OfficeKind found;
    if (old_office_look(bytes).encrypted)
        return err_set(err, ERR_FILE_ENCRYPTED);
    if (!office_file_read(app->arena, bytes, name, file_search_piece, search, &found, err))
        return archive_fault(kind, err);
    return (int)found == kind->kind || other_content(kind, S("?"), err);
}

/* A name of PDF's where it stands as one, outside of compressed parts. */
static bool has_name(Str bytes, Str name)
{
    for (ptrdiff_t at = 0; (at = str_find(bytes, name, at)) >= 0; at += name.len) {
        ptrdiff_t end = at + name.len;
        char c = end < bytes.len ? bytes.ptr[end] : ' ';
        if (c == ' ' || c == '\r' || c == '\n' || c == '\t' || c == '/' || c == '<' || c == '(' ||
            c == '[' || c == '>')
            return true;
    }
    return false;
}

static bool check_pdf(const FileKind *kind, Str bytes, Err *err)
{
    static const Str active[] = {SC("/JavaScript"),    SC("/JS"),
                                 SC("/Launch"),        SC("/EmbeddedFile"),
                                 SC("/EmbeddedFiles"), SC("/RichMedia")};
    if (!str_starts(bytes, S("%PDF-")))
        return other_content(kind, S("?"), err);
    if (has_name(bytes, S("/Encrypt")))
        return err_set(err, ERR_FILE_ENCRYPTED);
    for (size_t i = 0; i < sizeof active / sizeof active[0]; i++)
        if (has_name(bytes, active[i]))
            return err_set(err, ERR_FILE_ACTIVE, {"found", active[i]});
    return true;
}

static bool check_content(App *app, const FileKind *kind, Str name, Str bytes, FileSearch *search,
                          Err *err)
{
    switch (kind->family) {
    case FAMILY_PDF:
        return check_pdf(kind, bytes, err);
    case FAMILY_OFFICE:
        return check_office(app, kind, name, bytes, search, err);
    case FAMILY_OLD_OFFICE:
        return check_old_office(kind, bytes, search, err);
    case FAMILY_IMAGE:
        return check_image(app, kind, bytes, err);
    case FAMILY_TEXT:
        break;
    }
    return check_text(app, kind, bytes, search, err);
}

static bool check_size(Arena *a, Str name, Str bytes, Err *err)
{
    if (bytes.len == 0)
        return err_set(err, ERR_FILE_EMPTY, {"found", name});
    if (bytes.len > LIMIT_FILE_BYTES)
        return err_set(err, ERR_FILE_LARGE,
                       {"found", arena_fmt(a, "%td", (bytes.len + (1 << 20) - 1) >> 20)},
                       {"limit", arena_fmt(a, "%d", LIMIT_FILE_BYTES >> 20)});
    return true;
}

bool file_check(App *app, Str name, Str bytes, const FileKind **ret_kind, Err *err)
{
    Arena *a = app->arena;
    FileSearch *search = arena_new(a, FileSearch, 1);
    Str type, ending = ending_of(a, name);
    const FileKind *kind = kind_of(ending);
    if (!file_search_begin(app, search, err) || !file_search_name(search, name, err))
        return false;
    if (!kind)
        return err_set(err, ERR_FILE_EXTENSION, {"found", utf8_prefix(ending, 40)},
                       {"expected", file_endings(a, S(""), S(" · "))});
    file_search_text_begin(search);
    if (!check_size(a, name, bytes, err) || !content_type(a, bytes, &type, err) ||
        !check_type(kind, type, err) || !check_content(app, kind, name, bytes, search, err) ||
        !file_search_end(search, err))
        return false;
    *ret_kind = kind;
    return true;
}

bool file_check_is_light(App *app, Str name, Str bytes)
{
    const FileKind *kind = kind_of(ending_of(app->arena, name));
    return kind && app->start.scanner.len == 0 &&
           (kind->family == FAMILY_IMAGE ||
            (kind->family == FAMILY_TEXT && bytes.len <= FILE_LIGHT_BYTES));
}

/* ---- programs of others ---- */

static bool search_pdf(App *app, int fd, Err *err)
{
    bool searched;
    FileSearch *search = arena_new(app->arena, FileSearch, 1);
    if (!file_search_begin(app, search, err))
        return false;
    file_search_text_begin(search);
    return pdf_text(fd, file_search_pdf, search, &searched, err) && file_search_end(search, err);
}

bool file_check_outside(App *app, const FileKind *kind, Str bytes, int fd, Str *ret_scan, Err *err)
{
    ScanResult result;
    Str name;
    *ret_scan = S("off");
    if (kind->family == FAMILY_PDF && !search_pdf(app, fd, err))
        return false;
    if (app->start.scanner.len == 0)
        return true;
    if (!clamd_scan(app->arena, app->start.scanner, bytes, &result, &name, err))
        return false;
    if (result == SCAN_FOUND)
        return err_set(err, ERR_FILE_MALWARE, {"found", name});
    *ret_scan = S("clean");
    return true;
}
