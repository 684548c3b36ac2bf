/* doc/span_png.h - a drawn row of a paper's table as a png: what every program that opens a docx shows.
 *
 * Four greys, nothing but rectangles and a dot, so neither fonts nor a library are asked; the same row gives the same
 * bytes. Callers: doc/docx_table. */
#pragma once
#include "doc/paper.h"

/* width and height in pixels, at most SPAN_PNG_MAX each. */
enum { SPAN_PNG_MAX = 2000 };
Str span_png(Arena *arena, const PaperDrawn *drawn, const PaperSpan *span, int width, int height);
