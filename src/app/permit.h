/* app/permit.h - who may do what: app/permissions.tsv, the one readable table of role × action × scope.
 *
 * Page, API, command line and export all ask permit(). The three administrators (三员) see no
 * business content and none holds two roles. Scope OWN limits an action to what `about` names: the
 * account's own unit or body, its group, or the account itself. Scope GRANTED holds for accounts that
 * the security administrator has given that right. tests/unit/test_permit.c walks the whole matrix.
 * Callers: app/app.c only; the rows themselves: whatever shows the table. */
#pragma once
#include "app/permissions_gen.h"
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

typedef enum Scope { SCOPE_NONE, SCOPE_OWN, SCOPE_GRANTED, SCOPE_ALL } Scope;

/* What an action is about, and so what "own" means. */
typedef enum About {
    ABOUT_CAMPAIGN,
    ABOUT_INSTALLATION,
    ABOUT_UNIT, /* the account's unit or body */
    ABOUT_GROUP,
    ABOUT_ACCOUNT, /* the account that is signed in */
    ABOUT_SEAT     /* the account whose rights are used: one's own, or that of whom one acts for */
} About;

typedef struct PermitRow {
    Str action;
    About about;
    char letters[ROLE_COUNT + 1]; /* A o g - by role */
    Str zh, en;
    Str group_zh, group_en; /* what it stands under in the table */
} PermitRow;
extern const PermitRow permit_rows[ACT_COUNT];

/* Who acts: the rights of one account, and the name of the person who uses them. */
typedef struct Actor {
    Str name;                   /* the account that is signed in */
    Role role;                  /* of the account acted for, as is all below */
    Str unit, body, group;      /* own scope; empty = none */
    Str behalf;                 /* the account acted for (授权代办); empty = for oneself */
    bool granted;               /* the right to restricted areas */
    const struct Actor *person; /* of who acts for another: what they may themselves; else NULL */
    Str post;                   /* of the account that is signed in; may be empty */
    bool program; /* the program itself, at work by its own schedule (app/upkeep/schedule.h) */
} Actor;

/* Whose seat they act from: of whom they act for, else their own. */
Str actor_seat(const Actor *actor);
/* "office_clerk" …; false when unknown. */
bool role_parse(Str word, Role *ret_role);
Str role_word(Role role);
bool role_is_admin(Role role); /* one of the three administrators */
Str action_word(Action action);
bool action_parse(Str word, Action *ret_action);
Scope permit_scope(Role role, Action action);
/* The account that the program's own work stands under in the audit log. Nobody can sign in as it. */
#define PROGRAM_ACCOUNT S("duban")
/* What that work may do, whatever the table says of roles. */
bool permit_program(Action action);
/* True when the actor may do this to some party at all: for showing a link, never instead of permit. */
bool permit_any(const Actor *actor, Action action);
/* True when the actor may do this to `party` (a unit's, body's or group's code, an account's name; empty = no single
 * party, which own scope does not cover). ERR_DENIED {account, action}. */
bool permit(const Actor *actor, Action action, Str party, Err *err);
