/* app/people/accounts.h - accounts (账号): one administrator makes them, another says that they may act.
 *
 * Where the installation is kept by three (三员; setting "separation" = "three") an account that the system
 * administrator makes, or that comes with a campaign's files, waits until the security administrator
 * authorises it; in an installation that began as a sample ("sample") it may act at once. Switched off,
 * not authorised or past its last day it can neither sign in nor act on the command line, and its
 * sessions end (app_open, app/people/signin). Nobody changes their own rights; the three administrators never
 * belong to a campaign. Everything here is written in the chain of the installation, each account as
 * "account NAME", "grant NAME" and "password NAME". Callers: web/pages/accounts*, cli/cmd_account. */
#pragma once
#include "app/app.h"
#include "doc/sheet.h"
#include "i18n/msg.h"
#include "store/people.h"

bool accounts_are_three(App *app, bool *ret_three, Err *err);

/* Of one campaign and the installation; of everybody when campaign is empty (ACT_ACCOUNT_READ of all). */
bool accounts_list(App *app, Str campaign, PersonList *ret_people, Err *err);
/* ERR_ACCOUNT_UNKNOWN */
bool account_read(App *app, Str name, PersonRow *ret_person, Err *err);
/* In use and not authorised. */
bool accounts_waiting(App *app, int64_t *ret_count, Err *err);

typedef struct CampaignName {
    Str code, name;
} CampaignName;
typedef LIST_OF(CampaignName) CampaignNames;
/* Those the actor may enter: their own, or all where they belong to none. Of the three administrators all, to make
 * accounts for. */
bool campaigns_list(App *app, CampaignNames *ret_campaigns, Err *err);
/* The only campaign there is, for which accounts are made unless another is named; empty where there is none.
 * ERR_CAMPAIGN_WHICH. */
bool accounts_campaign(App *app, Str *ret_campaign, Err *err);

/* ---- making (ACT_ACCOUNT_MAKE) ---- */
typedef struct AccountEntry {
    Str name, role;
    Str unit, body; /* codes; a sheet or form may say names, accounts_check makes codes of them */
    Str post, phone;
} AccountEntry;
typedef struct AccountEntries {
    AccountEntry *items;
    int count;
    size_t cap;
} AccountEntries;
typedef enum AccountColumn {
    ENTRY_NAME,
    ENTRY_ROLE,
    ENTRY_UNIT,
    ENTRY_BODY,
    ENTRY_POST,
    ENTRY_PHONE,
    ENTRY_COLUMNS
} AccountColumn;

/* A code of letters and digits of any script and . _ - @, of which none stands first. */
bool account_name_is_valid(Str name);
/* Everything that is wrong with the entries: at(ctx, index, column, fault) for each fault. Units and bodies
 * become codes of the campaign (may be empty: the installation). False for faults of the database only. */
typedef void (*AccountFaultFn)(void *ctx, int index, AccountColumn column, Err *fault);
bool accounts_check(App *app, Str campaign, AccountEntries *entries, AccountFaultFn at, void *ctx,
                    Err *err);
/* A sheet (.xlsx or .csv), checked. On faults false with err->code == ERR_NONE. */
bool accounts_sheet_read(App *app, Str campaign, Str bytes, Str file, AccountEntries *ret_entries,
                         Faults *faults, Err *err);
/* The entries as CSV that accounts_sheet_read takes: what a person confirms. ERR_LIMIT. */
bool accounts_sheet_text(Arena *arena, const AccountEntries *entries, Str *ret_csv, Err *err);
/* What to fill in: the units of the campaign without an account, in official order; then what the columns mean. */
typedef struct AccountTemplate {
    Sheet sheets[2];
    int units;
} AccountTemplate;
bool accounts_template(App *app, Str campaign, Lang lang, AccountTemplate *ret_template, Err *err);

/* An account's first password, given once: nothing keeps it. */
typedef struct AccountSlip {
    Str account, role, unit, post, password; /* role: its word; unit: the name of unit or body */
} AccountSlip;
typedef struct AccountSlips {
    AccountSlip *items;
    int count;
    size_t cap;
} AccountSlips;
/* All of them or none, each with a random first password that is to be changed. A fault that
 * accounts_check would find is an error here. ERR_ACCOUNT_EXISTS, ERR_LIMIT. */
bool accounts_make(App *app, Str campaign, AccountEntries *entries, AccountSlips *ret_slips,
                   Err *err);
/* A new first password for an account that has lost its own (ACT_ACCOUNT_PASSWORD). */
bool account_slip(App *app, Str name, AccountSlip *ret_slip, Err *err);
Sheet account_slips_sheet(Arena *arena, const AccountSlips *slips, Date until, Lang lang);
/* "填报单位"; what is no role as it stands. */
Str account_role_text(Lang lang, Str role);
/* The same as the bytes of a workbook, made in memory: a first password reaches no disk. */
bool account_slips_book(App *app, const Sheet *slips, Str *ret_bytes, Err *err);
/* What account_slips_sheet gave, back from its CSV: a page hands it on without keeping it. ERR_TABLE_…, ERR_LIMIT. */
bool account_slips_parse(App *app, Str csv, Sheet *ret_sheet, Err *err);
/* The last day on which a first password of today opens anything. */
bool account_slip_until(App *app, Date *ret_last, Err *err);

/* ---- what it may do (ACT_ACCOUNT_GRANT, ACT_ACCOUNT_SWITCH); of oneself ERR_ACCOUNT_SELF ---- */
/* All of them or none; those that are authorised already are left. *ret_count: how many were not. */
bool accounts_authorise(App *app, const Str *names, int count, int *ret_count, Err *err);
/* The right to restricted areas. ERR_ACCOUNT_NO_GRANT where the table of rights has no such grant. */
bool account_restrict(App *app, Str name, bool granted, Err *err);
/* Its last day; DATE_NONE: no end. ERR_ACCOUNT_DATE for one that is over. */
bool account_expire(App *app, Str name, Date last, Err *err);
/* Off with a reason, which ends its sessions; on again. What the security administrator has switched off
 * only a security administrator switches on: ERR_ACCOUNT_OFF_BY. */
bool account_switch(App *app, Str name, bool on, Str reason, Err *err);
