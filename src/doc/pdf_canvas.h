/* doc/pdf_canvas.h - pages of a pdf: texts in named faces at exact places, and rules. Pango and cairo.
 *
 * Lengths are points from the upper left corner of the page, y downwards; a text stands on its baseline
 * and is drawn with the advances that it is given, one for each character, so that nothing but the
 * caller decides where a character stands. The libraries are opened when the first canvas is
 * (ERR_PDF_LIBRARY): a program that makes no pdf has none of them in its memory.
 * A face is the first of its families that this machine has (offices have 仿宋_GB2312, free ones come
 * last), then Noto for characters it lacks. Latin letters and digits are Times or what stands for it.
 * Callers: doc/pdf*. */
#pragma once
#include "base/err.h"

typedef enum PdfFace {
    PDF_FANG, /* 仿宋 */
    PDF_KAI,  /* 楷体 */
    PDF_HEI,  /* 黑体 */
    PDF_MARK, /* 小标宋 */
    PDF_SONG, /* 宋体, digits too */
    PDF_FACES
} PdfFace;

typedef struct PdfCanvas PdfCanvas;

typedef struct PdfHead {
    Str title, author;
    int64_t at_utc_ms;
    int offset_minutes;
    Str font_folder; /* looked in before the system's own; empty: none */
} PdfHead;

/* ERR_PDF_LIBRARY {reason}, ERR_PDF_FONT {font, families}: a face that no family is there for. */
bool pdf_canvas_open(Arena *arena, const PdfHead *head, PdfCanvas **ret_canvas, Err *err);
/* Gives back what the libraries hold; NULL is fine. */
void pdf_canvas_drop(PdfCanvas **canvas);
#define AUTO_PDF_CANVAS __attribute__((cleanup(pdf_canvas_drop))) PdfCanvas

/* The width of each character of the text (valid UTF-8, no controls) as the face has it. *ret_rise (may be
 * NULL) is how far ink goes above the baseline. ERR_PDF_GLYPH {char, code}: in no font of this machine. */
bool pdf_canvas_measure(PdfCanvas *canvas, PdfFace face, double size, Str text, double *ret_widths,
                        double *ret_rise, Err *err);
/* Begins a page; the one before is finished. */
void pdf_canvas_page(PdfCanvas *canvas, double width, double height);
void pdf_canvas_text(PdfCanvas *canvas, PdfFace face, double size, bool red, double x,
                     double baseline, Str text, const double *widths);
/* pale: 0 black to 1 white. round: its ends; without length a dot. */
void pdf_canvas_rule(PdfCanvas *canvas, double x0, double y0, double x1, double y1, double width,
                     bool red, double pale, bool round);
/* The finished file. ERR_LIMIT, ERR_PDF_LIBRARY. */
bool pdf_canvas_close(PdfCanvas *canvas, Str *ret_bytes, Err *err);
