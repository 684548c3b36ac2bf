/* app/restricted.h - restricted areas (限制范围): what stands in a restricted unit, task or indicator, and for whom.
 *
 * A unit and a task say it of themselves, a task for all below it; an indicator is restricted when a
 * target of such a task is measured by it. Of these everybody who reads rankings and the ledger knows number,
 * name, rank and score; values, texts, explanations, submissions, notes, talks' evidence and files are for whose
 * they are and for whom the security administrator has granted it (ACT_RESTRICTED_READ). Such a reading
 * has its audit row. docs/restricted.md says what each role sees. Callers: use-cases of app/. */
#pragma once
#include "app/app.h"
#include "core/scheme.h"
#include "store/evaluation.h"

bool restricted_unit(App *app, Str unit);
bool restricted_task(App *app, Str no);
bool restricted_indicator(App *app, Str indicator);
/* Its own indicator, or one that it reads: a voice, an input of a formula. */
bool restricted_leaf(App *app, const SchemeNode *leaf);
/* Whether the person may read what is restricted and of `party`: for what to show, nothing is recorded. */
bool restricted_may(const App *app, Str party);
/* The same for a task: granted, or its unit or body is responsible for it or named at it. */
bool restricted_task_may(App *app, Str no);
/* Permission and the row of the reading, once a minute for the same object. ERR_DENIED. Never inside
 * db_read or db_write. */
bool restricted_read(App *app, Str party, Str object, Err *err);
bool restricted_task_read(App *app, Str no, Err *err);
/* For what hangs at an object ("task 1.2", "submission ID") of a unit (may be empty): asks where either is restricted,
 * true where neither is. */
bool restricted_object_read(App *app, Str object, Str unit, Err *err);

/* A result as somebody without the right sees it: rank and score, nothing of the past. */
void restricted_result(App *app, RunUnit *row);
