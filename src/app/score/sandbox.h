/* app/score/sandbox.h - another scheme tried on what was published (试算沙箱): who would have moved, under masked names.
 *
 * The published periods of a group are computed again under a changed scheme, each with the inputs of its
 * run. Ranks, places among the last, streaks and proposals of talks that would be others are listed;
 * nothing of it becomes a result, a rank or a talk. Every trial is a record, whoever made it and whatever
 * it said, and who decides on a scheme reads all of them. A scheme can hold from a period that has
 * not begun only, and the answer says which. Callers: cli/, web/. */
#pragma once
#include "app/app.h"
#include "app/scheme/scheme_reweigh.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"
#include "store/sandbox.h"

typedef struct SandboxAsk {
    Str group;    /* empty: the scheme's */
    Str from, to; /* period codes; empty: the first and the last that were published */
    /* one of these: */
    Str scheme;          /* text of a whole scheme file */
    int version;         /* a version of the group's scheme, approved or proposed */
    Str ready;           /* a ready scheme by its name */
    NodeWeights weights; /* in place of those that hold in the last period */
} SandboxAsk;

/* *ret_row is whole, with text and result. Of a scheme with faults the first is *err, and all are in
 * `faults` unless that is NULL. ERR_SANDBOX_NOTHING, ERR_SANDBOX_GROUP {found, expected}, ERR_SANDBOX_SAME,
 * ERR_SANDBOX_PERIODS, ERR_SANDBOX_EVENT {period, found}, ERR_SANDBOX_RANGE {node}. */
bool sandbox_try(App *app, const SandboxAsk *ask, Faults *faults, SandboxRow *ret_row, Err *err);
/* Newest first, at most LIMIT_SANDBOX_PAGE_ROWS, those before that id. */
bool sandbox_runs(App *app, Str before, SandboxRows *ret_rows, Err *err);
/* ERR_SANDBOX_UNKNOWN {found}. */
bool sandbox_read(App *app, Str id, SandboxRow *ret_row, Err *err);

/* Which periods of the group are published; [periods]. */
bool sandbox_published(App *app, Str group, const bool **ret_published, Err *err);

/* What a trial found, out of its record; ranks of those before 0.2 are not there. */
typedef struct SandboxRank {
    Str period, unit;
    int before, after; /* 0: none */
    bool talk_before, talk_after;
} SandboxRank;
typedef struct SandboxMove {
    Str period, unit, kind, before, after;
} SandboxMove;
typedef struct SandboxFound {
    int withheld, talks_before, talks_after;
    bool has_ranks;
    LIST_OF(SandboxRank) ranks;
    LIST_OF(SandboxMove) moves;
} SandboxFound;
void sandbox_found(App *app, const SandboxRow *row, SandboxFound *ret_found);
/* How many talks chance alone would make under the scheme in force and under the one tried; empty: no ladder. */
bool sandbox_chances(App *app, Lang lang, const SandboxRow *row, Str *ret_before, Str *ret_after,
                     Err *err);
/* What differs, a line each; and the first of it in one line. */
Str sandbox_changes_lines(App *app, Lang lang, const SandboxRow *row);
Str sandbox_changes_line(App *app, Lang lang, const SandboxRow *row);
enum { SANDBOX_SHEETS = 2 };
/* Ranks before and after; what moves. */
void sandbox_sheets(App *app, Lang lang, const SandboxRow *row, Sheet ret_sheets[SANDBOX_SHEETS]);

/* What everybody sees of one: head and totals; with the changes where they were read. */
void sandbox_json(App *app, const SandboxRow *row, Json *json);
void sandbox_text(Lang lang, App *app, const SandboxRow *row, Out *out);
