#include "doc/docx_styles.h"

#include "base/limits.h"
#include "base/out.h"
#include "base/utf8.h"
#include "doc/paper.h"

enum { BASED_MAX = 20, LABEL_BYTES = 200 };

bool docx_too_many(Arena *arena, Str name, int64_t limit, int64_t found, Err *err)
{
    return err_set(err, ERR_LIMIT, {"name", name},
                   {"limit", arena_fmt(arena, "%lld", (long long)limit)},
                   {"found", arena_fmt(arena, "%lld", (long long)found)});
}

static Str value_of(XmlIn *xml, Arena *arena)
{
    return xml_in_attr(xml, arena, "val");
}

static int number_of(XmlIn *xml, const char *name, int otherwise)
{
    AUTO_ARENA scratch = {0};
    int64_t n;
    return str_to_i64(xml_in_attr(xml, &scratch, name), &n) && n >= 0 && n < 100000 ? (int)n
                                                                                    : otherwise;
}

/* Letters of both cases are one: "heading 1", "Heading 1". */
static int heading_named(Str name)
{
    Str word = S("heading ");
    if (name.len != word.len + 1)
        return -1;
    for (ptrdiff_t i = 0; i < word.len; i++)
        if ((name.ptr[i] | 0x20) != (word.ptr[i] | 0x20))
            return -1;
    char digit = name.ptr[word.len];
    return digit >= '1' && digit <= '9' ? digit - '1' : -1;
}

/* ---- styles.xml ---- */

static void take_style(DocxStyles *s, DocxStyle *style, XmlIn *xml)
{
    Str name = xml->name;
    if (str_eq(name, S("basedOn"))) {
        style->based_on = value_of(xml, s->arena);
    } else if (str_eq(name, S("name"))) {
        if (style->outline < 0)
            style->outline = heading_named(value_of(xml, s->arena));
    } else if (str_eq(name, S("outlineLvl"))) {
        style->outline = number_of(xml, "val", -1);
    } else if (str_eq(name, S("numId"))) {
        style->number = value_of(xml, s->arena);
    } else if (str_eq(name, S("ilvl"))) {
        style->level = number_of(xml, "val", 0);
    }
}

static bool styles_event(DocxStyles *s, XmlIn *xml, DocxStyle **at, Err *err)
{
    if (xml_is(xml, XML_END, S("style")))
        *at = NULL;
    if (xml->event != XML_BEGIN)
        return true;
    if (str_eq(xml->name, S("style"))) {
        if (s->styles.count >= LIMIT_DOCX_STYLES)
            return docx_too_many(s->arena, S("LIMIT_DOCX_STYLES"), LIMIT_DOCX_STYLES,
                                 s->styles.count + 1, err);
        *at = arena_push(s->arena, &s->styles);
        **at = (DocxStyle){.outline = -1, .level = -1};
        (*at)->id = xml_in_attr(xml, s->arena, "styleId");
        map_put(s->arena, &s->by_id, (*at)->id, s->styles.count - 1);
    } else if (*at) {
        take_style(s, *at, xml);
    }
    return true;
}

bool docx_styles_read(DocxStyles *s, ZipIn *zip, int part, Err *err)
{
    XmlIn xml;
    DocxStyle *at = NULL;
    if (!xml_in_open(&xml, zip, part, err))
        return false;
    bool ok = xml_in_next(&xml, err);
    while (ok && xml.event != XML_DONE)
        ok = styles_event(s, &xml, &at, err) && xml_in_next(&xml, err);
    xml_in_close(&xml);
    return ok;
}

/* ---- numbering.xml ---- */

typedef struct Numbers {
    DocxStyles *s;
    DocxList *list;
    DocxNumber *number;
    int level, override; /* -1: outside of one */
} Numbers;

static int level_of(XmlIn *xml)
{
    int level = number_of(xml, "ilvl", 0);
    return level < DOCX_LEVELS ? level : DOCX_LEVELS - 1;
}

static DocxList *new_list(Numbers *n, XmlIn *xml)
{
    DocxList *list = arena_push(n->s->arena, &n->s->lists);
    *list = (DocxList){.id = xml_in_attr(xml, n->s->arena, "abstractNumId")};
    for (int i = 0; i < DOCX_LEVELS; i++)
        list->levels[i] = (DocxLevel){.format = S("decimal"), .text = S(""), .start = 1};
    return list;
}

static DocxNumber *new_number(Numbers *n, XmlIn *xml)
{
    DocxNumber *number = arena_push(n->s->arena, &n->s->numbers);
    *number = (DocxNumber){.id = xml_in_attr(xml, n->s->arena, "numId"), .list = S("")};
    for (int i = 0; i < DOCX_LEVELS; i++)
        number->start[i] = -1;
    return number;
}

static void take_level(Numbers *n, XmlIn *xml)
{
    DocxLevel *level = &n->list->levels[n->level];
    if (str_eq(xml->name, S("start")))
        level->start = number_of(xml, "val", 1);
    else if (str_eq(xml->name, S("numFmt")))
        level->format = value_of(xml, n->s->arena);
    else if (str_eq(xml->name, S("lvlText")))
        level->text = value_of(xml, n->s->arena);
}

static bool numbers_begin(Numbers *n, XmlIn *xml, Err *err)
{
    Str name = xml->name;
    if (n->s->lists.count + n->s->numbers.count >= LIMIT_DOCX_STYLES)
        return docx_too_many(n->s->arena, S("LIMIT_DOCX_STYLES"), LIMIT_DOCX_STYLES,
                             LIMIT_DOCX_STYLES + 1, err);
    if (str_eq(name, S("abstractNum"))) {
        n->list = new_list(n, xml);
    } else if (str_eq(name, S("num"))) {
        n->number = new_number(n, xml);
    } else if (str_eq(name, S("lvl"))) {
        n->level = level_of(xml);
    } else if (n->list && n->level >= 0) {
        take_level(n, xml);
    } else if (n->number && str_eq(name, S("abstractNumId"))) {
        n->number->list = value_of(xml, n->s->arena);
    } else if (n->number && str_eq(name, S("lvlOverride"))) {
        n->override = level_of(xml);
    } else if (n->number && n->override >= 0 && str_eq(name, S("startOverride"))) {
        n->number->start[n->override] = number_of(xml, "val", 1);
    }
    return true;
}

static void numbers_end(Numbers *n, Str name)
{
    if (str_eq(name, S("abstractNum")))
        n->list = NULL;
    else if (str_eq(name, S("num")))
        n->number = NULL;
    else if (str_eq(name, S("lvl")))
        n->level = -1;
    else if (str_eq(name, S("lvlOverride")))
        n->override = -1;
}

bool docx_numbers_read(DocxStyles *s, ZipIn *zip, int part, Err *err)
{
    XmlIn xml;
    Numbers n = {.s = s, .level = -1, .override = -1};
    if (!xml_in_open(&xml, zip, part, err))
        return false;
    bool ok = xml_in_next(&xml, err);
    while (ok && xml.event != XML_DONE) {
        if (xml.event == XML_BEGIN)
            ok = numbers_begin(&n, &xml, err);
        else if (xml.event == XML_END)
            numbers_end(&n, xml.name);
        ok = ok && xml_in_next(&xml, err);
    }
    xml_in_close(&xml);
    return ok;
}

/* ---- of a paragraph ---- */

static const DocxStyle *style_of(const DocxStyles *s, Str id)
{
    int at = id.len ? map_get(&s->by_id, id) : -1;
    return at < 0 ? NULL : &s->styles.items[at];
}

int docx_heading(const DocxStyles *s, const DocxMarks *m)
{
    int outline = m->outline;
    const DocxStyle *style = style_of(s, m->style);
    for (int i = 0; outline < 0 && style && i < BASED_MAX; i++) {
        outline = style->outline;
        style = style_of(s, style->based_on);
    }
    return outline >= 0 && outline < DOCX_LEVELS ? outline + 1 : 0;
}

/* The number that it has itself, else by its style. */
static Str number_id(const DocxStyles *s, const DocxMarks *m, int *ret_level)
{
    Str id = m->number;
    int level = m->level;
    const DocxStyle *style = style_of(s, m->style);
    for (int i = 0; id.len == 0 && style && i < BASED_MAX; i++) {
        id = style->number;
        level = level < 0 ? style->level : level;
        style = style_of(s, style->based_on);
    }
    *ret_level = level < 0 ? 0 : level < DOCX_LEVELS ? level : DOCX_LEVELS - 1;
    return str_eq(id, S("0")) ? S("") : id;
}

static bool is_chinese(Str format)
{
    static const Str formats[] = {SC("chineseCounting"),          SC("chineseCountingThousand"),
                                  SC("chineseLegalSimplified"),   SC("ideographDigital"),
                                  SC("japaneseCounting"),         SC("taiwaneseCounting"),
                                  SC("taiwaneseCountingThousand")};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (str_eq(format, formats[i]))
            return true;
    return false;
}

static void put_number(Arena *arena, Out *out, Str format, int n)
{
    enum { CIRCLED = 0x2460, CIRCLED_MAX = 20, LETTERS = 26 };
    char buffer[4];
    if (is_chinese(format)) {
        out_s(out, paper_numeral(arena, n));
    } else if (str_starts(format, S("decimalEnclosedCircle")) && n >= 1 && n <= CIRCLED_MAX) {
        out_s(out, (Str){buffer, utf8_put((uint32_t)(CIRCLED + n - 1), buffer)});
    } else if (str_eq(format, S("lowerLetter")) && n >= 1 && n <= LETTERS) {
        out_c(out, (char)('a' + n - 1));
    } else if (str_eq(format, S("upperLetter")) && n >= 1 && n <= LETTERS) {
        out_c(out, (char)('A' + n - 1));
    } else if (!str_eq(format, S("none"))) {
        out_i64(out, n);
    }
}

static DocxList *list_of(DocxStyles *s, Str id, DocxNumber **ret_number)
{
    for (int i = 0; id.len && i < s->numbers.count; i++)
        if (str_eq(s->numbers.items[i].id, id)) {
            *ret_number = &s->numbers.items[i];
            for (int k = 0; k < s->lists.count; k++)
                if (str_eq(s->lists.items[k].id, (*ret_number)->list))
                    return &s->lists.items[k];
        }
    return NULL;
}

static void begin_at(DocxList *list, int level, int start)
{
    list->at[level] = start - 1;
    list->begun[level] = true;
}

static void count_on(DocxList *list, DocxNumber *number, int level)
{
    for (int i = 0; i < DOCX_LEVELS && !number->used; i++)
        if (number->start[i] >= 0)
            begin_at(list, i, number->start[i]);
    number->used = true;
    for (int i = 0; i <= level; i++)
        if (!list->begun[i]) {
            begin_at(list, i, list->levels[i].start);
            list->at[i] += i < level; /* a level above that no paragraph has */
        }
    list->at[level]++;
    for (int i = level + 1; i < DOCX_LEVELS; i++)
        list->begun[i] = false;
}

Str docx_label(DocxStyles *s, const DocxMarks *m)
{
    int level;
    DocxNumber *number = NULL;
    DocxList *list = list_of(s, number_id(s, m, &level), &number);
    if (!list)
        return S("");
    count_on(list, number, level);
    const DocxLevel *at = &list->levels[level];
    if (str_eq(at->format, S("bullet")))
        return S("");
    Out out = out_new(s->arena, LABEL_BYTES);
    for (ptrdiff_t i = 0; i < at->text.len; i++) {
        int of = at->text.ptr[i] == '%' && i + 1 < at->text.len ? at->text.ptr[i + 1] - '1' : -1;
        if (of >= 0 && of < DOCX_LEVELS) {
            put_number(s->arena, &out, list->levels[of].format, list->at[of]);
            i++;
        } else {
            out_c(&out, at->text.ptr[i]);
        }
    }
    return out_ok(&out) ? out_str(&out) : S("");
}
