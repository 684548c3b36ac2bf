/* doc/paper_grid.h - how wide the columns of a paper's table are, and in what size its texts stand.
 *
 * Lengths are twips, 1/20 pt, sizes half points, texts are taken as half and full characters: docx and
 * pdf come to the same table without asking a font. Callers: doc/docx*, doc/pdf*. */
#pragma once
#include "base/err.h"
#include "base/limits.h"
#include "doc/paper.h"

enum {
    PAPER_CELL_MARGIN = 60, /* on both sides of a cell */
    PAPER_ROW_HEIGHT = 425, /* 7.5 mm at least */
    PAPER_WHOLE_ROWS = 10,  /* a table of so many is not cut by the end of a page */
};

typedef struct PaperGrid {
    int count;
    int size_hp;                      /* of the text */
    int natural[LIMIT_PAPER_COLUMNS]; /* of the widest text of the column, at that size */
    int width[LIMIT_PAPER_COLUMNS];   /* with margins */
} PaperGrid;

/* Every table of the paper within the columns that a page can hold: ERR_LIMIT. */
bool paper_grid_check(Arena *arena, const Paper *paper, Err *err);
/* The size in which the table fits the width, or the smallest there is. */
int paper_grid_size(const PaperTable *table, int width);
/* One size for all tables of body and annexes; a block for approval has its own. */
int paper_grid_smallest(const PaperBlocks *blocks, int width, int size_hp);
/* What does not fit wraps; every table is as wide as the text. 1 to LIMIT_PAPER_COLUMNS columns. */
void paper_grid(const PaperTable *table, int size_hp, int width, PaperGrid *ret_grid);
