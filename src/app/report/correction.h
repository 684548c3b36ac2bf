/* app/report/correction.h - a correction of what is locked (更正申请): one person asks, another approves, and only then is it one.
 *
 * What is asked for is a sheet of corrections (docs/formats/campaign.md), from a unit for its own reports or from the
 * office. It waits without any effect; who rules on it sees first what it would change (app/result/replay). Approved it goes
 * through import_month, and the ruling is saved in the same transaction: both are there or neither is. Nobody rules on what
 * they asked for themselves, or somebody they act for, or who acted for them. In a period that is not locked corrections
 * of the office need nobody else. Callers: cli/cmd_correction, cli/import_month, web/pages/corrections, app/appeal. */
#pragma once
#include "app/files/files.h"
#include "app/report/import_month.h"
#include "app/report/lock.h"
#include "base/json.h"

typedef struct CorrectionView {
    CorrectionAsk ask;
    CorrectionSheet sheet; /* what it says */
    bool may_rule;
    bool hidden; /* of a restricted area that the reader may not see: no rows */
} CorrectionView;
typedef LIST_OF(CorrectionView) CorrectionViews;

/* One value, as a form asks for it. It rests on a document: its number, a file, or both. */
typedef struct CorrectionWish {
    Str period, unit, indicator, object, old_value, new_value, reason, basis;
    Str file_name,
        file_bytes; /* kept among the files of that report (app/files/files.h); empty: none */
} CorrectionWish;

/* Faults of the sheet go to `faults`, false with err->code == ERR_NONE then. ERR_DENIED: of a unit what is not its own
 * report; ERR_CORRECTION_OPEN {period}: nothing of it is locked; ERR_CORRECTION_WAITS, ERR_REVIEW_STATISTICS, ERR_LIMIT.
 * Of a wish also ERR_CORRECTION_BASIS and what file_add refuses; one that is refused leaves no file. */
bool correction_ask(App *app, const MonthFile *sheet, CorrectionAsk *ret_ask, Faults *faults,
                    Err *err);
bool correction_wish(App *app, const CorrectionWish *wish, CorrectionAsk *ret_ask, Faults *faults,
                     Err *err);

/* The same as one entry, as it would be kept; nothing is asked for. False with the first fault of it. */
bool correction_wish_read(App *app, const CorrectionWish *wish, CorrectionEntry *ret_entry,
                          Err *err);
/* A correction that a ruling made elsewhere puts through (app/appeal): asked for by who appealed, approved by who rules,
 * as an ask with its approval, in one transaction with `also`. */
typedef struct CorrectionRuled {
    CorrectionWish wish;
    Str unit, asked_by, asked_behalf;
    int64_t asked_at;
    Str reason; /* of the ruling */
    bool (*also)(Db *tx, void *ctx, const Submission *saved, Err *err);
    void *ctx;
} CorrectionRuled;
bool correction_by_ruling(App *app, const CorrectionRuled *ruled, MonthImport *ret_import,
                          Err *err);

/* Corrections as they come from a file: those of open periods are taken, a sheet with a row of a locked one is asked for.
 * ret_asked: the asks that were made. */
bool correction_import(App *app, const MonthFileList *sheets, MonthImport *ret_import,
                       CorrectionAsks *ret_asked, Faults *faults, Faults *warnings, Err *err);

typedef struct CorrectionPreview {
    ConsequenceList would;  /* what published results would say otherwise */
    ConsequenceList undone; /* what earlier corrections would change, and would no more */
} CorrectionPreview;
bool correction_preview(App *app, const CorrectionView *view, CorrectionPreview *ret_preview,
                        Err *err);

/* ERR_DENIED, ERR_CORRECTION_UNKNOWN, ERR_CORRECTION_SELF, ERR_CORRECTION_RULED; what was on record when it was asked for
 * may be another value by now: a fault then. Approving what this person has approved already only makes sure that what
 * follows from it is computed. */
bool correction_approve(App *app, Str id, Str reason, MonthImport *ret_import, Faults *faults,
                        Err *err);
/* Says why: ERR_CORRECTION_REASON. */
bool correction_refuse(App *app, Str id, Str reason, CorrectionAsk *ret_ask, Err *err);

/* The files that the basis of an entry names, as far as the reader may read them. */
bool correction_files(App *app, const CorrectionEntry *entry, AttachmentList *ret_files, Err *err);
bool correction_read(App *app, Str id, CorrectionView *ret_view, Err *err);
/* Newest first, at most LIMIT_CORRECTIONS_SHOWN; a unit its own. */
bool correction_list(App *app, CorrectionViews *ret_views, Err *err);
void correction_json(const App *app, const CorrectionView *view, Json *json);
