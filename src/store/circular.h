/* store/circular.h - what a circular (通报) goes through: drafts as revisions, signatures, what it was issued on, receipts.
 *
 * All are appended and never changed. The issued paper itself: store/evaluation.h. Callers: app/ only; writing runs inside
 * db_write. */
#pragma once
#include "store/evaluation.h"

typedef struct CircularDraft {
    Str id, period;
    int version;
    Str kind;     /* circular · notice · withdrawal */
    int revision; /* 0: there is none */
    Str issuer, mark, basis, reason, countersign, passages, source, digest;
    int64_t at;
    Str by, behalf;
} CircularDraft;
typedef LIST_OF(CircularDraft) CircularDrafts;
bool circular_draft_save(Db *tx, Str campaign, const CircularDraft *draft, Err *err);
/* Every revision of a version, oldest first. */
bool circular_draft_list(Db *db, Arena *arena, Str campaign, Str period, int version,
                         CircularDrafts *ret_drafts, Err *err);
/* The newest revision of every version of every period, without passages. */
bool circular_draft_heads(Db *db, Arena *arena, Str campaign, CircularDrafts *ret_drafts, Err *err);
/* Those of them that no paper has been issued on. */
bool circular_draft_open(Db *db, Arena *arena, Str campaign, CircularDrafts *ret_drafts, Err *err);

typedef struct CircularSign {
    Str draft;
    int revision, number;
    Str step, digest, opinion;
    int64_t at;
    Str on_date, by, behalf;
} CircularSign;
typedef LIST_OF(CircularSign) CircularSigns;
bool circular_sign_save(Db *tx, const CircularSign *sign, Err *err);
/* Of all revisions of a version, in order of time. */
bool circular_sign_list(Db *db, Arena *arena, Str campaign, Str period, int version,
                        CircularSigns *ret_signs, Err *err);

typedef struct CircularIssue {
    Str circular, draft, kind, basis, reason, approved_by, approved_on, receipt_due;
} CircularIssue;
typedef LIST_OF(CircularIssue) CircularIssues;
bool circular_issue_save(Db *tx, const CircularIssue *issue, Err *err);
bool circular_issue_list(Db *db, Arena *arena, Str campaign, CircularIssues *ret_issues, Err *err);
/* Whose the number is, in whatever campaign. */
bool circular_number_taken(Db *db, Arena *arena, Str number, bool *ret_taken, Str *ret_period,
                           Err *err);

typedef struct CircularReceipt {
    Str id, circular, unit, signer, sender;
    int64_t at;
    Str on_date, by, behalf;
} CircularReceipt;
typedef LIST_OF(CircularReceipt) CircularReceipts;
/* ERR_DB_CONFLICT when the unit has given one. */
bool circular_receipt_save(Db *tx, Str campaign, const CircularReceipt *receipt, Err *err);
/* circular empty: of all. */
bool circular_receipt_list(Db *db, Arena *arena, Str campaign, Str circular,
                           CircularReceipts *ret_receipts, Err *err);

typedef struct CircularOwed {
    Str circular, period;
    int version;
    Str number, issued_on, kind, receipt_due; /* due: may be empty */
} CircularOwed;
typedef LIST_OF(CircularOwed) CircularOwedList;
/* Issued and not withdrawn, oldest first. unit: those that it has not signed for (empty: any); before: whose receipts were due
 * before that day (empty: any). What was issued before receipts were asked for has none. */
bool circular_owed(Db *db, Arena *arena, Str campaign, Str unit, Str before,
                   CircularOwedList *ret_owed, Err *err);
/* Calls fn with each unit that has signed for it. */
typedef void (*CircularSignedFn)(void *ctx, Str unit);
bool circular_signed_units(Db *db, Str circular, CircularSignedFn fn, void *ctx, Err *err);

typedef struct CircularAccount {
    Str name, role, unit, body, post;
} CircularAccount;
typedef LIST_OF(CircularAccount) CircularAccounts;
/* Accounts of the campaign that may act today, by name. */
bool circular_accounts(Db *db, Arena *arena, Str campaign, Str today,
                       CircularAccounts *ret_accounts, Err *err);
