#include "doc/paper.h"

static PaperBlock *add_block(Arena *arena, PaperBlocks *blocks, PaperKind kind, Str text)
{
    PaperBlock *block = arena_push(arena, blocks);
    *block = (PaperBlock){.kind = kind, .text = text};
    return block;
}

void paper_heading(Arena *arena, PaperBlocks *blocks, int level, Str text)
{
    add_block(arena, blocks, PAPER_HEADING, text)->level = level;
}

void paper_paragraph(Arena *arena, PaperBlocks *blocks, Str text)
{
    add_block(arena, blocks, PAPER_PARAGRAPH, text);
}

void paper_note(Arena *arena, PaperBlocks *blocks, Str text)
{
    add_block(arena, blocks, PAPER_NOTE, text);
}

PaperTable *paper_table(Arena *arena, PaperBlocks *blocks, const PaperColumn *columns, int ncolumns)
{
    PaperTable *table = &add_block(arena, blocks, PAPER_TABLE, S(""))->table;
    *table = (PaperTable){.columns = columns, .ncolumns = ncolumns};
    return table;
}

void paper_cell(Arena *arena, PaperTable *table, Str text)
{
    *arena_push(arena, &table->cells) = text;
}

Str paper_numeral(Arena *arena, int n)
{
    static const Str digits[] = {SC(""),   SC("一"), SC("二"), SC("三"), SC("四"),
                                 SC("五"), SC("六"), SC("七"), SC("八"), SC("九")};
    if (n < 1 || n > 99)
        return arena_fmt(arena, "%d", n);
    Str tens = n / 10 > 1 ? digits[n / 10] : S("");
    return arena_fmt(arena, "%.*s%s%.*s", STR_ARG(tens), n >= 10 ? "十" : "",
                     STR_ARG(digits[n % 10]));
}

Str paper_unbroken(Arena *arena, Str title)
{
    if (!str_has(title, S(PAPER_BREAK)))
        return title;
    Out out = out_new(arena, (size_t)title.len);
    for (ptrdiff_t at = 0; at < title.len;) {
        ptrdiff_t hint = str_find(title, S(PAPER_BREAK), at);
        out_s(&out, str_sub(title, at, hint < 0 ? title.len : hint));
        at = hint < 0 ? title.len : hint + S(PAPER_BREAK).len;
    }
    return out_str(&out);
}
