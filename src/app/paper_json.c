#include "app/paper_json.h"

#include "base/json.h"
#include "base/limits.h"
#include "sys/json_in.h"

enum {
    PAPER_JSON_FORMAT = 1,
    PAPER_JSON_SIGNED = 2,
    /* with a signer */ PAPER_ROW_LINES_MAX = 100
};

/* --- writing */

static void put_lines(Json *json, Str key, const PaperLines *lines)
{
    json_key(json, key);
    json_array(json);
    for (int i = 0; i < lines->count; i++)
        json_str(json, lines->items[i]);
    json_array_end(json);
}

static Str align_word(PaperAlign align)
{
    return align == PAPER_RIGHT ? S("right") : S("left");
}

/* Numbers of a row in this order. */
static const size_t span_at[] = {offsetof(PaperSpan, best), offsetof(PaperSpan, worst),
                                 offsetof(PaperSpan, low), offsetof(PaperSpan, high),
                                 offsetof(PaperSpan, at)};
enum { SPAN_NUMBERS = sizeof span_at / sizeof span_at[0] };

static void put_drawn(Json *json, const PaperTable *t)
{
    json_key(json, S("drawn"));
    json_object(json);
    json_ki64(json, S("column"), t->drawn.column);
    json_ki64(json, S("scale"), t->drawn.scale);
    json_ki64(json, S("zone"), t->drawn.zone);
    json_key(json, S("spans"));
    json_array(json);
    for (int i = 0; i < t->cells.count / t->ncolumns; i++)
        for (int n = 0; n < SPAN_NUMBERS; n++)
            json_i64(json, *(const int *)((const char *)&t->drawn.spans[i] + span_at[n]));
    json_array_end(json);
    json_object_end(json);
}

static void put_table(Json *json, const PaperTable *t)
{
    if (t->drawn.spans)
        put_drawn(json, t);
    json_ki64(json, S("row_lines"), t->row_lines);
    json_key(json, S("columns"));
    json_array(json);
    for (int c = 0; c < t->ncolumns; c++) {
        json_object(json);
        json_kstr(json, S("head"), t->columns[c].head);
        json_kstr(json, S("align"), align_word(t->columns[c].align));
        json_object_end(json);
    }
    json_array_end(json);
    put_lines(json, S("cells"), &t->cells);
}

static const Str kind_words[] = {
    [PAPER_HEADING] = SC("heading"),
    [PAPER_PARAGRAPH] = SC("paragraph"),
    [PAPER_NOTE] = SC("note"),
    [PAPER_TABLE] = SC("table"),
};
enum { KINDS = sizeof kind_words / sizeof kind_words[0] };

static void put_blocks(Json *json, Str key, const PaperBlocks *blocks)
{
    json_key(json, key);
    json_array(json);
    for (int i = 0; i < blocks->count; i++) {
        const PaperBlock *b = &blocks->items[i];
        json_object(json);
        json_kstr(json, S("kind"), kind_words[b->kind]);
        if (b->kind == PAPER_HEADING)
            json_ki64(json, S("level"), b->level);
        if (b->kind == PAPER_TABLE)
            put_table(json, &b->table);
        else
            json_kstr(json, S("text"), b->text);
        json_object_end(json);
    }
    json_array_end(json);
}

/* The texts of a Paper that are one Str each. */
static const struct {
    Str key;
    size_t at;
} texts[] = {
    {SC("issuer"), offsetof(Paper, issuer)},
    {SC("number"), offsetof(Paper, number)},
    {SC("title"), offsetof(Paper, title)},
    {SC("addressees"), offsetof(Paper, addressees)},
    {SC("annex_label"), offsetof(Paper, annex_label)},
    {SC("signature"), offsetof(Paper, signature)},
    {SC("date"), offsetof(Paper, date)},
    {SC("copies"), offsetof(Paper, copies)},
    {SC("printed_by"), offsetof(Paper, printed_by)},
    {SC("printed_on"), offsetof(Paper, printed_on)},
};
enum { TEXTS = sizeof texts / sizeof texts[0] };

Str paper_to_json(Arena *arena, const Paper *p)
{
    Out out = out_new(arena, SIZE_MAX / 4);
    Json json = json_new(&out, false);
    json_object(&json);
    json_ki64(&json, S("format"), p->signer.len ? PAPER_JSON_SIGNED : PAPER_JSON_FORMAT);
    if (p->signer.len)
        json_kstr(&json, S("signer"), p->signer);
    for (int i = 0; i < TEXTS; i++)
        json_kstr(&json, texts[i].key, *(const Str *)((const char *)p + texts[i].at));
    put_lines(&json, S("marks"), &p->marks);
    put_lines(&json, S("annex_names"), &p->annex_names);
    put_lines(&json, S("foot"), &p->foot);
    put_blocks(&json, S("body"), &p->body);
    put_blocks(&json, S("after"), &p->after);
    json_key(&json, S("annexes"));
    json_array(&json);
    for (int i = 0; i < p->annexes.count; i++) {
        const PaperAnnex *annex = &p->annexes.items[i];
        json_object(&json);
        json_kstr(&json, S("label"), annex->label);
        json_kstr(&json, S("title"), annex->title);
        put_blocks(&json, S("body"), &annex->body);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return out_str(&out);
}

/* --- reading */

typedef struct Reader {
    Arena *arena;
    Err *err;
} Reader;

static bool fault(const Reader *r, Str place, Str expected, Str found)
{
    return err_set(r->err, ERR_PAPER_JSON, {"place", place}, {"expected", expected},
                   {"found", found});
}

/* An object of that many members: with each looked up by its key, no other can be there. */
static bool need_members(const Reader *r, const Tree *map, Str place, int count)
{
    return (map->kind == TREE_MAP && map->count == count) ||
           fault(r, place, arena_fmt(r->arena, "{%d}", count),
                 arena_fmt(r->arena, "%s%d", map->kind == TREE_MAP ? "" : "? ", map->count));
}

static const Tree *need(const Reader *r, const Tree *map, Str key, TreeKind kind)
{
    const Tree *member = tree_get(map, key);
    if (member && member->kind == kind && (kind != TREE_TEXT || member->quoted))
        return member;
    fault(r, key, kind == TREE_LIST ? S("[…]") : S("\"…\""), member ? member->text : S(""));
    return NULL;
}

static bool get_text(const Reader *r, const Tree *map, Str key, Str *ret_text)
{
    const Tree *member = need(r, map, key, TREE_TEXT);
    if (member)
        *ret_text = member->text;
    return member;
}

static bool get_int(const Reader *r, const Tree *map, Str key, int min, int max, int *ret_value)
{
    const Tree *member = tree_get(map, key);
    int64_t value;
    if (!member || member->kind != TREE_TEXT || member->quoted ||
        !str_to_i64(member->text, &value) || value < min || value > max)
        return fault(r, key, arena_fmt(r->arena, "%d … %d", min, max),
                     member ? member->text : S(""));
    *ret_value = (int)value;
    return true;
}

static bool get_lines(const Reader *r, const Tree *map, Str key, PaperLines *ret_lines)
{
    const Tree *list = need(r, map, key, TREE_LIST);
    if (!list)
        return false;
    for (const Tree *t = list->first; t; t = t->next) {
        if (t->kind != TREE_TEXT || !t->quoted)
            return fault(r, key, S("[\"…\"]"), t->text);
        *arena_push(r->arena, ret_lines) = t->text;
    }
    return true;
}

static bool get_column(const Reader *r, const Tree *t, PaperColumn *ret_column)
{
    Str align = S("");
    if (!need_members(r, t, S("columns"), 2) || !get_text(r, t, S("head"), &ret_column->head) ||
        !get_text(r, t, S("align"), &align))
        return false;
    ret_column->align = str_eq(align, S("right")) ? PAPER_RIGHT : PAPER_LEFT;
    return str_eq(align, align_word(ret_column->align)) ||
           fault(r, S("align"), S("left | right"), align);
}

enum { PAPER_SCALE_MAX = 10000 };

static bool get_spans(const Reader *r, const Tree *list, PaperTable *t)
{
    int rows = t->cells.count / t->ncolumns, i = 0;
    PaperSpan *spans = arena_new(r->arena, PaperSpan, rows + 1);
    if (list->count != rows * SPAN_NUMBERS)
        return fault(r, S("spans"), arena_fmt(r->arena, "%d", rows * SPAN_NUMBERS),
                     arena_fmt(r->arena, "%d", list->count));
    for (const Tree *n = list->first; n; n = n->next, i++) {
        int64_t value;
        if (n->kind != TREE_TEXT || n->quoted || !str_to_i64(n->text, &value) || value < 0 ||
            value > t->drawn.scale)
            return fault(r, S("spans"), arena_fmt(r->arena, "0 … %d", t->drawn.scale), n->text);
        *(int *)((char *)&spans[i / SPAN_NUMBERS] + span_at[i % SPAN_NUMBERS]) = (int)value;
    }
    t->drawn.spans = spans;
    return true;
}

/* Of a table that has a drawn column. */
static bool get_drawn(const Reader *r, const Tree *map, PaperTable *t)
{
    const Tree *drawn = need(r, map, S("drawn"), TREE_MAP);
    if (!drawn || !need_members(r, drawn, S("drawn"), 4) ||
        !get_int(r, drawn, S("column"), 0, t->ncolumns - 1, &t->drawn.column) ||
        !get_int(r, drawn, S("scale"), 1, PAPER_SCALE_MAX, &t->drawn.scale) ||
        !get_int(r, drawn, S("zone"), 0, t->drawn.scale, &t->drawn.zone))
        return false;
    const Tree *spans = need(r, drawn, S("spans"), TREE_LIST);
    return spans && get_spans(r, spans, t);
}

static bool get_table(const Reader *r, const Tree *map, PaperTable *ret_table)
{
    PaperTable table = {0};
    const Tree *list = need(r, map, S("columns"), TREE_LIST);
    if (!list)
        return false;
    if (list->count < 1 || list->count > LIMIT_PAPER_COLUMNS)
        return fault(r, S("columns"), arena_fmt(r->arena, "1 … %d", LIMIT_PAPER_COLUMNS),
                     arena_fmt(r->arena, "%d", list->count));
    PaperColumn *columns = arena_new(r->arena, PaperColumn, list->count);
    for (const Tree *t = list->first; t; t = t->next)
        if (!get_column(r, t, &columns[table.ncolumns++]))
            return false;
    table.columns = columns;
    if (!get_int(r, map, S("row_lines"), 0, PAPER_ROW_LINES_MAX, &table.row_lines) ||
        !get_lines(r, map, S("cells"), &table.cells))
        return false;
    if (table.cells.count % table.ncolumns)
        return fault(r, S("cells"), arena_fmt(r->arena, "n × %d", table.ncolumns),
                     arena_fmt(r->arena, "%d", table.cells.count));
    if (tree_get(map, S("drawn")) && !get_drawn(r, map, &table))
        return false;
    *ret_table = table;
    return true;
}

static bool get_block(const Reader *r, const Tree *t, PaperBlock *ret_block)
{
    PaperBlock block = {0};
    Str word;
    int kind = 0;
    if (t->kind != TREE_MAP)
        return fault(r, S("body"), S("[{…}]"), t->text);
    if (!get_text(r, t, S("kind"), &word))
        return false;
    while (kind < KINDS && !str_eq(kind_words[kind], word))
        kind++;
    if (kind == KINDS)
        return fault(r, S("kind"), S("heading | paragraph | note | table"), word);
    block.kind = (PaperKind)kind;
    bool is_heading = block.kind == PAPER_HEADING, is_table = block.kind == PAPER_TABLE;
    if (!need_members(r, t, word,
                      is_table     ? 4 + (tree_get(t, S("drawn")) != NULL)
                      : is_heading ? 3
                                   : 2) ||
        (is_heading && !get_int(r, t, S("level"), 1, 3, &block.level)) ||
        !(is_table ? get_table(r, t, &block.table) : get_text(r, t, S("text"), &block.text)))
        return false;
    *ret_block = block;
    return true;
}

static bool get_blocks(const Reader *r, const Tree *map, Str key, PaperBlocks *ret_blocks)
{
    const Tree *list = need(r, map, key, TREE_LIST);
    if (!list)
        return false;
    for (const Tree *t = list->first; t; t = t->next)
        if (!get_block(r, t, arena_push(r->arena, ret_blocks)))
            return false;
    return true;
}

static bool get_annexes(const Reader *r, const Tree *map, Paper *p)
{
    const Tree *list = need(r, map, S("annexes"), TREE_LIST);
    if (!list)
        return false;
    for (const Tree *t = list->first; t; t = t->next) {
        PaperAnnex *annex = arena_push(r->arena, &p->annexes);
        if (!need_members(r, t, S("annexes"), 3) || !get_text(r, t, S("label"), &annex->label) ||
            !get_text(r, t, S("title"), &annex->title) ||
            !get_blocks(r, t, S("body"), &annex->body))
            return false;
    }
    return true;
}

bool paper_of_json(Arena *arena, Str json, Paper *ret_paper, Err *err)
{
    Tree *tree;
    Paper p = {0};
    int format;
    Reader reader = {arena, err}, *r = &reader;
    if (!json_parse(arena, json, &tree, err))
        return false;
    bool is_signed = tree_get(tree, S("signer"));
    int wanted = is_signed ? PAPER_JSON_SIGNED : PAPER_JSON_FORMAT;
    if (!need_members(r, tree, S("{}"), /* format, texts, lists of lines, blocks and annexes */
                      1 + TEXTS + 6 + is_signed) ||
        !get_int(r, tree, S("format"), wanted, wanted, &format) ||
        (is_signed && !get_text(r, tree, S("signer"), &p.signer)))
        return false;
    for (int i = 0; i < TEXTS; i++)
        if (!get_text(r, tree, texts[i].key, (Str *)((char *)&p + texts[i].at)))
            return false;
    if (!get_lines(r, tree, S("marks"), &p.marks) ||
        !get_lines(r, tree, S("annex_names"), &p.annex_names) ||
        !get_lines(r, tree, S("foot"), &p.foot) || !get_blocks(r, tree, S("body"), &p.body) ||
        !get_blocks(r, tree, S("after"), &p.after) || !get_annexes(r, tree, &p))
        return false;
    *ret_paper = p;
    return true;
}
