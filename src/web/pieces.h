/* web/pieces.h - the parts that pages share; {{call NAME(…)}} in a template calls one.
 *
 * A piece is `void f(Out *out, const Ctx *c, …)`: it appends markup, escapes what it is given and takes
 * its words from messages.tsv. NAME_begin and NAME_end stand around what the template says itself.
 * /styleguide shows each in use, docs/interface.md says when to take which. No colour without its word,
 * no shape that only a colour tells from another. Callers: templates, web/. */
#pragma once
#include "core/light.h"
#include "sys/qr.h"
#include "web/web.h"

/* ---- the frame of a page ---- */
void frame_top(Out *out, const Ctx *c, Str title, Nav nav); /* down to <main> */
void frame_bottom(Out *out, const Ctx *c);
/* <li><a href="/ledger">…</a></li> items stand between the two. */
void crumbs_begin(Out *out, const Ctx *c);
void crumbs_end(Out *out, const Ctx *c);
/* The hidden field that every form with method="post" has. */
void csrf_field(Out *out, const Ctx *c);

/* ---- small pictures ---- */
void light(Out *out, const Ctx *c, Light light);                 /* shape and word */
void light_shape(Out *out, const Ctx *c, Light light, Str word); /* with a word of the page's own */
typedef enum StateKind {
    STATE_NONE,
    STATE_OPEN,    /* nothing yet */
    STATE_DOING,   /* under way */
    STATE_DONE,    /* as it should be */
    STATE_LATE,    /* somebody must act */
    STATE_STOPPED, /* ended, refused, withdrawn */
} StateKind;
void state_mark(Out *out, const Ctx *c, StateKind kind, Str word); /* shape and word */
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
/* Where a rank may lie: 1 at the left, `scale` at the right, the last `zone` of them shaded; a line from the best to the worst,
 * a bar from low to high, a dot where it is. 0: that mark is left out. */
typedef struct Span {
    int scale, zone;
    int best, worst, low, high, at;
    Str words;
} Span;
void span_picture(Out *out, const Ctx *c, const Span *span);
/* Who stood where and stands where now: a line each from its place at the left to that at the right, places counted
 * from 0, the ranks written beside them; 0: none. */
typedef struct SlopeLine {
    Str name;
    int from, to, before, after;
} SlopeLine;
typedef struct Slope {
    const SlopeLine *lines;
    int count;
    Str words;
} Slope;
void slope(Out *out, const Ctx *c, const Slope *slope);
/* A QR code; `words` say what it is to somebody who does not see it. */
void qr_picture(Out *out, const Ctx *c, const QrCode *code, Str words);

/* ---- layout (pieces_layout.c) ---- */
/* The one h1 of a page, with a line of what it stands for below; buttons stand between the two, the main one last. */
void head_begin(Out *out, const Ctx *c, Str title, Str sub);
void head_end(Out *out, const Ctx *c);
void page_head(Out *out, const Ctx *c, Str title, Str sub); /* without buttons */
/* A box with its h2 and, at the right of it, what it is about in small letters; both may be empty. */
void panel_begin(Out *out, const Ctx *c, Str title, Str aside);
void panel_flush_begin(Out *out, const Ctx *c, Str title,
                       Str aside); /* for a table up to its edges */
void panel_end(Out *out, const Ctx *c);
/* The wide and the narrow half; on a phone one below the other. */
void split_begin(Out *out, const Ctx *c);
void split_next(Out *out, const Ctx *c);
void split_end(Out *out, const Ctx *c);
typedef struct Tab {
    Str label, href;
    Str count; /* empty: none */
    bool current;
} Tab;
typedef LIST_OF(Tab) Tabs;
void tabs(Out *out, const Ctx *c, Str label,
          const Tabs *tabs); /* the label is for who cannot see */
/* <dl class="facts">: one fact a call; an empty value leaves it out. */
void facts_begin(Out *out, const Ctx *c);
void fact(Out *out, const Ctx *c, Str label, Str value);
void fact_unit(Out *out, const Ctx *c, Str label, Str value, Str unit);
void facts_end(Out *out, const Ctx *c);
/* The same as data, where a handler knows what there is to say. */
typedef struct Fact {
    Str label, value, unit;
    Str href, mark;     /* empty: none */
    const Gauge *gauge; /* behind it */
    bool bad;           /* the mark is what is wrong */
} Fact;
typedef LIST_OF(Fact) Facts;
void fact_add(Arena *arena, Facts *facts, Str label, Str value);
void fact_list(Out *out, const Ctx *c, const Facts *facts); /* with its dl; empty values left out */

/* ---- buttons (pieces_form.c) ---- */
typedef enum ButtonKind { BUTTON_PLAIN, BUTTON_MAIN, BUTTON_DANGER } ButtonKind;
void button_link(Out *out, const Ctx *c, ButtonKind kind, Str href, Str label);
void button_submit(Out *out, const Ctx *c, ButtonKind kind, Str label); /* of the form around it */
/* A form that is one button: what a link may not do. */
typedef struct Act {
    Str action, label;
    ButtonKind kind;
    Str name, value; /* a hidden field; empty: none */
} Act;
void act_button(Out *out, const Ctx *c, const Act *act);
/* A dangerous act: closed it is a button; opened it says what will happen and asks for the reason. */
typedef struct Confirm {
    Str action, label;
    Str what;             /* will happen: a sentence */
    Str name, value;      /* a hidden field; empty: none */
    Str reason;           /* name of the field for the reason; empty: none is asked for */
    Str reason_label;     /* "理由" when empty */
    Str part;             /* as in Field */
    Str typed, error;     /* as sent before, and what is wrong with it */
    int64_t reason_max;   /* characters */
    bool reason_optional; /* otherwise it must be given */
} Confirm;
void confirm_act(Out *out, const Ctx *c, const Confirm *confirm);

/* ---- words to the person ---- */
typedef enum NoticeKind { NOTICE_PLAIN, NOTICE_DONE, NOTICE_WARN, NOTICE_ERROR } NoticeKind;
void notice(Out *out, const Ctx *c, NoticeKind kind, Str sentence); /* nothing when empty */
/* Each with file, row and column, and how many more there are; nothing when there are none. */
void faults_box(Out *out, const Ctx *c, const Faults *faults);
void empty_state(Out *out, const Ctx *c, Str sentence);
/* With the next step: where to go on and what it is called. */
void empty_next(Out *out, const Ctx *c, Str sentence, Str href, Str label);
/* Text to be taken along into another program; works without the script by selecting it. */
void copy_text(Out *out, const Ctx *c, Str id, Str label, Str text);
/* Long work, asked about every second while it runs. */
typedef struct Progress {
    Str id;      /* of the box, once a page */
    Str words;   /* "已写 353,400 行，共 570,000 行" */
    int percent; /* -1: not known */
    Str here;    /* the address of this page; empty: not asked about again */
    Str drop;    /* a POST that stops it; empty: cannot be stopped */
} Progress;
void progress_box(Out *out, const Ctx *c, const Progress *progress);
/* The badge of what the person may know of but not read. */
void restricted_badge(Out *out, const Ctx *c);

/* ---- forms ----
 * A filter: <form class="filter" method="get" action="/ledger" hx-get="/ledger" hx-target="#rows"
 * hx-select="#rows" hx-swap="outerHTML" hx-push-url="true" hx-trigger="submit, change, input delay:300ms">
 * in front of <div id="rows"> with table and foot: without the script it is sent by its button. */
typedef struct Option {
    Str value, label;
    bool chosen;
} Option;
typedef LIST_OF(Option) Options;

typedef enum FieldKind {
    FIELD_INPUT, /* text, password, date, number: by `type` */
    FIELD_TEXTAREA,
    FIELD_SELECT, /* of `options` */
    FIELD_RADIO,  /* of `options` */
    FIELD_CHECKS, /* any of `options`, all under `name` */
    FIELD_CHECK,  /* one box; its value is "1" */
    FIELD_FILE,   /* say in `help` what may be sent and how large; the form is form_files_begin */
} FieldKind;

typedef struct Field {
    Str name, label, value;
    Str help, error;        /* empty: none */
    Str type;               /* "text" when empty; "password", "date", "number" */
    Str autocomplete;       /* "off" when empty */
    Str part;               /* behind its ids, where two of a name stand on one page */
    int64_t characters_max; /* 0: not stated */
    bool required, focus;
    FieldKind kind;
    const Options *options; /* of a FIELD_INPUT: offered while it is typed, nothing is refused */
    Str any;                /* first of a FIELD_SELECT, with an empty value; empty: none */
    Str accept;             /* of a FIELD_FILE: ".xlsx,.docx" */
    int lines;              /* of a FIELD_TEXTAREA; 4 when 0 */
    bool checked, several;  /* FIELD_CHECK; FIELD_FILE that takes more than one */
} Field;
void field(Out *out, const Ctx *c, const Field *field);
/* <form method="post"> with its csrf_field; form_files_begin for one that sends files. */
void form_begin(Out *out, const Ctx *c, Str action);
void form_files_begin(Out *out, const Ctx *c, Str action);
void form_end(Out *out, const Ctx *c);
void hidden_field(Out *out, const Ctx *c, Str name, Str value); /* nothing for an empty value */
/* Whose password a form asks for, so that what keeps passwords keeps the right one; not seen and not sent. */
void account_hint(Out *out, const Ctx *c);
/* What is wrong, on top of a form, each with a link to its field; nothing when nothing is. */
typedef struct FieldFault {
    Str name, label, sentence;
} FieldFault;
typedef LIST_OF(FieldFault) FieldFaults;
void field_faults(Out *out, const Ctx *c, const FieldFaults *faults);
Str fault_of(const FieldFaults *faults, Str name); /* for Field.error; empty: none */
/* The filter above a table: it fills <div id="rows"> in its place, or is sent by its button. */
void filter_begin(Out *out, const Ctx *c, Str action);
void filter_select(Out *out, const Ctx *c, Str name, Str label, const Options *options);
void filter_text(Out *out, const Ctx *c, Str name, Str label, Str value, int64_t characters_max);
void filter_date(Out *out, const Ctx *c, Str name, Str label, Str value);
void filter_check(Out *out, const Ctx *c, Str name, Str label, bool checked);
void filter_end(Out *out, const Ctx *c,
                Str clear); /* the address without a filter; empty: none is set */

/* ---- tables ---- */
typedef struct SortHead {
    Str label;
    Str href;      /* sorts by this column, or turns it round; empty: not sortable */
    int direction; /* 1 sorted upwards, -1 downwards, 0 not by this */
    bool number;   /* right-aligned */
    bool plan;     /* a chart draws it dashed */
} SortHead;
void sort_head(Out *out, const Ctx *c, const SortHead *head); /* a <th> */
typedef struct TableFoot {
    int64_t shown, total;
    Str first, next; /* addresses; empty: none */
} TableFoot;
void table_foot(Out *out, const Ctx *c, const TableFoot *foot);

/* A whole table as data (pieces_table.c):
 *   table_add_column(a, &v.table, label, CELL_TEXT) for each, then for each row
 *   TableRow *row = table_add_row(a, &v.table); *row_add_cell(a, row) = (Cell){.text = name, .href = link}; …
 * and {{call table(&v->table)}}. Rows stand as they are given: in official order unless the person sorted them. */
typedef enum CellKind {
    CELL_TEXT,
    CELL_NUMBER, /* right-aligned */
    CELL_CODE,   /* as narrow as it is, dim */
    CELL_SHORT,  /* not broken: dates, states */
    CELL_HEAD,   /* names the row */
} CellKind;
typedef struct Change {
    bool known;
    int places; /* won; lost when negative */
} Change;
typedef struct Cell {
    Str text, href, title;
    Str unit;           /* dim, behind a number */
    Str note;           /* a second line, dim */
    Str mark;           /* a small mark behind the text */
    StateKind state;    /* its shape in front of the text */
    const Light *light; /* likewise */
    const Gauge *gauge; /* in front of the text */
    const Spark *spark;
    const Span *span;
    const Change *change; /* of rank */
    const Act *act;       /* a button */
    bool bad;             /* the text is what is wrong; the mark with it */
    bool dim;
    int heat;   /* 1..4: the ground is the darker the more is lost; 0: none */
    int across; /* columns; 1 when 0 */
} Cell;
typedef struct TableColumn {
    SortHead head;
    CellKind kind;
} TableColumn;
typedef struct TableRow {
    LIST_OF(Cell) cells;
    Str group; /* a line above it; empty: none */
    Str id;    /* so that a link may lead here */
    bool own;  /* the person's */
    bool sum;
} TableRow;
typedef struct Table {
    Str id, caption;
    LIST_OF(TableColumn) columns;
    LIST_OF(TableRow) rows;
    Str empty;                   /* said instead of a table without rows */
    Str empty_href, empty_label; /* the next step then */
    TableFoot foot;              /* shown where total > 0 */
    bool tight;
} Table;
TableColumn *table_add_column(Arena *arena, Table *table, Str label, CellKind kind);
TableRow *table_add_row(Arena *arena, Table *table);
Cell *row_add_cell(Arena *arena, TableRow *row);
void table(Out *out, const Ctx *c, const Table *table); /* without a box around it */
void sheet(Out *out, const Ctx *c, const Table *table); /* in its box */

/* ---- files ---- */
/* An item of <ul class="files">: "/circulars/…/docx", its name, "Word", its size (-1: made when asked for). */
void file_item(Out *out, const Ctx *c, Str href, Str name, Str kind, int64_t bytes);

/* ---- what happened, who signed (pieces_layout.c) ---- */
typedef struct Moment {
    Str when, title, who, text; /* all but the first may be empty */
    Str href, link;             /* what can be done about it; empty: nothing */
    bool done, now;
} Moment;
void timeline_begin(Out *out, const Ctx *c);
void moment(Out *out, const Ctx *c, const Moment *moment);
void timeline_end(Out *out, const Ctx *c);
typedef LIST_OF(Moment) Moments;
void moment_list(Out *out, const Ctx *c, const Moments *moments,
                 Str empty); /* said when there are none */
/* Who drafted, checked, signed or confirmed; on paper or here, and for whom. */
typedef struct Signature {
    Str act;    /* 拟稿, 核稿, 签发, 确认 */
    Str who;    /* post or unit; of a pending one who is awaited */
    Str at;     /* when */
    Str behalf; /* acting for; empty: for oneself */
    Str how;    /* 纸质签字; empty: here */
    bool pending;
} Signature;
typedef LIST_OF(Signature) Signatures;
void signatures(Out *out, const Ctx *c, const Signatures *list);

/* ---- charts ---- */
typedef enum ChartKind { CHART_LINES, CHART_RANKS, CHART_BARS } ChartKind;
/* A picture of the table with this id, which stands beside it: its head names the points, each row a line (a row of class
 * "own" is drawn stronger, one of class "plan" dashed); or its rows are the points and the columns of `down` the lines.
 * Without the script there is the table. */
typedef struct Chart {
    ChartKind kind;
    Str table; /* id */
    Str words; /* what it shows, for who cannot see it */
    Str unit;
    Str down; /* "1,2": the columns that are lines; empty: rows are */
} Chart;
void chart(Out *out, const Ctx *c, const Chart *chart);
/* Ranks over the periods as lines that cross (pieces_bump.c), without any script: all in one quiet grey, those that are asked for strong
 * and with their numbers, each named at its end. Who ties stands one below the other. The table of the same stands beside it. */
typedef struct BumpLine {
    Str name;
    const int *ranks; /* [Bump.npoints]; 0: none */
    bool strong;
} BumpLine;
typedef struct Bump {
    Str words; /* what it shows, for who cannot see it */
    LIST_OF(Str) points;
    LIST_OF(BumpLine) lines;
} Bump;
void bump(Out *out, const Ctx *c, const Bump *bump); /* nothing for fewer than two points */
