/* app/leader/leader.h - the leader's one page of A4 (领导一页): mine, red, whose, since when, what I must decide, what improved.
 *
 * Of one post: the areas that it leads, the units in its charge, red targets with the units that are red, what the post may decide
 * now and is not barred from by its own earlier hand (talks, papers to sign, versions of schemes, corrections, appeals), what is
 * better than a month ago. Nothing is judged here: lights are the ledger's, ranks the published ones. A post that leads
 * no area has the whole campaign before it. A leader reads the own page (also who acts for one), the office everybody's, to
 * print it: the page works without signing in. Opening it in person, or the office's word that the paper was handed over, is
 * recorded; until then colleagues see the area's red lights not at all (app/red_seen.h). Callers: cli/cmd_leader, web/pages/leader. */
#pragma once
#include "app/inbox/inbox.h"
#include "app/ledger/ledger.h"
#include "app/standing.h"
#include "app/talk/talk_case.h"
#include "base/json.h"
#include "doc/paper.h"
#include "i18n/msg.h"
#include "store/leader.h"

enum { LEADER_UNITS_NAMED = 3 }; /* red ones of a target by name */

typedef struct LeaderArea {
    const Task *task;
    Str lead;
    bool restricted;
    int lights[LIGHT_COUNT]; /* targets */
} LeaderArea;

typedef struct LeaderTarget {
    const LedgerRow *row;
    const CampaignPeriod *since; /* red without a break since then */
    int months;                  /* that it has been red, this one too */
    Light before;                /* a period ago; LIGHT_NONE: not known */
    LIST_OF(Str) units;          /* red themselves: the first LEADER_UNITS_NAMED */
    int nunits;
    const ProgressNote *note; /* the newest; NULL: none */
} LeaderTarget;

typedef struct LeaderUnit { /* in the leader's charge, as last published */
    const Unit *unit;
    const CampaignPeriod *period;
    int rank, of, change;
    bool has_change, in_bottom;
} LeaderUnit;

typedef struct LeaderPage {
    Str post;
    bool whole;                   /* leads no area: the whole campaign */
    const CampaignPeriod *period; /* that figures stand at; NULL: nothing is published yet */
    LIST_OF(LeaderArea) areas;
    int lights[LIGHT_COUNT];
    LIST_OF(LeaderTarget) reds;      /* longest first, then campaign order */
    LIST_OF(LeaderTarget) better;    /* their light is better than a period ago */
    LIST_OF(LeaderUnit) units;       /* by group, official order */
    LIST_OF(const TalkCase *) talks; /* that wait for a decision */
    InboxItems decide;               /* the rest that does */
    TalkCases cases;
    LeaderSeen seen; /* when these reds were first all seen; id empty: not yet */
    bool is_new;     /* there is a red one that nobody of the post has seen */
    Str reds_key;    /* as leader_seen keeps them */
} LeaderPage;

/* What waits for this account, beside talks. */
bool leader_decisions(App *app, InboxItems *ret_items, Err *err);

typedef LIST_OF(Str) LeaderPosts;
/* The posts that lead an area, in order of the campaign. */
void leader_posts(App *app, LeaderPosts *ret_posts);
/* post empty: the reader's own; of the office the first there is. ERR_LEADER_UNKNOWN {post, posts}, ERR_DENIED. */
bool leader_read(App *app, Str post, LeaderPage *ret_page, Err *err);
/* Records that the post's leader has seen the page: in person (nothing new: nothing is written; not by who acts for
 * another), or `paper`: the office has handed the paper over. */
bool leader_mark(App *app, LeaderPage *page, bool paper, Err *err);

void leader_json(const App *app, const LeaderPage *page, Json *json);
void leader_text(App *app, Lang lang, const LeaderPage *page, Out *out);
/* One page of A4 whatever there is: what does not fit is a number with the place where it stands. */
Paper leader_paper(App *app, const LeaderPage *page);
