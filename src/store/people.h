/* store/people.h - what is said of accounts beside their role: who made them, who authorised them, when they end.
 *
 * An account without a row in account_grant came with a campaign's files, or is older than the table: it may act
 * where the installation is not kept by three administrators (meta "separation"). The view account_standing
 * says it in one place; account_find reads it. Every row is a record of the chain of the installation
 * ("grant NAME", store/anchor.h). Callers: app/people/accounts, app/campaign/first_start, app/app. */
#pragma once
#include "store/campaign.h"

typedef struct GrantRow {
    Str account;
    int64_t made_at; /* 0: it was there before it had a row */
    Str made_by;
    int64_t authorised_at; /* 0: it waits */
    Str authorised_by;     /* empty: by the installation itself */
    bool restricted;
    Str phone;
    int64_t off_at; /* 0: in use */
    Str off_by, off_reason;
    Str expires_on;
} GrantRow;

bool grant_find(Db *db, Arena *arena, Str account, bool *ret_found, GrantRow *ret_grant, Err *err);
/* Inserts, or replaces all but who made it and when. */
bool grant_save(Db *tx, const GrantRow *grant, Err *err);

typedef struct PersonRow {
    AccountRow account;
    GrantRow grant;
    bool has_grant;
    int64_t password_at; /* 0: has none */
    bool must_change;    /* the password is one that somebody else has set */
} PersonRow;
typedef LIST_OF(PersonRow) PersonList;

/* Of one campaign and of the installation; of everybody when campaign is empty. By campaign and name. */
bool people_list(Db *db, Arena *arena, Str campaign, PersonList *ret_people, Err *err);
/* Code and name of every campaign, by code. */
bool campaign_names(Db *db, Arena *arena, CodeList *ret_codes, CodeList *ret_names, Err *err);
/* How many are in use and wait for the security administrator. */
bool people_waiting(Db *db, int64_t *ret_count, Err *err);

/* Accounts of a unit that may act on that day. */
bool unit_account_count(Db *db, Str campaign, Str unit, Str today, int *ret_count, Err *err);
