/* app/talk/talk_case.h - a formal talk (约谈) from the proposal to its closing: what state it is in, what may be done, by whom.
 *
 * proposed → applied → approved → notified → received → held → reported → verified → closed; proposed and applied may be
 * waived or exempted, all that are not ended withdrawn with a reason. A report that is not verified goes back to held. Each
 * step is a row with an account, its fields (TalkField) a record that names the digest of the one before. Nobody approves
 * his own application and nobody verifies what he held or reported, also for or by another (授权代办). Minutes and what
 * follows from them are work secrets (工作秘密): ACT_TALK_MINUTES_READ says for whom, and a reading has its row in the audit
 * log. A unit reads its own talks from the proposal on, never an application or an opinion. docs/talks.md.
 * Callers: cli/cmd_talks, web/pages/talks*, app/talk/talk_docs. */
#pragma once
#include "app/talk/talks.h"
#include "base/json.h"
#include "store/talk.h"
#include "sys/tree.h"

typedef enum TalkState {
    TALK_PROPOSED,
    TALK_APPLIED,
    TALK_APPROVED,
    TALK_NOTIFIED,
    TALK_RECEIVED,
    TALK_HELD,
    TALK_REPORTED,
    TALK_VERIFIED,
    TALK_CLOSED,
    TALK_WAIVED,
    TALK_EXEMPTED,
    TALK_WITHDRAWN,
    TALK_STATES
} TalkState;
Str talk_state_word(TalkState state);
bool talk_state_parse(Str word, TalkState *ret_state);
/* Approved, and not taken back since: a talk that the next streak counts. */
bool talk_counts(Str state);

typedef enum TalkAct {
    TALK_APPLY,
    TALK_APPROVE,
    TALK_WAIVE,
    TALK_EXEMPT,
    TALK_NOTIFY,
    TALK_RECEIVE,
    TALK_HOLD,
    TALK_REPORT,
    TALK_VERIFY,
    TALK_CLOSE,
    TALK_WITHDRAW,
    TALK_ACTS
} TalkAct;

typedef enum TalkFieldKind {
    TALK_LINE,
    TALK_LINES,
    TALK_DATE,
    TALK_NUMBER,
    TALK_CHOICE
} TalkFieldKind;
typedef struct TalkFieldSpec {
    const char *name; /* in forms, JSON and, with a hyphen, on the command line */
    Msg label;
    TalkFieldKind kind;
    const char *choices;
} TalkFieldSpec;
typedef enum TalkFieldId {
#define X(id, name, kind, choices) TALK_F_##id,
#include "app/talk_fields.def"
#undef X
    TALK_FIELDS
} TalkFieldId;
extern const TalkFieldSpec talk_fields[TALK_FIELDS];
int talk_field_characters(TalkFieldId field); /* LIMIT_TALK_… */

typedef struct TalkAsk {
    TalkFieldId field; /* TALK_FIELDS: no more */
    bool required;
    Msg help; /* MSG_TALK_NO_HELP: none */
} TalkAsk;
typedef struct TalkRule {
    Str word;        /* apply … */
    Msg label, what; /* of the button; what it does, as a sentence */
    Action action;
    unsigned from; /* states, 1 << TalkState */
    TalkState to;
    const TalkAsk *asks;
} TalkRule;
const TalkRule *talk_rule(TalkAct act);
bool talk_act_parse(Str word, TalkAct *ret_act);

/* As typed. Problems: a line each, "…|task". Requirements: a line each, "what|owner|workdays|task". */
typedef struct TalkForm {
    Str values[TALK_FIELDS];
} TalkForm;

typedef struct TalkEntry { /* a step with what was kept of it */
    TalkStep step;
    TalkState state;
    bool recorded; /* false: of the time before there were records, or the proposal */
    bool closed;   /* there is one, and it is not for this reader */
    TalkAct act;
    Str behalf, text; /* text: the record's body */
    const Tree *body; /* NULL: none, or closed */
} TalkEntry;

typedef struct TalkCase {
    TalkRow row;
    const Unit *unit;
    const CampaignPeriod *period;
    TalkState state;
    bool own;   /* the reader is of its unit, or of the seat that it has become */
    bool inner; /* the reader sees applications and opinions too */
    bool may_read_minutes, has_minutes, minutes_read;
    bool restricted; /* its evidence is not for this reader */
    unsigned acts;   /* 1 << TalkAct: what this reader may do now */
    LIST_OF(TalkEntry) entries;
    TalkCommitments commitments; /* as they stand */
    TalkCommitments told;        /* every revision of them */
    Str seat;                    /* the unit that its seat is today */
    Date due;                    /* of what comes next; DATE_NONE: no day is stated */
    Str one_talk_with; /* id of the talk of the same body and cause that comes first; empty: it stands alone */
    Str one_talk_unit;
} TalkCase;
typedef LIST_OF(TalkCase) TalkCases;

/* ERR_TALK_ID (also for a unit that asks for another's, which is refused and recorded). With `minutes` the minutes are
 * read, which has its row: ERR_DENIED. */
bool talk_read(App *app, Str id, bool minutes, TalkCase *ret_case, Err *err);
/* By period and unit, as the command line names one. ERR_UNIT_UNKNOWN, ERR_TALK_UNKNOWN. */
bool talk_find_id(App *app, Str period, Str unit, Str *ret_id, Err *err);
/* All that the reader may see, without what is closed; newest period first. */
bool talk_cases(App *app, TalkCases *ret_cases, Err *err);
/* What a unit does not see: how it was applied for, and what was thought of it. */
bool talk_is_inner(TalkAct act);
/* The newest entry of an act, or NULL. */
const TalkEntry *talk_entry(const TalkCase *c, TalkAct act);
/* A member of its record; empty when there is none. */
Str talk_value(const TalkEntry *entry, const char *name);
Date talk_date(const TalkEntry *entry, const char *name);

/* ERR_TALK_STATE, ERR_TALK_REASON, ERR_TALK_FIELD {field}, ERR_TALK_APPLICANT, ERR_TALK_VERIFIER, ERR_TALK_TOLERANCE,
 * ERR_TALK_AUTHORITY, ERR_TALK_ISSUER, ERR_TALK_ONE {unit, period}, ERR_TALK_EXEMPT, ERR_TALK_DATE, ERR_TALK_LINE {line},
 * ERR_TALK_COMMITMENTS, ERR_TALK_DAYS, ERR_CALENDAR_YEAR, ERR_LIMIT. */
bool talk_act(App *app, Str id, TalkAct act, const TalkForm *form, Err *err);
/* A commitment is reported: done (a result and what shows it) or how far it is (done_on empty). */
typedef struct TalkDone {
    int position;
    Str done_on, result, evidence;
} TalkDone;
bool talk_commitment_report(App *app, Str id, const TalkDone *done, Err *err);
/* What the campaign says of the report's limit; 0: nothing. */
int talk_report_days(const App *app, bool *ret_workdays);

void talk_case_json(App *app, Lang lang, const TalkCase *c, bool whole, Json *json);
Str talk_act_name(Lang lang, TalkAct act);
/* What comes next and whose it is, as a sentence. */
Str talk_next_text(const App *app, Lang lang, const TalkCase *c);
