/* doc/xlsx_value.h - a stored number and its style, back to what the clerk typed and sees.
 *
 * A workbook keeps 1.1 as the text of a binary double and 2021-04-01 as 44287. The style tells which
 * it is: a date comes back as 2021-04-01, a month (no day in the format) as 2021-04, 0.953 shown as
 * per cent as 95.3%, and 84.2 with two decimals as 84.20. A number is never rounded to its format:
 * only zeros are added. Callers: xlsx_book, xlsx_in; of no use to others. */
#pragma once
#include "base/arena.h"

typedef enum CellStyleKind {
    STYLE_NUMBER,
    STYLE_PERCENT,
    STYLE_DATE,
    STYLE_MONTH,
    STYLE_INSTANT, /* date and time */
    STYLE_TIME
} CellStyleKind;

typedef struct CellStyle {
    CellStyleKind kind;
    int decimals; /* that the format shows at least */
    bool rounds;  /* the format shows so many decimals and no more; not so of General */
    int most;     /* those */
} CellStyle;

/* Of a format code such as yyyy/m/d;@ or #,##0.00. */
CellStyle cell_style_of_code(Str code);
/* Of the formats that are known by number only. */
CellStyle cell_style_of_id(int id);
/* False when `stored` is no number, or no date where the style says it is one. */
bool cell_number(Arena *arena, Str stored, CellStyle style, bool dates_1904, Str *ret_text);
