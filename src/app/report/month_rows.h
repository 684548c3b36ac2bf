/* app/report/month_rows.h - from what a month's file says to the rows that are kept. Callers: import_month, upkeep/verify. */
#pragma once
#include "app/app.h"
#include "core/reported.h"
#include "store/month.h"

/* One submission about to be saved. */
typedef struct Pending {
    Submission head; /* kind, id, seq and version come when it is saved */
    SubmissionValueList values;
    SubmissionTaskList tasks;
    EventList events;
    bool is_known;    /* these bytes are on record for the period */
    Str path;         /* of the file, for faults */
    int64_t row, col; /* of a correction's old value */
    Str old_value;
} Pending;
typedef LIST_OF(Pending) PendingList;

void pending_of_report(Arena *arena, const CampaignDef *def, const MonthReport *report,
                       Pending *ret_pending);
/* One a month: that of the sheet, even if all its values belong to an earlier one, and that of each earlier one. */
void pending_of_sheet(Arena *arena, const ConfirmedSheet *sheet, PendingList *list);
/* The month in which the values are scored: of a data owner's with a lag a later one, so that they may still come when their
 * own month is frozen; "": after the campaign's last. */
Str pending_scored_in(const App *app, const Pending *pending);
void pending_of_events(Arena *arena, const EventSheet *sheet, Pending *ret_pending);
void pending_of_correction(Arena *arena, const CorrectionEntry *entry, Str file,
                           Pending *ret_pending);
/* The correction's old value must be the one on record: otherwise a fault ERR_CORRECTION_OLD. */
bool check_correction(App *app, Db *db, const Pending *pending, Faults *faults, Err *err);
/* Events that are not on record already (same unit, rule, points, basis and evidence). */
bool save_events(App *app, Db *tx, const Pending *pending, Err *err);
/* Digest over what a submission says: head, values, tasks. Kept as body_digest. */
Str submission_digest(App *app, const Submission *head, const SubmissionValueList *values,
                      const SubmissionTaskList *tasks);
