/* store/inbox.h - what an inbox is gathered from beside the campaign: how far somebody has read, their digests, the rows
 * of the audit log that tell what happened, and how the installation stands.
 *
 * Both tables are a person's own and outside the audit chain (store/anchor.h): a digest can be made again, and how far
 * somebody has read opens nothing. Callers: app/inbox, app/upkeep/purge. */
#pragma once
#include "core/campaign.h"
#include "db/db.h"

typedef struct InboxSeen {
    int64_t seq; /* of the campaign's chain */
    int64_t at;  /* 0: never looked */
} InboxSeen;
bool inbox_seen_find(Db *db, Str account, Str campaign, InboxSeen *ret_seen, Err *err);
bool inbox_seen_save(Db *tx, Str account, Str campaign, const InboxSeen *seen, Err *err);

typedef struct DigestRow {
    Str account, on_date;
    int64_t made_at;
    Str body; /* JSON */
    int64_t read_at;
} DigestRow;
/* Leaves the one that is there already; *ret_new 0 then. */
bool inbox_digest_save(Db *tx, const DigestRow *row, int64_t *ret_new, Err *err);
bool inbox_digest_read(Db *tx, Str account, int64_t at, Err *err); /* all of the account */
/* Those made since lose their text: a purge took away what may stand in it. */
bool inbox_digest_empty(Db *tx, int64_t since, Err *err);
bool inbox_digest_find(Db *db, Arena *arena, Str account, Str on_date, bool *ret_found,
                       DigestRow *ret_row, Err *err);
typedef LIST_OF(Str) InboxStrs;
/* Newest first, at most so many. */
bool inbox_digest_days(Db *db, Arena *arena, Str account, int max, InboxStrs *ret_days, Err *err);

typedef struct DigestOwed {
    Str account, campaign;
} DigestOwed;
typedef LIST_OF(DigestOwed) DigestOwedList;
/* Accounts in use, by name after `after`, that have no digest of the day. */
bool inbox_digest_owed(Db *db, Arena *arena, Str after, Str on_date, int max,
                       DigestOwedList *ret_list, Err *err);

typedef struct HappenedRow {
    int64_t seq, at;
    Str account, action, object;
    Str detail; /* JSON; empty after a purge */
} HappenedRow;
typedef LIST_OF(HappenedRow) HappenedRows;
/* Rows of a chain that can concern a person, newest first, after a number and an instant. */
bool inbox_happened(Db *db, Arena *arena, Str chain, int64_t after_seq, int64_t since, int max,
                    HappenedRows *ret_rows, Err *err);

typedef struct DelegatedRow {
    Str principal, from_on, to_on;
    int64_t made_at;
} DelegatedRow;
typedef LIST_OF(DelegatedRow) DelegatedRows;
/* Given to the account after an instant and not over on that day. */
bool inbox_delegations(Db *db, Arena *arena, Str account, int64_t after, Str today, int max,
                       DelegatedRows *ret_rows, Err *err);

/* Tasks that an account of the unit has noted since. */
bool inbox_noted(Db *db, Arena *arena, Str campaign, Str unit, int64_t since, InboxStrs *ret_tasks,
                 Err *err);
typedef struct CorrectedRow {
    Str period, received_on;
} CorrectedRow;
typedef LIST_OF(CorrectedRow) CorrectedRows;
/* Periods whose issued circular a correction received since would change, and no notice has said so after it. */
bool inbox_corrections(Db *db, Arena *arena, Str campaign, Str since, CorrectedRows *ret_rows,
                       Err *err);
/* Reminder texts made for a period since an instant. */
bool inbox_reminders(Db *db, Str campaign, Str object, int64_t since, int64_t *ret_count, Err *err);

typedef struct CountSince {
    int64_t count, at; /* at: of the oldest one, of a failed job the newest */
} CountSince;
typedef struct InstallationFacts {
    CountSince accounts_waiting, purges_asked, jobs_failed;
    int64_t first_at;                              /* of the installation's audit chain */
    int64_t backup_at, checkpoint_at, verified_at; /* the last one; 0: none */
} InstallationFacts;
/* Jobs and verifications are looked for since an instant; purges of one campaign, or of all. */
bool inbox_installation(Db *db, Str campaign, int64_t since, InstallationFacts *ret_facts,
                        Err *err);

typedef struct ContactRow {
    Str account, role, unit, body, post, phone;
} ContactRow;
typedef LIST_OF(ContactRow) ContactRows;
/* Accounts of units and data owners of a campaign that are in use, by name. */
bool inbox_contacts(Db *db, Arena *arena, Str campaign, ContactRows *ret_rows, Err *err);
