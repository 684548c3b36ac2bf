/* app/people/delegation.h - acting for another (授权代办): a person lets another account of the campaign use their rights.
 *
 * From a day to a day, both included, LIMIT_DELEGATION_DAYS at most, with a reason; ended at any time by either of the
 * two or by the security administrator. Administrators neither give nor take, what was handed on is not handed
 * on again, and nobody acts in what is about an account itself (app/permit.c). The right to restricted areas is used
 * only by who has it too. app_open checks the day whenever somebody acts (app/app.c: find_actor). Callers: web/, app/app.c. */
#pragma once
#include "app/app.h"
#include "app/people/signin.h"
#include "store/delegation.h"
#include "store/people.h"

typedef struct DelegationEntry {
    Str delegate; /* account */
    Str from_on, to_on, reason;
} DelegationEntry;

/* ERR_DELEGATION_SELF, _PARTY {found}, _ADMIN {found}, _DATES {found, expected}, _LONG {found, limit}, _REASON,
 * _THERE {found}; ERR_ACCOUNT_UNKNOWN, ERR_LIMIT, ERR_DENIED. */
bool delegation_give(App *app, const DelegationEntry *entry, Str *ret_id, Err *err);
/* By who gave it, who has it, or the security administrator. ERR_DELEGATION_NONE, ERR_DENIED. */
bool delegation_stop(App *app, Str id, Err *err);
/* Of the person; of everybody for the security administrator. Those that hold or will first, each the newest first. */
bool delegations_read(App *app, DelegationRows *ret_rows, Err *err);
/* Whom the person may act for today. */
bool delegation_choices(App *app, DelegationRows *ret_rows, Err *err);
/* Accounts of the campaign that one may let act for oneself. */
bool delegation_parties(App *app, PersonList *ret_people, Err *err);
/* Whether it holds on a day. */
bool delegation_is_on(const DelegationRow *row, Str on_date);

/* The session acts for another from now on, or (empty) for oneself. ERR_DELEGATION_NONE. Audited. */
bool signin_act_for(SignIn *s, const Session *session, Str principal, Err *err);

/* For app_open: the actor with the rights of the principal. ERR_DELEGATION_NONE {found}. */
bool delegation_actor(App *app, const AccountRow *person, AccountRow *ret_principal, Err *err);
