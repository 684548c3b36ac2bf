/* app/report/highlight_same.h - what a highlight resembles: earlier highlights and narratives of monthly reports.
 *
 * Texts are cut into overlapping pieces of three characters without spaces, marks and digits
 * (core/screening.h); how alike two are is the share of the shorter one's pieces that stand in the other. Nothing is decided
 * here. Work is bounded: at most LIMIT_HIGHLIGHT_COMPARED narratives, newest first, each of at most
 * LIMIT_HIGHLIGHT_COMPARED_BYTES. Callers: app/report/highlight*. */
#pragma once
#include "app/app.h"
#include "store/highlight.h"

enum {
    HIGHLIGHT_SAME_PERCENT = 50, /* from here on it is shown */
    HIGHLIGHT_SAME_SHOWN = 5,
};

typedef struct SameText {
    bool is_report; /* a row of 表二; else a highlight */
    Str id;         /* highlight or submission */
    Str unit, period, task;
    int percent;
} SameText;
typedef LIST_OF(SameText) SameTexts;

/* Most alike first, at most HIGHLIGHT_SAME_SHOWN; of one report only its best row. Those of `skip` (own ones that came
 * back) are not looked at: rows and steps are those of the campaign. */
bool highlight_same_find(App *app, Str text, const HighlightRows *earlier, const bool *skip,
                         SameTexts *ret_list, Err *err);
/* As it is kept with the highlight. */
Str same_texts_json(Arena *arena, const SameTexts *list);
bool same_texts_parse(Arena *arena, Str json, SameTexts *ret_list, Err *err);
