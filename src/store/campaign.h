/* store/campaign.h - a campaign's definition in the database: saved whole, loaded whole.
 *
 * A definition is small (hundreds of rows) and read by every use-case, so it is loaded in one go.
 * Lists keep their official order. Callers: app/ only; saving runs inside db_write. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

/* Saves a new campaign. ERR_DB_CONFLICT when the code (or an account's name) is taken. */
bool campaign_save(Db *tx, const CampaignDef *def, Str digest, Err *err);
/* The digest given to campaign_save; empty when there is no such campaign. */
bool campaign_digest(Db *db, Arena *arena, Str code, Str *ret_digest, Err *err);
/* ERR_CAMPAIGN_UNKNOWN */
bool campaign_load(Db *db, Arena *arena, Str code, CampaignDef *ret_def, Err *err);
typedef LIST_OF(Str) CodeList;
bool campaign_codes(Db *db, Arena *arena, CodeList *ret_codes, Err *err);

typedef struct AccountRow {
    Str name, campaign, role, unit, body, post;
    bool active;  /* not switched off */
    int position; /* among the accounts of the campaign's files; -1: made later */
    /* As found, with what account_grant says (store/people.h); not saved by account_save. */
    bool authorised, restricted;
    Str expires_on; /* the last day; empty = no end */
} AccountRow;
/* ERR_ACCOUNT_UNKNOWN */
bool account_find(Db *db, Arena *arena, Str name, AccountRow *ret_account, Err *err);
/* Of all campaigns and the installation. */
bool account_count(Db *db, int64_t *ret_count, Err *err);
/* ERR_ACCOUNT_TAKEN when another campaign has it, or the installation with another role. */
bool account_save(Db *tx, const AccountRow *account, Err *err);
