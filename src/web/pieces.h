/* web/pieces.h - the parts that pages share; {{call NAME(…)}} in a template calls one.
 *
 * A piece is `void f(Out *out, const Ctx *c, …)`: it appends markup, escapes what it is given and takes
 * its words from messages.tsv. What is only markup and a class (tables, panels, lists, timelines) needs
 * no piece: src/web/assets/app.css names the classes, tests/web/preview.html shows each. No colour
 * without its word, no shape that only a colour tells from another. Callers: templates, web/. */
#pragma once
#include "core/light.h"
#include "web/web.h"

/* ---- the frame of a page ---- */
void frame_top(Out *out, const Ctx *c, Str title, Nav nav); /* down to <main> */
void frame_bottom(Out *out, const Ctx *c);
/* <li><a href="/ledger">…</a></li> items stand between the two. */
void crumbs_begin(Out *out, const Ctx *c);
void crumbs_end(Out *out, const Ctx *c);
/* The hidden field that every form with method="post" has. */
void csrf_field(Out *out, const Ctx *c);

/* "2021-07-09 09:00" in China. */
Str minute_text(Arena *arena, int64_t instant_ms);

/* ---- words to the person ---- */
typedef enum NoticeKind { NOTICE_PLAIN, NOTICE_DONE, NOTICE_WARN, NOTICE_ERROR } NoticeKind;
void notice(Out *out, const Ctx *c, NoticeKind kind, Str sentence); /* nothing when empty */
/* Each with file, row and column, and how many more there are; nothing when there are none. */
void faults_box(Out *out, const Ctx *c, const Faults *faults);
void empty_state(Out *out, const Ctx *c, Str sentence);

/* ---- forms ----
 * A filter: <form class="filter" method="get" action="/ledger" hx-get="/ledger" hx-target="#rows"
 * hx-select="#rows" hx-swap="outerHTML" hx-push-url="true" hx-trigger="submit, change, input delay:300ms">
 * in front of <div id="rows"> with table and foot: without the script it is sent by its button. */
typedef struct Field {
    Str name, label, value;
    Str help, error;        /* empty: none */
    Str type;               /* "text" when empty */
    Str autocomplete;       /* "off" when empty */
    int64_t characters_max; /* 0: not stated */
    bool required, focus;
} Field;
void field(Out *out, const Ctx *c, const Field *field);

/* ---- tables ---- */
typedef struct SortHead {
    Str label;
    Str href;      /* sorts by this column, or turns it round; empty: not sortable */
    int direction; /* 1 sorted upwards, -1 downwards, 0 not by this */
    bool number;   /* right-aligned */
} SortHead;
void sort_head(Out *out, const Ctx *c, const SortHead *head); /* a <th> */
typedef struct TableFoot {
    int64_t shown, total;
    Str first, next; /* addresses; empty: none */
} TableFoot;
void table_foot(Out *out, const Ctx *c, const TableFoot *foot);

/* ---- small pictures ---- */
void light(Out *out, const Ctx *c, Light light);                 /* shape and word */
void light_shape(Out *out, const Ctx *c, Light light, Str word); /* with a word of the page's own */
/* Places won (> 0) or lost (< 0) against the period before. */
void rank_change(Out *out, const Ctx *c, bool known, int places);
/* A line over the periods, the last one marked; what is not known is a gap. `words` says it all to
 * somebody who does not see it. Values may be of any scale. */
typedef struct Spark {
    const int64_t *values;
    const bool *known; /* NULL: all */
    int count;
    int64_t low, high; /* the scale, so that lines can be compared; equal: its own */
    bool low_is_good;  /* ranks: 1 stands at the top */
    Str words;
} Spark;
void spark(Out *out, const Ctx *c, const Spark *spark);
/* A bar: done of 100.00 per cent (in hundredths), and where the schedule is. */
typedef struct Gauge {
    int64_t done;
    int64_t plan; /* -1: none */
    Str words;
} Gauge;
/* "85.44" → 8544, for a gauge; -1 for what is no number. */
int64_t hundredths(Str text);
void gauge(Out *out, const Ctx *c, const Gauge *gauge);

/* ---- files ---- */
/* An item of <ul class="files">: "/circulars/…/docx", its name, "Word", its size (-1: made when asked for). */
void file_item(Out *out, const Ctx *c, Str href, Str name, Str kind, int64_t bytes);
