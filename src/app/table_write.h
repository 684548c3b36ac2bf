/* app/table_write.h - the way back of app/table: structs as the cells of a table.
 *
 * What is written is read as the same structs, in either language. Callers: app/campaign/campaign_book. */
#pragma once
#include "app/table.h"
#include "doc/sheet.h"

/* In the canonical form, or with zh in the Chinese words of closed lists and 是/否. Empty where nothing
 * is stated. */
Str table_cell(Arena *arena, const TableColumn *column, const void *item, bool zh);
/* The titles, then count items of spec->item_bytes each. */
Sheet table_sheet(Arena *arena, Str name, const TableSpec *spec, const void *items, int count,
                  bool zh);
