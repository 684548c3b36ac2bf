/* app/app.h - what a use-case stands on: the database, the clock, the person, the campaign.
 *
 * Every use-case asks app_permit before it reads and writes through app_write, which puts the
 * permission, the work and the audit row in one transaction; a refusal is audited too. One App per
 * command (later per request). Callers: app/ use-cases, cli/, later web/. */
#pragma once
#include "app/permit.h"
#include "base/id.h"
#include "core/campaign.h"
#include "core/workday.h"
#include "db/db.h"
#include "store/audit.h"
#include "store/campaign.h"

/* What the edge hands in. */
typedef struct AppStart {
    Str db_url;
    Str account;    /* --as */
    Str campaign;   /* empty: the account's own, or the only one there is */
    Str acting_for; /* an account that has authorised this one (授权代办); empty: for oneself */
    Str data_folder; /* keys, files, backups, exports; empty: none is known (ERR_DATA_FOLDER) */
    Str scanner;     /* of viruses: "unix:PATH" or "HOST:PORT" (sys/clamd.h); empty: none is set */
    struct FileTurns *file_turns; /* a server's (app/file_turn.h) */
    Str fonts;    /* a folder of fonts for papers; empty: <data folder>/fonts, and the system's */
    Str renderer; /* a server's: the program that makes a pdf (app/paper_file.h) */
    Str origin;   /* for the audit log: an address, "terminal", "job …" */
    bool no_campaign; /* none is wanted: importing one, verifying all */
    int64_t now_ms;
    IdSource ids;
    void (*random_bytes)(void *ctx, void *bytes, size_t len); /* salts */
    void *random_ctx;
    /* A server's: its hub, the worker's connection and the campaigns it has read. All or none. */
    DbHub *hub;
    Db *db;
    struct SnapshotCache *snapshots;
    struct JobSay *say; /* of the job that acts (app/upkeep/schedule.h); NULL: none does */
} AppStart;

typedef struct App {
    Arena *arena;
    DbHub *hub;
    Db *db;
    int64_t now_ms;
    Date today; /* of now_ms at +08:00 */
    IdSource ids;
    AppStart start;
    DigestFn digest; /* of the installation: SM3 or SHA-256 */
    Actor actor;
    CampaignDef def;           /* the campaign at hand; def.code empty when there is none yet */
    struct Snapshot *snapshot; /* where def is from, in a server; else NULL */
    const struct CampaignIndex *index; /* of def; app_index makes it */
    const struct Supposed
        *supposed; /* values that are not on record, as if they were (app/report/correction) */
    struct PersonKnown *people; /* app/person's */
} App;

/* What app/open.h opened, back. */
void app_close(App *app);
#define AUTO_APP __attribute__((cleanup(app_close))) App

/* Not switched off, authorised, not past its last day: ERR_ACCOUNT_INACTIVE, ERR_ACCOUNT_WAITS,
 * ERR_ACCOUNT_EXPIRED. Of who is signed in and of whom they act for. */
bool account_may_act(const AccountRow *account, Date today, Err *err);

/* Who acts now, or whom they act for, is who did it or for whom it was done: where two people are needed it is one. */
bool app_is_self(const App *app, Str by, Str behalf);

/* ERR_DENIED; the refusal is written to the audit log. */
bool app_permit(App *app, Action action, Str party, Str object, Err *err);
/* What app_permit does where the matrix says no; for a use-case that has one more reason. False. The
 * same refusal within a minute has one row; what is more than AUDIT_REFUSALS_A_MINUTE is counted. */
bool app_refuse(App *app, Action action, Str party, Str object, Err *err);
/* Its audit row alone, for what is no action of the table ("csrf"). */
void app_refused(App *app, Str action, Str object);
/* Permission for a reading that is itself recorded, and its row: the same (account, action, object, detail)
 * within a minute has one. Never inside db_read or db_write. */
bool app_record(App *app, Action action, Str party, Str object, Str detail, Err *err);
/* The same person at what is about the installation: its rows go into that chain. Copy ids back after a write. */
App app_installation(const App *app);
/* The digest of the installation's audit chains, tried here so that it cannot fail later. */
bool app_digest(Db *db, Arena *arena, DigestFn *ret_digest, Err *err);
/* Permission, fn and one audit row (action, object, detail as JSON) in one transaction. object and
 * detail may be filled by fn: they are read after fn has run. An object "run ID" makes the row vouch
 * for that record as it stands then (store/anchor.h). */
typedef struct AppWrite {
    Action action;
    Str party;  /* whom the permission is about; empty = all */
    Str object; /* what is acted on, e.g. "2021-06 county" */
    Str detail; /* JSON */
    DbFn fn;    /* NULL: the row is all there is to write */
    void *ctx;
} AppWrite;
bool app_write(App *app, AppWrite *write, Err *err);
/* The same without asking: what the program does by its own schedule, and what needs no account (verify). */
bool app_write_scheduled(App *app, AppWrite *write, Err *err);
/* One more audit row inside a running write, e.g. one a submission with its digest. */
bool app_audit(App *app, Db *tx, Action action, Str object, Str detail, Err *err);
/* The row by which audit_verify knows that the detail of row seq was taken away by order. */
bool app_audit_purge(App *app, Db *tx, int64_t seq, Str detail, Err *err);
/* A row of its own that says that something was refused, and why: detail as JSON, without what was refused. */
void app_audit_refused(App *app, Action action, Str object, Str detail);
/* The command's instant, moved past every run and step of a talk there is: what is later by the
 * order of work is later by instant, even where the clock was set back. */
bool app_instant(App *app, Db *db, int64_t *ret_instant, Err *err);
/* A new id as text, in the command's arena; only inside app_write, where it is new for sure. */
Str app_id(App *app);
Str app_today(App *app); /* YYYY-MM-DD */
/* The campaign must be there: ERR_CAMPAIGN_NONE. */
bool app_need_campaign(const App *app, Err *err);

/* The campaign by code and by what belongs to what: the snapshot's, else made when first asked for. */
const struct CampaignIndex *app_index(App *app);

/* Lookups in the loaded campaign; -1 / NULL when absent. */
int app_period_index(const App *app, Str code);
const Unit *app_unit(const App *app, Str code_or_name);
const Indicator *app_indicator(const App *app, Str code);
const PeerGroup *app_group(const App *app, Str code);
/* Names instead of codes, for people; the code itself when unknown. */
Str unit_name(const App *app, Str code);
Str group_name(const App *app, Str code);
Str period_name(const App *app, Str code);
/* ERR_PERIOD_UNKNOWN with the periods there are. */
bool app_period(const App *app, Str code, const CampaignPeriod **ret_period, Err *err);
/* Whether the unit is a member on some day of the period (valid_from..valid_to). A unit whose seat
 * passes to a successor inside the period is represented by the successor. */
bool unit_is_member(const CampaignDef *def, const Unit *unit, const CampaignPeriod *period);
/* The workday calendar that holds (app/workdays.h), in a server the one that all share, as long as nothing newer was
 * loaded. */
bool app_workdays(App *app, Calendar *ret_calendar, Err *err);
