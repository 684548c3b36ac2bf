/* web/paper_view.h - an official paper on a page, as it looks on paper.
 *
 * Callers: pages of circulars and of the report to the province. */
#pragma once
#include "doc/paper.h"
#include "web/pieces.h"

typedef struct PaperCellView {
    Str text;
    bool number;
    bool drawn;
    Span span;
} PaperCellView;

typedef struct PaperRowView {
    LIST_OF(PaperCellView) cells;
} PaperRowView;

typedef struct PaperBlockView {
    bool heading1, heading, note, table;
    Str text;
    PaperRowView head;
    LIST_OF(PaperRowView) rows;
} PaperBlockView;

typedef LIST_OF(PaperBlockView) PaperBlockViews;

typedef struct PaperAnnexView {
    Str label, title;
    PaperBlockViews blocks;
} PaperAnnexView;

typedef struct PaperView {
    const Paper *paper;
    Str title;
    PaperBlockViews blocks;
    LIST_OF(PaperAnnexView) annexes;
} PaperView;

PaperView paper_view(Arena *arena, const Paper *paper);
void paper_sheet(Out *out, const Ctx *c, const PaperView *view);
