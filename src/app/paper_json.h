/* app/paper_json.h - a paper as JSON text and back: how an issued paper is kept.
 *
 * What comes back is the paper that was written, word for word. The reader takes exactly the form of
 * the writer: every key once and no other, tables whose cells fill their rows. A form that changes
 * gets a new number in "format"; papers of the older forms stay readable. Callers: app/paper,
 * fuzz/. */
#pragma once
#include "base/err.h"
#include "doc/paper.h"

Str paper_to_json(Arena *arena, const Paper *paper);
/* ERR_PAPER_JSON {place, expected, found}, and those of json_parse. */
bool paper_of_json(Arena *arena, Str json, Paper *ret_paper, Err *err);
