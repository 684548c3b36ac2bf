/* web/report_view.h - what the page of a unit's monthly report shows, as finished words and named fields.
 *
 * Fields have the names of report_cells_body (app/report/report_form.h); what was typed and not taken stands in them instead of
 * what is kept. Callers: web/pages/report. */
#pragma once
#include "app/report/report_check.h"
#include "web/files_panel.h"

typedef struct PageCell {
    Str name, value, label;
    bool open, bad;
} PageCell;

typedef struct PageFinding {
    Str name, text, answer; /* name: of the field for the answer */
    bool open;
} PageFinding;
typedef LIST_OF(PageFinding) PageFindings;

typedef struct PageRow { /* 表一 */
    Str code, name, unit, basis, assessor;
    Str target, scheduled, before, percent, gap, growth, confirmed;
    PageCell month, total, last_year, tolerance, note;
    Str state_name, state_label, why, offer, risen;
    Str offer_cell, offer_value; /* of the button that takes it; empty: none */
    Options states;
    bool open, questioned;
    PageFindings findings;
} PageRow;

typedef struct PageBlock {
    Str name, lead;
    LIST_OF(PageRow) rows;
} PageBlock;

typedef struct PageText {
    Str name, label, value, count;
    int max, rows;
    bool open, counter;
} PageText;

typedef struct PageTask { /* 表二 */
    Str no, title, node, last;
    PageText progress, problem, cause, next, due;
    Str on_time_name, on_time_word;
    Options on_time;
    bool open, state_only, has_more, more_open; /* more: problem, cause, next step, until when */
    PageFindings findings;
} PageTask;

typedef struct PageRequest { /* 表三 */
    PageText matter, done, proposal;
    Str level_name, level;
    Options levels;
    Str of; /* its number */
    bool open;
    PageFindings findings;
} PageRequest;
typedef LIST_OF(PageRequest) PageRequests;

typedef struct PageConflict {
    Str name, label, mine, theirs;
} PageConflict;

typedef struct ReportView {
    const ReportForm *form;
    Str title, sub, period, action, xlsx, docx, pdf, parts, account, period_code, unit_code;
    Str error, closed, moved, receipt, receipt_words, next, saved;
    Str returned, returned_note, returned_by;
    Str asked; /* how many checks still want a change or an answer */
    const Faults *faults;
    int64_t seen;
    LIST_OF(PageBlock) blocks;
    LIST_OF(PageTask) tasks;
    PageRequests requests, more_requests; /* more: empty ones, folded */
    bool more_open;
    LIST_OF(PageConflict) conflicts;
    Facts head;
    LIST_OF(Field) people;
    Signatures signatures;
    bool may_save, may_fill, may_send, may_unfill;
    FilesPanel files;
    const ReportFindingList *findings;
} ReportView;

/* Everything but what an act left behind (error, faults, conflicts). `typed` are fields of the page that were not taken;
 * may be empty. */
bool report_view_fill(Ctx *c, const ReportForm *form, const ReportFindingList *findings,
                      const HttpPairs *typed, ReportView *ret_view, Err *err);
/* Why the office sent it back, which cells are in question, what has risen since (web/report_returned.c). */
bool report_view_returned(Ctx *c, const ReportForm *form, ReportView *view, Err *err);
/* The name of the field that a known figure goes to. */
Str report_offer_cell(Arena *arena, const ReportForm *form, Str indicator);
/* Where what was typed differs from what another has saved. */
void report_view_conflicts(Ctx *c, const ReportForm *form, const HttpPairs *typed,
                           ReportView *view);
/* How it stands, in a word and its kind. */
Str report_state_text(Lang lang, const ReportStanding *standing);
StateKind report_state_kind(const ReportStanding *standing);
/* What to do next, in a sentence for the person who looks. */
Str report_next_text(Ctx *c, const ReportForm *form);
/* "5 workdays left, until 2021-05-12". */
Str report_left_text(Ctx *c, const ReportDays *days);
