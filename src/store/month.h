/* store/month.h - what arrives in a month: submissions as versions, and events.
 *
 * A submission (报送) is a unit's report, a data owner's confirmation or a correction. Nothing that
 * was submitted is updated or deleted; the value that holds is the newest. Callers: app/ only;
 * writing runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct Submission {
    Str id, kind, period, party;
    int64_t seq; /* order of arrival in the campaign */
    int version;
    int64_t received_at; /* UTC ms */
    Str claimed_at;      /* as the file says */
    Date received_on;
    int late_days; /* workdays after the deadline */
    Str entered_by, sender, file, digest, head, reason, body_digest;
    Str channel;                /* web · workbook · folder · paper · api; empty: a command */
    Str filled_by, approved_by; /* accounts of both signatures; APPROVED_BY_SCAN; empty: not told */
} Submission;

/* In place of the account of the second signature: the signed form is among the report's files. */
#define APPROVED_BY_SCAN "scan"

typedef struct SubmissionValue {
    Str unit, indicator;
    Str object; /* reported · confirmed */
    Str value;  /* canonical; empty = missing */
    bool na;
    Str month, last_year, note;
    Str tolerance; /* its own ±, canonical; empty = none */
    Str state;     /* not_yet · no_rank; empty = a value, na or missing */
} SubmissionValue;

typedef struct SubmissionTask {
    Str kind;  /* task · request · event · answer · evidence */
    Str cells; /* JSON array */
} SubmissionTask;

typedef LIST_OF(Submission) SubmissionList;
typedef LIST_OF(SubmissionValue) SubmissionValueList;
typedef LIST_OF(SubmissionTask) SubmissionTaskList;

bool submission_last_seq(Db *db, Str campaign, int64_t *ret_seq, Err *err);
bool submission_save(Db *tx, Str campaign, const Submission *head,
                     const SubmissionValueList *values, const SubmissionTaskList *tasks, Err *err);
/* The newest version; *ret_found false when there is none. */
bool submission_latest(Db *db, Arena *arena, Str campaign, Str kind, Str period, Str party,
                       bool *ret_found, Submission *ret_head, Err *err);
/* Whether a file with these bytes was taken in already for that period. */
bool submission_is_known(Db *db, Str campaign, Str kind, Str period, Str digest, bool *ret_known,
                         Err *err);
/* ERR_SUBMISSION_UNKNOWN */
bool submission_load(Db *db, Arena *arena, Str id, Submission *ret_head, Err *err);
/* All of a campaign in order of arrival. */
bool submission_list(Db *db, Arena *arena, Str campaign, SubmissionList *ret_list, Err *err);
/* Of one campaign only: ERR_SUBMISSION_UNKNOWN. */
bool submission_find(Db *db, Arena *arena, Str campaign, Str id, Submission *ret_head, Err *err);
/* Of one kind and party, in order of arrival; added to the list. */
bool submission_list_of(Db *db, Arena *arena, Str campaign, Str kind, Str party,
                        SubmissionList *ret_list, Err *err);
/* Of one kind, period and party, the first version first. */
bool submission_versions(Db *db, Arena *arena, Str campaign, Str kind, Str period, Str party,
                         SubmissionList *ret_list, Err *err);
bool submission_values(Db *db, Arena *arena, Str id, SubmissionValueList *ret_values, Err *err);
bool submission_tasks(Db *db, Arena *arena, Str id, SubmissionTaskList *ret_tasks, Err *err);

/* Every value of a period up to seq, in order of arrival: later ones hold. */
typedef struct PeriodValue {
    Str submission, kind, unit, indicator, object, value, month;
    bool na;
    Str state; /* not_yet · no_rank; else empty */
} PeriodValue;
typedef LIST_OF(PeriodValue) PeriodValueList;
bool period_values(Db *db, Arena *arena, Str campaign, Str period, int64_t up_to_seq,
                   PeriodValueList *ret_values, Err *err);
/* The same one by one, views until the next: for who keeps little of hundreds of thousands. */
bool period_values_each(Db *db, Str campaign, Str period, int64_t up_to_seq,
                        void (*fn)(void *ctx, const PeriodValue *value), void *ctx, Err *err);
/* What stands on record of one unit in a period, in order of arrival: its reports, corrections and what
 * departments confirmed. */
typedef struct UnitRecord {
    Str submission, kind, indicator, object, value, month, last_year, note, tolerance, state;
    Str party; /* who sent it */
    int version;
    bool na;
} UnitRecord;
typedef LIST_OF(UnitRecord) UnitRecordList;
bool unit_records(Db *db, Arena *arena, Str campaign, Str period, Str unit,
                  UnitRecordList *ret_records, Err *err);
/* Every value of one indicator in all periods, in order of arrival. */
typedef struct IndicatorValue {
    Str period, unit, object, value;
    bool na;
} IndicatorValue;
typedef LIST_OF(IndicatorValue) IndicatorValueList;
bool indicator_values(Db *db, Arena *arena, Str campaign, Str indicator,
                      IndicatorValueList *ret_values, Err *err);
/* Heads of a period's submissions up to seq (id, kind, party, seq, version, received_on, late, sender, channel, received_at). */
bool period_submissions(Db *db, Arena *arena, Str campaign, Str period, int64_t up_to_seq,
                        SubmissionList *ret_list, Err *err);

/* One value of one submission, with where it came from; views until the next row. */
typedef struct ReportRow {
    Str period, unit, indicator, object, value, month, last_year, note;
    bool na;
    Str kind; /* of the submission */
    int version;
    Str party, entered_by, sender;
    int64_t received_at;
    Str claimed_at;
    int late_days;
    Str file, digest, reason;
    Str state; /* not_yet · no_rank; else empty */
    Str head;  /* of the submission, JSON */
} ReportRow;
typedef bool (*ReportRowFn)(void *ctx, const ReportRow *row, Err *err);
/* Every value that was ever submitted, in official order, versions one after the other; with a unit
 * only those of its own reports. Rows come one at a time: fn asks nothing of the database. */
bool report_rows(Db *db, Str campaign, Str unit, ReportRowFn fn, void *ctx, Err *err);
bool report_row_count(Db *db, Str campaign, Str unit, int64_t *ret_count, Err *err);

typedef struct EventRow { /* 加分/扣分 */
    Str id;
    int position; /* order of arrival in the period, 1… */
    Str unit, kind, rule, points, basis, evidence, entered_by;
    bool struck; /* by an appeal that was upheld */
} EventRow;
typedef LIST_OF(EventRow) EventList;
bool event_save(Db *tx, Str campaign, Str period, const EventRow *event, Err *err);
bool event_list(Db *db, Arena *arena, Str campaign, Str period, EventList *ret_events, Err *err);

/* Days late that count of a unit's report by an upheld appeal (store/appeal.h), in the order of the rulings: later ones hold. */
typedef struct LateRuled {
    Str unit, days;
} LateRuled;
typedef LIST_OF(LateRuled) LateRuledList;
bool late_days_ruled(Db *db, Arena *arena, Str campaign, Str period, LateRuledList *ret_list,
                     Err *err);
