/* app/upkeep/audit_log.h - the audit log for people (审计管理): searched, read, taken out; and what it warns of.
 *
 * Only the audit administrator looks through it, and that too is recorded: once a minute for the same
 * words. Rows stand newest first and a page goes on after a key, whatever is written meanwhile. It has the same
 * rows on both engines. Callers: web/, cli/; audit_alerts also the inbox. */
#pragma once
#include "app/app.h"
#include "doc/sheet.h"
#include "i18n/msg.h"
#include "store/audit_search.h"

/* What a person asks for; empty: anything. */
typedef struct AuditAsk {
    Str from, to; /* days, both included */
    Str account, behalf, action, object, result, origin;
    Str chain; /* AUDIT_INSTALLATION or a campaign's code */
    Str after; /* key of the last row of the page before */
    int limit; /* 0: AUDIT_PAGE_ROWS */
} AuditAsk;
#define AUDIT_INSTALLATION S("-")

enum {
    AUDIT_PAGE_ROWS = 50,
    AUDIT_COUNT_MAX = 10 * 1000, /* counted so far; beyond: "more than" */
};

typedef struct AuditLog {
    AuditRows rows;
    int64_t count; /* of all that match, at most AUDIT_COUNT_MAX */
    bool more;     /* there are more than that */
    Str next;      /* key; empty at the end */
} AuditLog;

/* ERR_DATE_MALFORMED, ERR_AUDIT_KEY, ERR_DENIED. */
bool audit_log_page(App *app, const AuditAsk *ask, AuditLog *ret_log, Err *err);
/* All that match, newest first, up to LIMIT_AUDIT_EXPORT_ROWS: ERR_LIMIT beyond. Recorded with `format`. */
bool audit_log_all(App *app, const AuditAsk *ask, Str format, AuditRows *ret_rows, Err *err);
Sheet audit_log_sheet(App *app, Lang lang, const AuditRows *rows);

/* One row with its neighbours. */
typedef struct AuditOne {
    AuditFull row;
    bool holds;    /* its digests are right, it follows on the row before and the row after on it */
    bool has_next; /* a row was written after it */
} AuditOne;
bool audit_log_row(App *app, Str chain, int64_t seq, AuditOne *ret_one, Err *err);
/* Acts and refusals by day: the `days` days up to today, oldest first, days without any included. */
bool audit_log_days(App *app, int days, AuditDays *ret_days, Err *err);

/* Rows of a chain after `seq` for a copy elsewhere, a JSON object a line, oldest first: *ret_seq is the last one
 * written. Asks nobody: the caller has asked, or is the server's own copy. */
bool audit_log_copied(App *app, Str since, Err *err); /* asks (ACT_AUDIT_READ) and records it */
enum { AUDIT_LINES_ROWS = 500 };
bool audit_log_lines(Db *db, Str chain, int64_t seq, Out *out, int64_t *ret_seq, Err *err);

/* --- what people call it */
Str audit_action_name(Lang lang, Str action);
/* All there are, in the order of permissions.tsv. */
typedef struct AuditActionName {
    Str word, name;
} AuditActionName;
typedef LIST_OF(AuditActionName) AuditActions;
void audit_action_list(Arena *arena, Lang lang, AuditActions *ret_actions);
Str audit_result_name(Lang lang, Str result);
Str audit_chain_name(Lang lang, Str chain);
Str audit_chain_word(Str chain); /* as a parameter: "-" for the installation */
typedef struct AuditWord {
    Str name, value;
} AuditWord;
typedef LIST_OF(AuditWord) AuditWords;
/* A detail (JSON) as pairs of words; what is nested has the names above it in front. */
void audit_detail_words(Arena *arena, Lang lang, Str detail, AuditWords *ret_words);

/* --- alarms (报警): bursts of refusals and of failed sign-ins in the last day */
enum {
    AUDIT_ALERT_WINDOW_MS = 10 * 60 * 1000,
    AUDIT_ALERT_COUNT = 10, /* so many within the window */
    AUDIT_ALERT_SINCE_MS = 24 * 60 * 60 * 1000,
};
typedef enum AuditAlertKind {
    AUDIT_ALERT_DENIED, /* an account was refused again and again */
    AUDIT_ALERT_SIGNIN, /* signing in failed again and again from an address */
} AuditAlertKind;
typedef struct AuditAlert {
    AuditAlertKind kind;
    Str who;                          /* account; or address */
    int64_t count, first_at, last_at; /* of that day, those without a row of their own included */
} AuditAlert;
typedef LIST_OF(AuditAlert) AuditAlerts;
/* Newest first. For the audit and the security administrator (ACT_AUDIT_ALERT); nothing and no error for others. */
bool audit_alerts(App *app, AuditAlerts *ret_alerts, Err *err);
/* One sentence of it. */
Str audit_alert_text(Arena *arena, Lang lang, const AuditAlert *alert);
