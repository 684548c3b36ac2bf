/* doc/pdf.h - an official document as pdf, laid out as GB/T 9704-2012 has it.
 *
 * A4 with a type area of 156 by 225 mm, 22 lines of 28 characters on a fixed grid, the issuer's mark in
 * red 35 mm below its upper edge, rules, page numbers — 1 — on the outer side, imprint at the foot of
 * the last page; fonts are embedded. The words are those of paper_txt in the same order, with the
 * differences of docx: marks in the head of every page, the issuer's mark over the number, heads of
 * tables again on each page. No seal is ever drawn. A line never begins with a closing mark, and no
 * number is cut or parted from its unit. What takes time and memory is best left to a process of its
 * own (app/paper_file.h). Callers: app/paper_file. */
#pragma once
#include "base/err.h"
#include "doc/paper.h"

/* The same paper, time and fonts give the same bytes. font_folder: fonts of the installation, before the
 * system's; may be empty. ERR_LIMIT, ERR_PDF_LIBRARY, ERR_PDF_FONT, ERR_PDF_GLYPH. */
bool pdf_write(Arena *arena, const Paper *paper, int64_t at_utc_ms, int offset_minutes,
               Str font_folder, Str *ret_bytes, Err *err);
