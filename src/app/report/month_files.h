/* app/report/month_files.h - the files of a month (docs/formats/campaign.md) as plain structs, checked.
 *
 * A unit's report as a form in CSV, on the first sheet of a workbook or as JSON, a data owner's sheet, deductions and bonuses,
 * corrections. Each reader reports all faults of its file in one go with row and column, and keeps
 * nothing in a database. What must be known beside the campaign (who owes what, the value of the
 * period before, the rules of the scheme) is asked through MonthContext. True without a fault;
 * warnings tell of owed values that are missing. Callers: app/ use-cases of the import, fuzz/. */
#pragma once
#include "core/reported.h"
#include "doc/csv.h"

typedef enum Owes {
    OWES_NOT, /* the scheme does not ask this unit for it: a value is refused */
    OWES_MAY, /* a value is welcome, NA is fine */
    OWES_MUST /* a value is due: NA is refused, an empty cell is told */
} Owes;

typedef struct MonthContext {
    const CampaignDef *def;
    void *ctx;
    Date today; /* what is published later is not known yet; 0: not stated */
    /* NULL: OWES_MAY for indicators with reporter `unit`, otherwise OWES_NOT. */
    Owes (*owes)(void *ctx, Str unit, Str indicator, Str period);
    /* The cumulative value on record for the period before, or an empty Str. NULL: none known. */
    Str (*previous)(void *ctx, Str unit, Str indicator, Str period);
    /* Whether the unit's scheme has this rule (kind: bonus · deduct). NULL: not checked. */
    bool (*has_rule)(void *ctx, Str unit, Str period, Str kind, Str rule);
} MonthContext;

typedef struct MonthFile {
    Str name; /* for messages; ".json" at its end makes it JSON */
    Str bytes;
    Str period; /* that the folder or command names; empty: any */
    CsvConvert convert;
} MonthFile;

bool month_report_read(Arena *arena, const MonthContext *context, const MonthFile *file,
                       MonthReport *ret_report, Faults *faults, Faults *warnings);
/* A row a value, units × indicators on one sheet (app/report/confirm_book), or JSON. */
bool month_confirmed_read(Arena *arena, const MonthContext *context, const MonthFile *file,
                          ConfirmedSheet *ret_sheet, Faults *faults, Faults *warnings);
/* file->period is required: the file itself does not say it. */
bool month_events_read(Arena *arena, const MonthContext *context, const MonthFile *file,
                       EventSheet *ret_sheet, Faults *faults);
bool month_corrections_read(Arena *arena, const MonthContext *context, const MonthFile *file,
                            CorrectionSheet *ret_sheet, Faults *faults);
/* Whether the scored value of the indicator stands in 累计完成 (cumulative, stock) or in 本月完成. */
bool indicator_is_cumulative(const Indicator *indicator);
