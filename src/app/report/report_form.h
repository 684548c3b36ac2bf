/* app/report/report_form.h - a unit's monthly report (月报) from the open form to what was sent.
 *
 * report_form_open gives all that a page shows. The unfinished form is a draft, one of a unit and period:
 * JSON of the form, as docs/formats/campaign.md has it, whose cells may hold anything that was typed. Who
 * saves names the revision that they saw. Two signatures: report_fill, then report_send, by another
 * account; sending hands the JSON to app/report/import_month, so that a check, a limit, a lateness and a digest
 * exist once. What is found by app/report/report_check.h never stops a report.
 *
 * For others: page (web/pages/report.c) reads ReportForm and posts ReportDraftEntry, whose body is made from
 * named cells by report_cells_body; paper goes through report_on_behalf; review asks report_states
 * (app/report/report_state.h). Restricted areas: who has no right to one (app/restricted.h) does not get its lines,
 * and in its tasks only on_time is kept.
 * Callers: web/, cli/, app/. */
#pragma once
#include "app/app.h"
#include "app/files/files.h"
#include "app/report/import_month.h"
#include "app/report/report_doc.h"
#include "app/report/report_offers.h"
#include "app/report/report_state.h"
#include "app/target/target_pace.h"
#include "store/draft.h"

/* ---- the form ---- */

/* 性质, with what the law wants beside it; of the campaign's forms.csv. */
typedef struct ReportHead {
    Str title;  /* 表名 */
    Str nature; /* work · department · cited: 工作进展 · 部门统计 · 引用统计机构 */
    Str number, issuer, approval;
    Date valid_from, valid_to; /* DATE_NONE: open */
    bool expired;
} ReportHead;

typedef struct ReportDays {
    Date opens_on, due_on, lock_on; /* DATE_NONE: the campaign states none */
    bool has_left;                  /* the calendar knows the year */
    int left;                       /* workdays until due; negative: late by so many */
} ReportDays;

typedef struct ReportLine {
    const Indicator *indicator;
    const Target *target; /* NULL: none */
    Str annual;           /* what the unit owes this year; empty: not stated */
    Str scheduled;        /* by this month; empty without a plan */
    Str plan;             /* scheduled share, per cent */
    bool cumulative;      /* scored is 累计完成, else 本月完成 */
    bool owed;            /* a value is due; else welcome */
    bool typed;           /* false: the department's or the statistics office's, shown only */
    Str last_month;       /* value of the month before */
    Str last_year;        /* of the same month a year ago, where the campaign before is here */
    Str confirmed;        /* of this month, by its department; empty: not yet */
    Str confirmed_state;  /* not_yet · no_rank */
    Str assessor;         /* name of the department */
    ReportCells cells;
    bool prefilled; /* the total is last month's and nobody has typed here */
    /* Computed from the cells, empty where they hold no number. */
    Str percent, gap, growth; /* 完成率 %, 与序时差 百分点, 同比 % (百分点 for a rate) */
    Light light;
} ReportLine;
typedef LIST_OF(ReportLine) ReportLineList;

/* Who asks (条块): a task force's area, or a department. */
typedef struct ReportBlock {
    Str code, name;   /* area's number and title; body's code and name */
    Str lead;         /* names, 、-separated */
    int first, count; /* of ReportForm.lines */
} ReportBlock;

typedef struct ReportTaskLine {
    const Task *task;
    Str role; /* lead · responsible */
    Str node; /* what is due this month; empty: nothing of its own */
    Date due;
    bool state_only;  /* restricted: no free text */
    ReportTask cells; /* of the draft */
    ReportTask last;  /* last month's */
} ReportTaskLine;

/* What an answer of the unit's is about: as in ReportAnswer of core/reported.h. */
typedef struct ReportForm {
    const CampaignPeriod *period;
    const Unit *unit;
    ReportHead head;
    ReportDays days;
    ReportStanding standing; /* report_state */
    bool may_fill, may_send; /* for showing buttons, never instead of the use-case */
    Err closed;              /* why nothing can be typed; code ERR_NONE when it can */
    DraftRow draft;          /* revision 0: nothing saved yet */
    Str filler, phone, reviewer, signer;
    LIST_OF(ReportBlock) blocks;
    ReportLineList lines; /* in the order of blocks */
    LIST_OF(ReportTaskLine) tasks;
    LIST_OF(ReportRequest) requests;
    LIST_OF(ReportAnswer) answers;
    LIST_OF(ReportEvidence) places; /* what the draft says of files: digest and place */
    AttachmentList files;           /* of "report PERIOD UNIT" */
    ReportOfferList offers;         /* app/report/report_offers.h */
    int accounts;                   /* of the unit that can sign today */
} ReportForm;

/* 分管领导 · 常务副组长 · 主要领导 */
enum { REPORT_LEVELS = 3 };
extern const Str report_levels[REPORT_LEVELS];

/* Whether a file is the signed form; whether one is among the files that stand. */
bool report_is_signed(const ReportForm *form, Str digest);
bool report_has_scan(const ReportForm *form);
/* "report 2021-06 c01": what the files of a report are attached to (app/files/files.h). */
Str report_object(Arena *arena, Str period, Str unit);
/* ERR_PERIOD_UNKNOWN, ERR_UNIT_UNKNOWN, ERR_REPORT_UNIT (no seat in that period), ERR_DENIED. */
bool report_form_open(App *app, Str period, Str unit, ReportForm *ret_form, Err *err);
void report_form_json(const ReportForm *form, App *app, Json *json);
void report_standing_json(const ReportStanding *standing, Arena *arena, Json *json);
void report_draft_json(const DraftRow *draft, Arena *arena, Json *json);

/* ---- the draft ---- */

/* Named fields of a page as the body of a draft; what they do not name stays as `before` (a body, may be
 * empty) has it. "cell.CODE.month" (· cumulative last_year tolerance state note), "task.NO.progress" (· on_time
 * problem cause next due), "request.1.matter" (· done proposal level), "answer.CHECK.PLACE", "file.DIGEST" (its place),
 * "head.phone" (· filler reviewer signer). ERR_DRAFT_KEY, ERR_DRAFT_TEXT, ERR_LIMIT. */
bool report_cells_body(App *app, const ReportField *fields, int count, Str before, Str *ret_body,
                       Err *err);

typedef struct ReportDraftEntry {
    Str period, unit;
    int64_t
        seen; /* revision that its writer saw; 0: none was there; REPORT_SEEN_ANY on a terminal */
    Str body; /* JSON */
} ReportDraftEntry;
#define REPORT_SEEN_ANY (-1)
/* ERR_DRAFT_MOVED {who, when}, ERR_DRAFT_SIGNED, ERR_DRAFT_KEY, ERR_LIMIT, ERR_REPORT_NOT_OPEN, ERR_REPORT_LOCKED,
 * ERR_PERIOD_PASSED, ERR_REPORT_FORM_EXPIRED, ERR_REPORT_STATISTICS, ERR_DENIED. The same body again changes
 * nothing. */
bool report_draft_save(App *app, const ReportDraftEntry *entry, DraftRow *ret_draft, Err *err);
/* What a file of the report is for (of an attachment added before): "signed" for the signed form, an indicator's code, or
 * empty. The state of the draft stays: a scan is made after the form is filled in. As report_draft_save refuses. */
#define REPORT_PLACE_SIGNED "signed"
bool report_file_place(App *app, Str period, Str unit, Str digest, Str place, Err *err);
/* The first signature (填报), and taking it back. ERR_DRAFT_NONE, ERR_DRAFT_MOVED, ERR_DRAFT_SIGNED, ERR_DRAFT_NOT_SIGNED. */
bool report_fill(App *app, Str period, Str unit, int64_t seen, DraftRow *ret_draft, Err *err);
bool report_unfill(App *app, Str period, Str unit, int64_t seen, DraftRow *ret_draft, Err *err);

typedef struct ReportSend {
    Str period, unit;
    int64_t seen;
    Str channel; /* web · api; empty: a command */
} ReportSend;
/* The second signature (审核签发) and the report itself. On faults of the form false with err->code ==
 * ERR_NONE, as import_month. ERR_DRAFT_NOT_SIGNED, ERR_DRAFT_SAME_PERSON, and what report_draft_save refuses. */
bool report_send(App *app, const ReportSend *send, MonthImport *ret_import, Faults *faults,
                 Faults *warnings, Err *err);

typedef struct ReportBehalf {
    Str period, unit;
    Str sender;  /* post that handed it in */
    Str channel; /* paper · folder */
    Str body;    /* JSON of the form */
    /* What was handed in, kept among the report's files: as the signed form where it is a picture or pdf, else as
     * the original. Empty: one with place "signed" is there already. */
    Str original_name, original;
    bool original_of_many;        /* it holds figures of other units: for the office alone */
    Str signed_name, signed_copy; /* the signed form beside a workbook; empty: none */
} ReportBehalf;
/* The office enters what a unit sent on paper. ERR_DRAFT_SENDER, ERR_DRAFT_ORIGINAL. */
bool report_on_behalf(App *app, const ReportBehalf *entry, MonthImport *ret_import, Faults *faults,
                      Faults *warnings, Err *err);
