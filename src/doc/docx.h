/* doc/docx.h - an official document as WordprocessingML, laid out as GB/T 9704-2012 has it.
 *
 * A4, 22 lines of 28 characters, the fonts by the names that offices have (仿宋_GB2312, 楷体_GB2312,
 * 黑体, 方正小标宋简体), heading styles, tables with a repeated head, page number — 1 — on the outer
 * side. The words are those of paper_txt in the same order, with two differences: the marks stand in
 * the header of every page, and the issuer's mark (Paper.issuer) is printed in red over the number.
 * No seal is ever drawn. The styles and other fixed parts are files in src/doc/docx/, embedded at
 * build. Callers: app/paper/circular_docx. */
#pragma once
#include "base/err.h"
#include "doc/paper.h"

/* The property that holds Paper.made_from. */
#define DOCX_PROPERTY "duban"

/* at_utc_ms: time of every entry and of the properties, in the zone of offset_minutes; the same
 * paper and time give the same bytes. ERR_LIMIT (columns of a table, bytes), ERR_PACK. */
bool docx_write(Arena *arena, const Paper *paper, int64_t at_utc_ms, int offset_minutes,
                Str *ret_bytes, Err *err);
