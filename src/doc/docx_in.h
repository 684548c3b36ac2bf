/* doc/docx_in.h - the tables of a text document (.docx) as one grid, for who sends his form in one.
 *
 * Paragraphs up to LINE_LETTERS long stand in a row of their own, so that title, unit and signatures keep their
 * place around the tables; longer ones, deleted text, headers and footnotes are left out. A cell that spans columns
 * or goes on from the row above is a merged area; a cell in no row has no place. Callers: app/folder/folder_open. */
#pragma once
#include "doc/xlsx_grid.h"

/* ERR_XLSX_PART (it is no such document), ERR_LIMIT, and the faults of archive and XML. */
bool docx_grid(Arena *arena, Str bytes, Str file, XlsxGrid *ret_grid, Err *err);
