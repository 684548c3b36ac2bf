/* app/paper/circular_desk.h - a circular (通报) from its first draft to the last receipt: one struct for page, JSON and command.
 *
 * drafted 拟稿 → checked 核稿 → (countersigned 会签, by who is named) → approved 签发 → issued 印发 → received 签收. Each signature
 * is another account's, also not of one that acts for another or for whom another acts, and names the digest of the text that
 * was read; a text that is changed has none, and is signed from the beginning. What is issued is exactly what was approved. It is
 * corrected or withdrawn by a later paper only, which goes the same way and stands under the next version of the period.
 * A draft is for who drafts, checks, countersigns and approves; everybody else reads what is issued. docs/circular.md.
 * Callers: cli/cmd_circular, web/pages/circular*, app/inbox, app/paper/circular_back. */
#pragma once
#include "app/paper/circular.h"
#include "app/paper/circular_passages.h"
#include "base/json.h"
#include "store/circular.h"

typedef enum CircularKind {
    CIRCULAR_OF_MONTH,
    CIRCULAR_CORRECTS,
    CIRCULAR_WITHDRAWS,
    CIRCULAR_KINDS
} CircularKind;
Str circular_kind_word(CircularKind kind); /* circular · notice · withdrawal */
bool circular_kind_parse(Str word, CircularKind *ret_kind);

typedef enum CircularStep {
    CIRCULAR_DRAFTED,
    CIRCULAR_CHECKED,
    CIRCULAR_COUNTERSIGNED,
    CIRCULAR_APPROVED,
    CIRCULAR_RETURNED,
    CIRCULAR_STEPS /* as `next`: all have signed, it can be issued */
} CircularStep;
Str circular_step_word(CircularStep step);
bool circular_step_parse(Str word, CircularStep *ret_step);
Str circular_step_name(Lang lang, CircularStep step);
Action circular_step_action(CircularStep step);

typedef struct CircularHolds {
    CircularSign sign;
    CircularStep step;
    bool holds; /* of this very text, and not returned since */
} CircularHolds;

typedef struct CircularUnitReceipt {
    const Unit *unit;
    Str seat; /* the unit that its seat is today */
    bool received;
    CircularReceipt receipt;
} CircularUnitReceipt;

typedef struct CircularDesk {
    const CampaignPeriod *period;
    CircularKind kind;
    int version;
    bool is_draft;       /* else it is issued */
    Circular circular;   /* as issued, or as it stands */
    CircularRow earlier; /* of a later paper: the one that it is about */

    /* of a draft */
    CircularDrafts revisions;
    CircularDraft
        head; /* issuer, mark, basis, reason, who countersigns: of the newest revision, else what is offered */
    CircularText text;
    Str digest; /* of the text as it stands */
    bool moved; /* the newest revision would be printed otherwise today: it has to be saved anew */
    bool same;  /* a notice: nothing to correct beyond what is told already */
    int corrected; /* units whose figures here later corrections would change */
    CircularFaults faults;
    LIST_OF(CircularHolds) signs; /* of all revisions, oldest first */
    CircularStep next;
    LIST_OF(Str) wait; /* accounts that still countersign */
    Str approved_by, approved_on;
    bool may_draft, may_sign, may_return, may_issue; /* the reader, now */
    Err issuer; /* why its issuer may not issue; code ERR_NONE: it may */
    Str number; /* that is offered */

    /* of what is issued */
    bool has_issue;
    CircularIssue issue;
    CircularRow later;                     /* the newest later paper; empty id: none */
    bool is_withdrawn;                     /* by it */
    LIST_OF(CircularUnitReceipt) receipts; /* addressed units, official order */
    int received;
    Date receipt_due;
    bool own; /* the reader's unit is addressed */
    bool own_received;
} CircularDesk;

/* later: the later paper of the period that is in hand, else the newest issued one. Whoever may not read drafts is given what is
 * issued: ERR_CIRCULAR_NOT_ISSUED, ERR_DENIED. ERR_PERIOD_*, ERR_CIRCULAR_UNCHANGED. */
bool circular_desk_read(App *app, Str period, bool later, CircularDesk *ret_desk, Err *err);
/* draft: NULL where none is saved. */
bool circular_may_draft_read(const App *app, const CircularDraft *draft);

typedef struct CircularEdit {
    CircularKind kind;
    int seen;   /* the revision that the writer saw */
    bool given; /* passages are given; else those that stand there */
    CircularText text;
    Str issuer, mark, basis, reason, countersign; /* empty: as it stands */
    bool no_countersign;                          /* nobody */
    Str source;                                   /* page · docx · command */
} CircularEdit;
/* Keeps a revision; the same text again makes none. ERR_CIRCULAR_MOVED {found, expected}, ERR_CIRCULAR_SIGNER {found},
 * ERR_CIRCULAR_WITHDRAWN, ERR_CIRCULAR_ISSUED, ERR_LIMIT. */
bool circular_save_draft(App *app, Str period, const CircularEdit *edit, CircularDesk *ret_desk,
                         Err *err);
/* seen: the digest of the text that was read; empty: whatever it is now. ERR_CIRCULAR_STEP {found, expected}, ERR_CIRCULAR_SELF {step},
 * ERR_CIRCULAR_TEXT_MOVED, ERR_CIRCULAR_BASIS, ERR_CIRCULAR_REASON, ERR_CIRCULAR_REFERENCE {found}, ERR_CIRCULAR_ISSUER. */
bool circular_do_sign(App *app, Str period, bool later, CircularStep step, Str seen, Str opinion,
                      CircularDesk *ret_desk, Err *err);
/* number: "示政办通报〔2021〕5号"; on: empty is today. ERR_CIRCULAR_NUMBER_FORM {found, expected}, ERR_CIRCULAR_NUMBER, ERR_CIRCULAR_DATE,
 * ERR_CIRCULAR_NOT_APPROVED {expected}. */
bool circular_do_issue(App *app, Str period, bool later, Str number, Str on, CircularDesk *ret_desk,
                       Err *err);
/* unit empty: the reader's own. ERR_CIRCULAR_NOT_ISSUED, ERR_CIRCULAR_NOT_ADDRESSED, ERR_CIRCULAR_RECEIVED, ERR_CIRCULAR_RECEIPT_FIELD. */
bool circular_do_receive(App *app, Str period, bool later, Str unit, Str signer, Str sender,
                         Err *err);
typedef struct CircularSheet {
    Str name, bytes; /* a table or workbook: unit 单位编码, signer 签收人, sender 送回人 */
} CircularSheet;
/* What came back signed on paper, for the office: all lines or none; who has signed already stays as it is and is counted. */
bool circular_do_receive_sheet(App *app, Str period, bool later, const CircularSheet *sheet,
                               int *ret_entered, int *ret_signed_before, Faults *faults, Err *err);
Str circular_state_word(const CircularDesk *desk); /* draft · issued · withdrawn */
void circular_desk_json(App *app, Lang lang, const CircularDesk *desk, Json *json);
/* What comes next and whose it is, as a sentence. */
Str circular_next_text(App *app, Lang lang, const CircularDesk *desk);

/* ---- parts, for app/paper/circular_* ---- */

typedef struct CircularPlan {
    CircularKind kind;
    const CampaignPeriod *period;
    CircularFacts facts;
    CircularRow earlier;
} CircularPlan;
/* The paper of a text. ERR_CIRCULAR_UNCHANGED: a notice of nothing. */
bool circular_compose(App *app, const CircularPlan *plan, const CircularHead *head,
                      const CircularText *text, CircularFaults *faults, Circular *ret_circular,
                      Err *err);
void circular_prefill_later(App *app, const CircularPlan *plan, Str reason, CircularText *ret_text);
/* The draft as it stands, for who may work on it: what is issued is nothing to work on. ERR_CIRCULAR_ISSUED, ERR_NOTICE_ISSUED,
 * ERR_CIRCULAR_WITHDRAWN. */
bool circular_open_draft(App *app, Str period, bool later, CircularDesk *desk, Err *err);
/* Whether two notices tell the same corrections. */
bool circular_same_table(const Paper *a, const Paper *b);
/* Signatures against a text, in a transaction or outside: fills signs, next, wait and who approved. */
bool circular_chain(App *app, Db *db, Str digest, Str countersign, CircularDesk *desk, Err *err);
/* What the reader may do next, by signatures and rights. */
void circular_rights(const App *app, CircularDesk *desk);
/* Of a receipt's row of the audit log. */
Str circular_receipt_detail(App *app, const CircularDesk *desk, const Unit *unit);
bool circular_is_addressed(const App *app, const CampaignPeriod *period, const Unit *unit);
bool circular_plan_of(App *app, const CircularDesk *desk, CircularPlan *ret_plan, Err *err);
/* Paper, faults and digest of `given`, else of the newest revision, else of what is offered. */
bool circular_desk_make(App *app, CircularDesk *desk, const CircularText *given, Err *err);
/* The desk where a withdrawal is drafted. ERR_CIRCULAR_NOT_ISSUED, ERR_CIRCULAR_WITHDRAWN. */
bool circular_desk_withdraw(App *app, Str period, CircularDesk *ret_desk, Err *err);
