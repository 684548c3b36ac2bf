/* doc/docx_parts.h - what the parts of the docx writer share: the package (docx.c), the body in its
 * order (docx_body.c), tables and the imprint (docx_table.c). Lengths are twips, 1/20 pt. Callers:
 * these three. */
#pragma once
#include "doc/paper.h"

/* GB/T 9704-2012: 37 mm above, 35 below, 28 left, 26 right; 28 characters of 15.79 pt in 156 mm. */
enum {
    PAGE_WIDTH = 11906,
    PAGE_HEIGHT = 16838,
    MARGIN_TOP = 2098,
    MARGIN_BOTTOM = 1984,
    MARGIN_LEFT = 1587,
    MARGIN_RIGHT = 1474,
    TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT,
    LINE_PITCH = 579,
    CHAR_SPACE = -848, /* 1/4096 pt: the grid of 15.79 pt */
    CHAR_PITCH = 315   /* as the styles set 三号, 15.75 pt: not every program sets by the grid */
};

/* A run of text; '\n' is a line break. size_hp: half points, 0 = that of the style. */
void docx_run(Out *out, Str text, int size_hp);
/* A paragraph up to its first run. `layout` is what the style cannot know: elements of w:pPr, or "". */
void docx_open(Out *out, const char *style, const char *layout);
/* A paragraph of one text. */
void docx_paragraph(Out *out, const char *style, const char *layout, Str text);
/* Pictures of the document in their order, as files of png: word/media/N.png, related as rIdPictureN. */
typedef struct DocxPictures {
    Arena *arena;
    PaperLines files;
} DocxPictures;
/* keep_next: its last row stays on one page with what comes next. */
void docx_table(Out *out, const PaperTable *table, int size_hp, bool keep_next,
                DocxPictures *pictures);
/* 版记, at the foot of the last page. */
void docx_imprint(Out *out, const Paper *paper);
/* word/document.xml */
void docx_document(Out *out, const Paper *paper, DocxPictures *pictures);
