/* app/scheme/scheme_sheet.h - a scheme as sheets: 规则 (what stands at its top) and 指标 (a row for each node).
 *
 * A workbook has both; a CSV file has the rows of both under one head. They are written from the
 * canonical tree and read back into a tree for app/scheme/scheme_load, so that the same checks hold and the
 * digest is equal; faults name sheet, row and column. Headings and words are Chinese or those of the
 * file. Callers: app/scheme/scheme_file, cli/. */
#pragma once
#include "core/scheme.h"
#include "doc/csv.h"
#include "doc/sheet.h"
#include "sys/tree.h"

enum { SCHEME_SHEETS = 2 };
/* ret_sheets[SCHEME_SHEETS]; zh: headings and words in Chinese. */
void scheme_sheets(Arena *arena, const Scheme *scheme, bool zh, Sheet *ret_sheets);
Sheet scheme_sheet_whole(Arena *arena, const Scheme *scheme, bool zh);

/* Nodes of the tree that come from the sheet 指标 have SCHEME_SHEET_ROWS added to their line. False:
 * the file cannot be read as sheets at all, faults says why. */
enum { SCHEME_SHEET_ROWS = 16 * 1024 * 1024 };
bool scheme_sheet_tree(Arena *arena, Str file, Str bytes, CsvConvert convert, Tree **ret_tree,
                       Faults *faults);
