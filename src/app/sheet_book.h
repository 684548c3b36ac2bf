/* app/sheet_book.h - a few short sheets as the bytes of a workbook, for a page that answers with it at once.
 *
 * Rows wait in the data folder of the installation; a sample's workbook says so on each printed page. What is long is an
 * export (app/ledger/export.h). Callers: web/reply, makers of books in app/. */
#pragma once
#include "app/app.h"
#include "doc/sheet.h"
#include "doc/xlsx_out.h"

/* ERR_DATA_FOLDER, ERR_LIMIT (LIMIT_HTTP_ANSWER_BYTES), ERR_SPACE, ERR_FILE_…. */
bool sheets_book(App *app, const Sheet *sheets, int count, Str *ret_bytes, Err *err);
/* A workbook that `fill` lays out (xlsx_out_form …), made without a name anywhere: what is left of it is nothing. */
bool laid_out_book(App *app, bool (*fill)(void *ctx, XlsxOut *out, Err *err), void *ctx,
                   Str *ret_bytes, Err *err);
