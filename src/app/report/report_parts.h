/* app/report/report_parts.h - what the files of app/report/report_form.h share; of no use to others. */
#pragma once
#include "app/report/report_form.h"

/* Period, unit and the right to do that to it; *ret_period, *ret_unit. ERR_PERIOD_UNKNOWN, ERR_UNIT_UNKNOWN,
 * ERR_REPORT_UNIT, ERR_DENIED. Who may do it to nobody at all does not learn what there is. */
bool report_find(App *app, Action action, Str period, Str unit, const CampaignPeriod **ret_period,
                 const Unit **ret_unit, Err *err);
ReportHead report_head_of(App *app, const CampaignPeriod *period, const Unit *unit);
/* Not open yet, locked, frozen, behind a frozen month, the form's validity over: why nothing is taken; inside a write with its db. */
bool report_takes(App *app, Db *db, const CampaignPeriod *period, const Unit *unit, Err *err);
/* Accounts of the unit that may act today. */
bool report_accounts(App *app, Str unit, int *ret_count, Err *err);
/* ERR_DRAFT_MOVED when it is not the revision that was seen; ERR_REPORT_SENT when it was sent meanwhile. */
bool report_draft_seen(App *app, Db *db, const DraftRow *now, int64_t seen, Err *err);
/* ERR_REPORT_SENT of that submission; always false. */
bool report_sent_already(App *app, Db *db, Str submission, Err *err);
/* Something is there that was not sent yet: ERR_DRAFT_NONE, ERR_REPORT_SENT. */
bool report_draft_there(App *app, Db *db, const DraftRow *now, const CampaignPeriod *period,
                        const Unit *unit, Err *err);
/* Object and detail of the audit row that vouches for the draft. */
void report_draft_detail(Arena *arena, const DraftRow *draft, Str *ret_object, Str *ret_detail);
/* What is typed is of the form of that unit, for who types it. A row that the form has no more and that stands in `before`
 * (the body as it was kept) word for word goes; what its writer cannot see stays as it was. ERR_DRAFT_KEY,
 * ERR_REPORT_NOT_OWED {found, unit}, ERR_REPORT_STATISTICS, ERR_PROGRESS_RESTRICTED. */
bool report_own(App *app, const CampaignPeriod *period, const Unit *unit, Str before,
                ReportDoc *doc, Err *err);
/* A paper that has more than its reader may see is taken without that: it stays with the unit. */
void report_leave_hidden(App *app, const Unit *unit, ReportDoc *doc);
/* Lines, tasks and what the document says into a form whose period and unit are known. */
bool report_form_fill(App *app, const ReportDoc *doc, ReportForm *form, Err *err);
/* The form's JSON, as every door writes it (docs/formats/campaign.md): what is said of a task, without its number; lists of
 * requests and answers, with their keys. */
void report_task_json(const ReportTask *task, Json *json);
void report_requests_json(const ReportRequest *requests, int count, Json *json);
void report_answers_json(const ReportAnswer *answers, int count, Json *json);
