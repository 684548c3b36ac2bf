/* app/inbox/inbox.h - the inbox (今日待办): what one account has to do today, and what has happened since it last looked.
 *
 * Nothing is judged here: reports, days and lights are those of the overview, the unit's page and the ledger, and the
 * reader's rights hold as there. An item is a fact (who, what, since when, due when); its sentence is made by
 * app/inbox/inbox_words in the language of the reader. Items stand in groups by day - late, today, this week, later - and
 * in a group by day, kind and official order. Due days count in workdays of the loaded calendar; a day beyond it has a date
 * and no count. No item counts what a person does: there is no sign-in, no "read by" in it. What is needed beside the
 * campaign's snapshot is a handful of statements by key. Callers: web/pages/inbox, cli/cmd_inbox, the job `digest`. */
#pragma once
#include "app/ledger/overview.h"
#include "core/remind_step.h"
#include "i18n/msg.h"

enum {
    INBOX_TASKS_SHOWN = 8,      /* tasks of a unit by name in a group; the rest is a number */
    INBOX_NAMES_SHOWN = 12,     /* names that one item gives */
    INBOX_HAPPENED_SHOWN = 30,  /* events; the rest is a number */
    INBOX_HAPPENED_ROWS = 2000, /* of the audit log that are looked through */
    INBOX_HAPPENED_DAYS = 30,   /* further back is no news */
    INBOX_DIGEST_DAYS = 10,     /* digests that are offered */
    INBOX_CORRECTION_DAYS = 60, /* so long a correction waits for a notice; then none was wanted */
};

typedef enum InboxGroup {
    INBOX_LATE,
    INBOX_TODAY,
    INBOX_WEEK,
    INBOX_LATER,
    INBOX_GROUPS
} InboxGroup;

/* In the order in which items of one day stand. */
typedef enum InboxKind {
    INBOX_RETURNED,        /* one's own report, sent back: code has the causes */
    INBOX_SECOND,          /* one's own report waits for its second signature */
    INBOX_REPORT,          /* one's own report */
    INBOX_CONFIRM,         /* one's own confirmation */
    INBOX_SCORE,           /* one's own score is open; code: until when one may appeal */
    INBOX_APPEAL,          /* a deduction that may be contested */
    INBOX_FINDINGS,        /* of the screening, about one's own figures: n to be answered */
    INBOX_TALK_NOTICE,     /* the unit is called to a talk and signs for the notice */
    INBOX_TALK_COMMITMENT, /* what was promised at a talk and is not done */
    INBOX_TALK_REPORT,     /* the talk was held: the report on it */
    INBOX_RECEIPT,         /* issued, and the unit has not signed for it; note: its kind */
    INBOX_CIRCULAR,        /* issued and not yet read */
    INBOX_TALK_APPLY,      /* proposed: the office applies */
    INBOX_TALK_DECIDE,     /* an application waits */
    INBOX_TALK_NOTIFY,     /* approved: the notice goes out */
    INBOX_TALK_HOLD,       /* received, not held */
    INBOX_TALK_VERIFY,     /* reported */
    INBOX_TALK_CLOSE,      /* verified, not closed */
    INBOX_APPEALS,         /* wait for a ruling */
    INBOX_FINDINGS_CLOSE,  /* answers to findings that somebody looks at */
    INBOX_OPEN,            /* the trial run to the units */
    INBOX_CONFIRM_RESULT,  /* the first of two */
    INBOX_FREEZE,
    INBOX_PUBLISH,
    INBOX_ISSUE,
    INBOX_DRAFT,      /* a paper that the reader may sign next; code: the step, note: its kind */
    INBOX_CORRECTION, /* of what an issued circular says: a notice may be issued */
    INBOX_PURGES,     /* wait for a decision */
    INBOX_TRIAL_RUN,
    INBOX_ESCALATED, /* reports of units that are told to their leader and the director: names say how each stands */
    INBOX_RULE,          /* corrections that wait for a ruling */
    INBOX_SCHEME,        /* versions of schemes that wait for their approval */
    INBOX_REVIEW,        /* reports that wait for the office */
    INBOX_REPORTS,       /* of units, missing */
    INBOX_CONFIRMATIONS, /* of data owners, missing */
    INBOX_RECEIPTS,      /* of circulars, past their day; total: circulars */
    INBOX_TASK,          /* its deadline is near or over */
    INBOX_NOTE,          /* behind schedule, and no note of this month */
    INBOX_RED,           /* red in a leader's field */
    INBOX_TASKS,         /* many tasks of one day, or late ones of all */
    INBOX_STUCK,         /* notes that say so */
    INBOX_ACCOUNTS,      /* wait for authorisation */
    INBOX_CALENDAR,      /* next year's is missing */
    INBOX_BACKUP,
    INBOX_JOBS, /* failed */
    INBOX_ALERTS,
    INBOX_CHECKPOINT,
    INBOX_VERIFY,
    INBOX_KINDS
} InboxKind;

typedef struct InboxItem {
    InboxKind kind;
    InboxGroup group;
    DueDay day; /* DATE_NONE: no day is stated, the item stands in this week */
    Date since; /* DATE_NONE: not known */
    bool late;
    const CampaignPeriod *period; /* NULL: of none, as the next two */
    const Unit *unit;
    const Task *task;
    Str code;    /* rule of a deduction, number of a circular, step of a talk, year of a calendar */
    Str note;    /* what people wrote: basis, note, titles of targets; kind of a circular */
    Light light; /* of INBOX_NOTE and INBOX_RED */
    LIST_OF(Msg) stands; /* of INBOX_ESCALATED: what is missing, beside each name */
    int n, total;        /* missing of all; how many */
    LIST_OF(Str) names;  /* the first INBOX_NAMES_SHOWN of n, official order */
    bool by_others;      /* not the reader's to do, but to see to */
    Role whose;          /* then: who has to */
    int order;           /* official order among equals */
    bool stepped;        /* of a report: told in a digest once for each step (core/remind_step.h) */
    RemindStep step; /* then: the one that has been reached; of INBOX_ESCALATED the newest of all */
} InboxItem;
typedef LIST_OF(InboxItem) InboxItems;

typedef enum HappenedKind {
    HAPPENED_PUBLISHED,
    HAPPENED_FROZEN,
    HAPPENED_TRIAL,
    HAPPENED_ISSUED,
    HAPPENED_NOTICE, /* a correction notice */
    HAPPENED_NOTED,
    HAPPENED_REPORT,  /* accepted */
    HAPPENED_REPORTS, /* of many units on one day */
    HAPPENED_CONFIRMATIONS,
    HAPPENED_EVENTS,
    HAPPENED_CORRECTED,
    HAPPENED_APPEAL,
    HAPPENED_RULED,
    HAPPENED_TALK,
    HAPPENED_DELEGATED,
} HappenedKind;

typedef struct Happened {
    HappenedKind kind;
    int64_t seq; /* of the campaign's chain; 0: of the installation's */
    int64_t at;
    Str by; /* unit or post of the account, else its name */
    const CampaignPeriod *period;
    const Unit *unit;
    const Task *task;
    Str word; /* state of a note or talk, ruling, number of a circular, days of a delegation */
    int n;    /* units; workdays late of a report */
    bool own; /* of the reader's own unit */
} Happened;

typedef struct Inbox {
    Str seat; /* the account whose inbox it is */
    InboxItems items;
    int counts[INBOX_GROUPS];
    bool calendar_ends;         /* a day could not be counted: its year has no calendar */
    LIST_OF(Happened) happened; /* newest first */
    int more_happened;
    int64_t seen_at, head_seq; /* looked last (0: never); what `seen` would be now */
    bool has_campaign;
} Inbox;

/* ERR_DENIED; without a campaign only what concerns the installation. */
bool inbox_read(App *app, Inbox *ret_inbox, Err *err);
/* Of it what waits for the reader's own decision: papers to sign, versions of schemes, corrections. Nothing else is read,
 * and no permission is asked: for app/leader, of who the page is for. */
bool inbox_decisions(App *app, InboxItems *ret_items, Err *err);
/* What happened up to `seq` (Inbox.head_seq as it was shown) is read. */
bool inbox_mark(App *app, int64_t seq, Err *err);

/* ---- words (inbox_words.c) ---- */
Str inbox_group_word(InboxGroup group); /* late · today · week · later */
Str inbox_kind_word(InboxKind kind);    /* report … verify */
Str inbox_group_text(Lang lang, InboxGroup group);
Str inbox_text(const App *app, Lang lang, const InboxItem *item);
Str inbox_detail(const App *app, Lang lang, const InboxItem *item); /* may be empty */
Str inbox_left(const App *app, Lang lang,
               const InboxItem *item); /* "还有3个工作日"; may be empty */
/* "逾期1件，今天要办2件…"; a sentence of its own when there is nothing. */
Str inbox_counts_text(const App *app, Lang lang, const Inbox *inbox);
Str happened_text(const App *app, Lang lang, const Happened *event);
/* The whole as plain text, for a digest and the terminal; behind reports that are missing the page to call them from. */
#define INBOX_CALLS_LINK "/calls?period="
void inbox_plain(const App *app, Lang lang, const Inbox *inbox, Out *out);
/* The member of an object: {…}. */
void inbox_json(const App *app, Lang lang, const Inbox *inbox, Json *json);

/* ---- one digest a day (inbox_digest.c) ---- */
/* Makes today's digest of every account in use that has none yet and something to be told; nothing on a day that is no
 * workday of the loaded calendar. For the scheduler: `app` is any open App, nobody is asked for permission. Memory and
 * each transaction are bounded by a batch of accounts. */
bool inbox_digest_make(App *app, int64_t *ret_made, Err *err);
typedef struct Digest {
    Date day;
    int64_t made_at;
    Str text; /* in the language asked for */
} Digest;
/* ERR_DIGEST_NONE */
bool inbox_digest_read_day(App *app, Lang lang, Date day, Digest *ret_digest, Err *err);
typedef LIST_OF(Date) DigestDays;
bool inbox_digest_list(App *app, DigestDays *ret_days, Err *err); /* newest first */
