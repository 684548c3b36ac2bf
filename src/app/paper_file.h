/* app/paper_file.h - a paper as the file that leaves the house: docx, or pdf.
 *
 * In a server the pdf is made by `duban render --paper`, a process that ends with it: fonts and what reads
 * them never stay in the server's memory, and what goes wrong in them takes nobody else along. It has
 * LIMIT_PDF_MS and LIMIT_PDF_MEMORY_BYTES, and so few are made at once that workers are left for pages. A
 * command makes it by itself. Callers: app/, cli/, web/. */
#pragma once
#include "app/app.h"
#include "doc/paper.h"

typedef enum PaperFormat { PAPER_AS_DOCX, PAPER_AS_PDF } PaperFormat;

/* at_ms dates the file; the same paper, time and fonts give the same bytes. What docx_write and pdf_write
 * refuse, ERR_PDF_BUSY, ERR_PDF_TIME, ERR_PDF_DIED, ERR_CHILD. */
bool paper_file(App *app, const Paper *paper, PaperFormat format, int64_t at_ms, Str *ret_bytes,
                Err *err);
/* The folder of fonts: the one that is set, else fonts/ of the data folder; empty when neither is known. */
Str paper_font_folder(Arena *arena, Str set, Str data_folder);
