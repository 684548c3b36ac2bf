/* app/report/import_month.h - what arrives in a month into the database, a batch as a whole or not at all.
 *
 * A report, a confirmed sheet, events or corrections. The same bytes again change nothing. What is
 * late is counted in workdays after the period's deadline by the clock of arrival, not by what the
 * file claims. Nothing is taken for a locked or frozen period but corrections that two people stand for; a correction lists what it
 * would change (app/result/replay) and changes no published result. Callers: cli/, later web/. */
#pragma once
#include "app/report/month_files.h"
#include "app/result/replay.h"

typedef enum MonthKind {
    MONTH_REPORTS,
    MONTH_CONFIRMED,
    MONTH_EVENTS,
    MONTH_CORRECTIONS
} MonthKind;

typedef LIST_OF(MonthFile) MonthFileList;

typedef struct MonthImport {
    int taken;      /* files (corrections: rows) that were new */
    int same;       /* that were on record already */
    int values;     /* values or events taken */
    int late;       /* reports after the deadline */
    Replay replay;  /* of corrections */
    Str submission; /* id of the last one taken, else of the last that was on record */
} MonthImport;

/* How it came, kept with the submission. All may be empty: a command of the office or the unit itself. */
typedef struct MonthFrom {
    Str sender;                 /* post that handed it in when a clerk enters it on behalf */
    Str channel;                /* web · workbook · folder · paper · api */
    Str filled_by, approved_by; /* accounts of both signatures; APPROVED_BY_SCAN */
    bool
        two_people; /* corrections that one asked for and another approves (app/report/correction) */
    /* In the same transaction, after each submission that is new; NULL: nothing more. */
    bool (*also)(Db *tx, void *ctx, const Submission *saved, Err *err);
    void *ctx;
} MonthFrom;

/* period may be empty for corrections and is then what each row says. On faults false with
 * err->code == ERR_NONE. */
bool import_month(App *app, MonthKind kind, const MonthFileList *files, Str period,
                  const MonthFrom *from, MonthImport *ret_import, Faults *faults, Faults *warnings,
                  Err *err);
/* Whether it would be taken as things stand; nothing is written. */
bool import_month_try(App *app, MonthKind kind, const MonthFileList *files, Str period,
                      Faults *faults, Err *err);
