/* doc/paper.h - one small model of an official document (公文), and its plain-text form.
 *
 * The model names the parts of GB/T 9704-2012 in their order on the page: marks at the head, number,
 * title, addressees, body, list of annexes, signature and date, imprint (版记), annexes. It holds
 * finished words, so a writer decides nothing but layout: docx, pdf and html read the same struct.
 * Headings carry their own number (paper_numeral helps). Views only: whoever builds a Paper keeps
 * its strings alive. Plain text is laid out on 56 columns, 28 full-width characters as the standard
 * has them, two characters of indent, no closing mark at the start of a line and no number cut in
 * two. Rules are ASCII, which is exactly half a full-width character everywhere.
 * Callers: app/ (circular, notice). */
#pragma once
#include "base/arena.h"
#include "base/out.h"

enum { PAPER_COLUMNS = 56 }; /* 28 full-width characters */
/* U+200B in a title: here a line that is too long may be broken. Never printed. */
#define PAPER_BREAK "\xE2\x80\x8B"

typedef enum PaperAlign { PAPER_LEFT, PAPER_RIGHT } PaperAlign;

typedef struct PaperLines {
    Str *items;
    int count;
    size_t cap;
} PaperLines;

typedef struct PaperColumn {
    Str head;
    PaperAlign align;
} PaperColumn;

/* One row of a drawn column: a bar from low to high, a thin line from best to worst, a dot; 0: that mark is left out. */
typedef struct PaperSpan {
    int best, worst, low, high, at;
} PaperSpan;

/* A column that is a picture: places 1 to `scale` from left to right, the last `zone` shaded. Its cells are empty
 * texts; what it shows stands in other columns too, so that nothing hangs on the picture. */
typedef struct PaperDrawn {
    int column, scale, zone;
    const PaperSpan *spans; /* [row]; NULL: the table has no such column */
} PaperDrawn;

typedef struct PaperTable {
    const PaperColumn *columns;
    int ncolumns;
    PaperDrawn drawn;
    int row_lines;    /* height of a row where people write by hand; 0 = as its texts need */
    PaperLines cells; /* [row * ncolumns + column] */
} PaperTable;

typedef enum PaperKind {
    PAPER_HEADING,   /* level 1 一、 · 2 （一） · 3 1. */
    PAPER_PARAGRAPH, /* indented by two characters */
    PAPER_NOTE,      /* under a table: not indented */
    PAPER_TABLE
} PaperKind;

typedef struct PaperBlock {
    PaperKind kind;
    int level; /* of a heading */
    Str text;
    PaperTable table;
} PaperBlock;

typedef struct PaperBlocks {
    PaperBlock *items;
    int count;
    size_t cap;
} PaperBlocks;

typedef struct PaperAnnex {
    Str label; /* 附件1 */
    Str title; /* as that of the paper */
    PaperBlocks body;
} PaperAnnex;

typedef struct Paper {
    PaperLines marks; /* at the head, e.g. that it is a sample or a draft */
    Str issuer;       /* 发文机关标志, printed in red by writers that can; empty = none */
    Str number;       /* 发文字号; empty = none */
    Str signer; /* 签发人：… of a paper that goes up, on the line of the number; empty = none */
    Str title;      /* lines separated by '\n', with PAPER_BREAK where a long one may be broken */
    Str addressees; /* with its colon */
    PaperBlocks body;
    Str annex_label;        /* 附件： */
    PaperLines annex_names; /* with their numbers */
    Str signature, date;    /* either may be empty */
    PaperBlocks after;      /* what follows them: a block for approval */
    Str copies;             /* 抄送：… */
    Str printed_by, printed_on;
    PaperLines foot; /* last lines of the document, e.g. the sample mark again */
    Str made_from; /* a property of the docx, by which one that comes back is known; never printed */
    struct {
        PaperAnnex *items;
        int count;
        size_t cap;
    } annexes;
} Paper;

void paper_heading(Arena *arena, PaperBlocks *blocks, int level, Str text);
void paper_paragraph(Arena *arena, PaperBlocks *blocks, Str text);
void paper_note(Arena *arena, PaperBlocks *blocks, Str text);
/* An empty table; fill it with paper_cell in reading order. Valid until the next block is added. */
PaperTable *paper_table(Arena *arena, PaperBlocks *blocks, const PaperColumn *columns,
                        int ncolumns);
void paper_cell(Arena *arena, PaperTable *table, Str text);
/* 1 → 一, 12 → 十二, up to 99; beyond that digits. */
Str paper_numeral(Arena *arena, int n);

/* Without the hints of PAPER_BREAK. */
Str paper_unbroken(Arena *arena, Str title);

/* The whole document as text, lines ended by LF, no spaces at line ends. */
void paper_txt(const Paper *paper, Out *out);
