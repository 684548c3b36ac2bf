/* app/permit.h - who may do what: one readable table of role × action × scope.
 *
 * Page, API, command line and export all ask permit(). The three administrators (三员) see no
 * business content and none holds two roles. Scope OWN limits an action to the account's own unit
 * or body; where the action is about an account, to that account itself. tests/unit/test_permit.c walks the whole matrix. Callers: app/app.c only. */
#pragma once
#include "base/err.h"

typedef enum Role {
    ROLE_OFFICE_CLERK,    /* 活动办工作人员 */
    ROLE_OFFICE_DIRECTOR, /* 活动办主任、副主任: freezes, publishes, issues, rules, decides */
    ROLE_UNIT,            /* 单位: its own report, its own score, its group's table */
    ROLE_DATA_OWNER,      /* 数据责任部门: confirms values */
    ROLE_LEADER,          /* 领导 */
    ROLE_INSPECTOR,       /* 督查 */
    ROLE_SYSTEM_ADMIN,    /* 系统管理员 */
    ROLE_SECURITY_ADMIN, /* 安全管理员 */
    ROLE_AUDIT_ADMIN,    /* 审计管理员 */
    ROLE_COUNT
} Role;

#define ACTIONS(X)                                                                                 \
    X(CAMPAIGN_IMPORT, "campaign.import")                                                          \
    X(LEDGER_READ, "ledger.read")                                                                  \
    X(REPORT_SUBMIT, "report.submit")                                                              \
    X(CONFIRM_SUBMIT, "confirm.submit")                                                            \
    X(EVENT_ENTER, "event.enter")                                                                  \
    X(CORRECT, "correct")                                                                          \
    X(EVALUATE, "evaluate")                                                                        \
    X(APPEAL_FILE, "appeal.file")                                                                  \
    X(APPEAL_RULE, "appeal.rule")                                                                  \
    X(FREEZE, "freeze")                                                                            \
    X(PUBLISH, "publish")                                                                          \
    X(RESULT_TRIAL_READ, "result.trial.read")                                                      \
    X(RESULT_READ, "result.read")                                                                  \
    X(EXPLAIN, "explain")                                                                          \
    X(CIRCULAR_READ, "circular.read")                                                              \
    X(CIRCULAR_ISSUE, "circular.issue")                                                            \
    X(TALK_PROPOSE, "talk.propose")                                                                \
    X(TALK_DECIDE, "talk.decide")                                                                  \
    X(TALK_READ, "talk.read")                                                                      \
    X(PROGRESS_NOTE, "progress.note")                                                              \
    X(EXPORT, "export")                                                                            \
    X(AUDIT_READ, "audit.read")                                                                    \
    X(ACCOUNT_PASSWORD, "account.password")

typedef enum Action {
#define X(name, word) ACT_##name,
    ACTIONS(X)
#undef X
        ACT_COUNT
} Action;

typedef enum Scope { SCOPE_NONE, SCOPE_OWN, SCOPE_ALL } Scope;

/* Who acts. */
typedef struct Actor {
    Str name;
    Role role;
    Str unit, body, group; /* own scope; empty = none */
} Actor;

/* "office_clerk" …; false when unknown. */
bool role_parse(Str word, Role *ret_role);
Str role_word(Role role);
Str action_word(Action action);
bool action_parse(Str word, Action *ret_action);
Scope permit_scope(Role role, Action action);
/* True when the actor may do this to `party` (a unit's or body's code, an account's name; empty = no single party,
 * which own scope does not cover). ERR_DENIED {account, action}. */
bool permit(const Actor *actor, Action action, Str party, Err *err);
