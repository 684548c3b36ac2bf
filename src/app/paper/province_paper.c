/* The report to the province as a paper: facts in bound sentences, the office's own between them. */
#include "app/ledger_words.h"
#include "app/paper/province.h"
#include "app/paper_writer.h"
#include "base/utf8.h"

typedef struct Writer {
    PaperWriter w;
    const ProvinceFacts *facts;
    const ProvinceEdits *edits;
    ProvinceFaults *faults;
    Figures known; /* the facts, wherever they stand */
} Writer;

static Str fig(Writer *x, Str text, Str kind, const ProvinceLine *line)
{
    return figure(
        &x->w.figures, text,
        (Figure){.kind = kind,
                 .period = line && line->period.len ? line->period : x->facts->period->code,
                 .node = line ? line->indicator->code : S("")});
}

static Str count(Writer *x, int n)
{
    return fig(x, arena_fmt(x->w.app->arena, "%d", n), S("count"), NULL);
}

/* ---- free sentences ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The next number of text from *at on, as figures_check cuts them. */
static bool next_number(Str text, ptrdiff_t *at, Str *ret_number)
{
    ptrdiff_t i = *at;
    while (i < text.len && !is_digit(text.ptr[i]))
        i++;
    ptrdiff_t from = i;
    while (i < text.len && (is_digit(text.ptr[i]) ||
                            (text.ptr[i] == '.' && i + 1 < text.len && is_digit(text.ptr[i + 1]))))
        i++;
    *at = i;
    *ret_number = str_sub(text, from, i);
    return i > from;
}

/* The fact with exactly that number in it. */
static const Figure *fact_of(const Figures *figures, Str number)
{
    for (int i = 0; i < figures->list.count; i++) {
        const Figure *f = &figures->list.items[i];
        Str found;
        for (ptrdiff_t at = 0; next_number(f->text, &at, &found);)
            if (str_eq(found, number))
                return f;
    }
    return NULL;
}

static void fault(Writer *x, Str place, Str found, ProvinceFaultKind what)
{
    *arena_push(x->w.app->arena, x->faults) =
        (ProvinceFault){.place = place, .found = found, .what = what};
}

/* A report asks for no decision: what needs one is a paper of its own. */
static void check_request(Writer *x, Str place, Str text)
{
    static const Str words[] = {SC("请示"),     SC("请批示"),  SC("请批复"), SC("请予批准"),
                                SC("请予审批"), SC("妥否"),    SC("当否"),   SC("请审批"),
                                SC("恳请批准"), SC("请予批复")};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_has(text, words[i])) {
            fault(x, place, words[i], PROVINCE_REQUEST);
            return;
        }
}

static bool is_among(uint32_t c, const char *characters)
{
    Str all = str_from_z(characters);
    bool found = false;
    for (ptrdiff_t at = 0; at < all.len && !found;)
        found = utf8_next(all, &at) == c;
    return found;
}

static bool is_wide_digit(uint32_t c)
{
    return c >= 0xff10 && c <= 0xff19;
}

/* A run in which numbers are written otherwise than as the facts are: full-width digits; 九百亿, 百分之九十, 三个百分点.
 * 第三季度, 十四五 and 百亿级 are no figures. */
static bool is_amount_in_words(Str text, ptrdiff_t from, ptrdiff_t to)
{
    bool wide = false, digit = false, large = false;
    for (ptrdiff_t at = from; at < to;) {
        uint32_t c = utf8_next(text, &at);
        wide |= is_wide_digit(c);
        digit |= is_among(c, "一二三四五六七八九十两");
        large |= is_among(c, "万亿");
    }
    return wide || (digit && (large || str_ends(str_sub(text, 0, from), S("百分之")) ||
                              str_starts(str_sub(text, to, text.len), S("个百分点"))));
}

/* They cannot be held against the facts, so they are not taken. */
static void check_words(Writer *x, Str place, Str text)
{
    for (ptrdiff_t at = 0, from = 0; from < text.len; from = at) {
        ptrdiff_t to = at = from;
        for (uint32_t c = utf8_next(text, &at);
             is_wide_digit(c) || is_among(c, "〇零一二三四五六七八九十百千万亿两");
             c = at < text.len ? utf8_next(text, &at) : 0)
            to = at;
        if (to > from && is_amount_in_words(text, from, to))
            fault(x, place, str_sub(text, from, to), PROVINCE_NUMBER);
        if (to > from)
            at = to;
    }
}

/* Every number of it is one of the facts, or a fault. */
static Str free_text(Writer *x, Str place, Str text)
{
    Str number;
    check_request(x, place, text);
    check_words(x, place, text);
    for (ptrdiff_t at = 0; next_number(text, &at, &number);) {
        const Figure *f = fact_of(&x->known, number);
        Figure origin = f ? *f : (Figure){.kind = S("unknown")};
        if (!f)
            fault(x, place, number, PROVINCE_NUMBER);
        (void)figure(&x->w.figures, number, origin);
    }
    return text;
}

/* What a unit wrote is quoted with where it is from; its numbers are its own. */
static Str quoted(Writer *x, Str text, const ProvinceSaying *s)
{
    Str number;
    check_request(x, arena_fmt(x->w.app->arena, "pick.%.*s", STR_ARG(s->key)), text);
    for (ptrdiff_t at = 0; next_number(text, &at, &number);)
        (void)figure(&x->w.figures, number,
                     (Figure){.kind = S("quoted"),
                              .period = x->facts->period->code,
                              .unit = s->unit,
                              .node = s->submission});
    return text;
}

static void free_lines(Writer *x, Str name)
{
    Str rest = province_edit(x->edits, name);
    while (rest.len) {
        Str line = str_trim(str_cut(&rest, '\n'));
        if (line.len)
            writer_paragraph(&x->w, free_text(x, name, line));
    }
}

/* ---- facts as sentences ---- */

static Str line_sentence(Writer *x, const ProvinceLine *l)
{
    App *app = x->w.app;
    Str name = figure_name(&x->w.figures, l->indicator->name);
    Str unit = figure_name(&x->w.figures, l->indicator->unit);
    if (l->actual.len == 0)
        return paper_say(app, MSG_PROVINCE_LINE_NO_SUM, {"name", name});
    Str actual = fig(x, l->actual, S("value"), l), more = S("");
    if (l->percent.len)
        more = paper_say(app, l->part_goal ? MSG_PROVINCE_OF_PARTS : MSG_PROVINCE_OF_TARGET,
                         {"percent", fig(x, l->percent, S("percent"), l)});
    if (l->gap.len) {
        bool behind = l->gap.ptr[0] == '-';
        Str points = behind ? str_sub(l->gap, 1, l->gap.len) : l->gap;
        Str gap = paper_say(app, behind ? MSG_PROVINCE_BEHIND : MSG_PROVINCE_AHEAD,
                            {"points", fig(x, points, S("gap"), l)});
        more = paper_say(app, MSG_PAPER_TWO_SENTENCES, {"a", more}, {"b", gap});
    }
    return paper_say(app, MSG_PROVINCE_LINE, {"name", name}, {"actual", actual}, {"unit", unit},
                     {"more", more});
}

static void theme_paragraph(Writer *x, int k)
{
    App *app = x->w.app;
    const ProvinceTheme *t = &x->facts->themes.items[k];
    Out list = writer_list(&x->w);
    Str areas = count(x, t->areas), tasks = count(x, t->tasks), pace = S("");
    if (t->lines)
        pace = paper_say(app, MSG_PROVINCE_PACE, {"lines", count(x, t->lines)},
                         {"on_time", count(x, t->on_time)}, {"behind", count(x, t->behind)});
    writer_paragraph(&x->w, paper_say(app, MSG_PROVINCE_THEME,
                                      {"theme", figure_name(&x->w.figures, t->task->title)},
                                      {"areas", areas}, {"tasks", tasks}, {"pace", pace}));
    for (int i = 0; i < x->facts->lines.count; i++)
        if (x->facts->lines.items[i].theme == k && x->facts->lines.items[i].units)
            writer_item(&list, MSG_PAPER_SEMICOLON, line_sentence(x, &x->facts->lines.items[i]));
    if (list.len)
        writer_paragraph(&x->w, paper_say(app, MSG_PROVINCE_LIST, {"list", out_str(&list)}));
}

static void overall(Writer *x)
{
    App *app = x->w.app;
    const ProvinceFacts *f = x->facts;
    writer_heading(&x->w, 1, msg(LANG_ZH, MSG_PROVINCE_OVERALL));
    Str period = writer_period(&x->w, f->period), owed = count(x, f->owed),
        received = count(x, f->received), late = count(x, f->late), missing = count(x, f->missing);
    writer_paragraph(&x->w,
                     paper_say(app, MSG_PROVINCE_REPORTS, {"period", period}, {"owed", owed},
                               {"received", received}, {"late", late}, {"missing", missing}));
}

/* ---- the table ---- */

static Str state_of(Writer *x, const ProvinceLine *l)
{
    if (l->units == 0)
        return msg(LANG_ZH, MSG_PROVINCE_NO_VALUE);
    if (l->confirmed == l->units)
        return msg(LANG_ZH, MSG_HIGHLIGHT_CONFIRMED);
    if (l->confirmed == 0)
        return msg(LANG_ZH, MSG_HIGHLIGHT_REPORTED);
    return paper_say(x->w.app, MSG_PROVINCE_PARTLY, {"n", count(x, l->confirmed)},
                     {"all", count(x, l->units)});
}

static Str cell(Writer *x, Str text, Str kind, const ProvinceLine *l)
{
    return text.len ? fig(x, text, kind, l) : msg(LANG_ZH, MSG_PAPER_NONE);
}

static Str basis_of(Str basis)
{
    if (str_eq(basis, S("statistics")))
        return msg(LANG_ZH, MSG_PROVINCE_BASIS_STATISTICS);
    return msg(LANG_ZH, str_eq(basis, S("department")) ? MSG_PROVINCE_BASIS_DEPARTMENT
                                                       : MSG_PROVINCE_BASIS_WORK);
}

static void table(Writer *x)
{
    static const struct {
        Msg head;
        PaperAlign align;
    } heads[] = {{MSG_PROVINCE_COL_INDICATOR, PAPER_LEFT}, {MSG_PROVINCE_COL_GOAL, PAPER_RIGHT},
                 {MSG_PROVINCE_COL_DUE, PAPER_RIGHT},      {MSG_PROVINCE_COL_ACTUAL, PAPER_RIGHT},
                 {MSG_PROVINCE_COL_PERCENT, PAPER_RIGHT},  {MSG_PROVINCE_COL_GAP, PAPER_RIGHT},
                 {MSG_PROVINCE_COL_GROWTH, PAPER_RIGHT},   {MSG_PROVINCE_COL_OBJECT, PAPER_LEFT},
                 {MSG_PROVINCE_COL_BASIS, PAPER_LEFT}};
    enum { COLUMNS = sizeof heads / sizeof heads[0] };
    App *app = x->w.app;
    PaperColumn *columns = arena_new(app->arena, PaperColumn, COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i].head), heads[i].align};
    PaperTable *t = paper_table(app->arena, &x->w.paper.body, columns, COLUMNS);
    for (int i = 0; i < x->facts->lines.count; i++) {
        const ProvinceLine *l = &x->facts->lines.items[i];
        Str name = paper_say(app, MSG_PROVINCE_NAME_UNIT,
                             {"name", figure_name(&x->w.figures, l->indicator->name)},
                             {"unit", figure_name(&x->w.figures, l->indicator->unit)});
        const Str cells[] = {name,
                             cell(x, l->goal, S("target"), l),
                             cell(x, l->due, S("scheduled"), l),
                             l->units && l->actual.len == 0 ? msg(LANG_ZH, MSG_PROVINCE_NO_SUM)
                                                            : cell(x, l->actual, S("value"), l),
                             cell(x, l->percent, S("percent"), l),
                             cell(x, l->gap, S("gap"), l),
                             cell(x, l->growth, S("growth"), l),
                             state_of(x, l),
                             basis_of(l->indicator->basis)};
        for (int c = 0; c < COLUMNS; c++)
            paper_cell(app->arena, t, cells[c]);
    }
    paper_note(app->arena, &x->w.paper.body, msg(LANG_ZH, MSG_PROVINCE_TABLE_NOTE));
}

/* ---- choices ---- */

static Str highlight_numbers(Writer *x, Str text, const HighlightRow *r)
{
    Str number;
    for (ptrdiff_t at = 0; next_number(text, &at, &number);)
        (void)figure(&x->w.figures, number,
                     (Figure){.kind = S("highlight"),
                              .period = r->period,
                              .unit = r->unit,
                              .node = r->submission.len ? r->submission : r->id});
    return text;
}

static void highlights(Writer *x)
{
    App *app = x->w.app;
    bool any = false;
    for (int i = 0; i < x->facts->highlights.count; i++) {
        const HighlightRow *r = &x->facts->highlights.items[i].row;
        if (!province_picked(app, x->edits, "highlight", r->id))
            continue;
        if (!any)
            writer_heading(&x->w, 1, msg(LANG_ZH, MSG_PROVINCE_HIGHLIGHTS));
        any = true;
        writer_heading(&x->w, 2, highlight_numbers(x, r->title, r));
        Str text = r->text;
        check_request(x, arena_fmt(app->arena, "highlight.%.*s", STR_ARG(r->id)), text);
        while (text.len) {
            Str line = str_trim(str_cut(&text, '\n'));
            if (line.len)
                writer_paragraph(&x->w, highlight_numbers(x, line, r));
        }
        Str effect = highlight_numbers(x, highlight_effect_text(app, LANG_ZH, r), r);
        Str unit = r->unit.len ? figure_name(&x->w.figures, unit_name(app, r->unit))
                               : msg(LANG_ZH, MSG_FILES_OFFICE);
        writer_paragraph(&x->w,
                         paper_say(app, MSG_PROVINCE_EFFECT, {"effect", effect}, {"unit", unit}));
    }
}

static Str without_stop(Str text)
{
    return str_ends(text, S("。")) ? str_sub(text, 0, text.len - S("。").len) : text;
}

static bool is_picked(Writer *x, const ProvinceSaying *s, bool requests)
{
    return s->is_request == requests && province_picked(x->w.app, x->edits, "pick", s->key);
}

static bool has_sayings(Writer *x, bool requests)
{
    if (province_edit(x->edits, requests ? S("text.suggestions") : S("text.problems")).len)
        return true;
    for (int i = 0; i < x->facts->sayings.count; i++)
        if (is_picked(x, &x->facts->sayings.items[i], requests))
            return true;
    return false;
}

static void sayings(Writer *x, bool requests)
{
    App *app = x->w.app;
    if (!has_sayings(x, requests))
        return;
    writer_heading(&x->w, 2,
                   msg(LANG_ZH, requests ? MSG_PROVINCE_SUGGESTIONS : MSG_PROVINCE_PROBLEMS));
    for (int i = 0; i < x->facts->sayings.count; i++) {
        const ProvinceSaying *s = &x->facts->sayings.items[i];
        if (!is_picked(x, s, requests))
            continue;
        Str text = quoted(x, without_stop(s->text), s), more = S("");
        if (s->proposal.len)
            more = paper_say(app, MSG_PROVINCE_PROPOSAL,
                             {"text", quoted(x, without_stop(s->proposal), s)});
        Str alike = S("");
        if (s->alike)
            alike = paper_say(app, MSG_PROVINCE_ALIKE, {"n", count(x, s->alike)});
        more = paper_say(app, MSG_PAPER_TWO_SENTENCES, {"a", more}, {"b", alike});
        writer_paragraph(&x->w,
                         paper_say(app, MSG_PROVINCE_SAYING, {"text", text},
                                   {"unit", figure_name(&x->w.figures, unit_name(app, s->unit))},
                                   {"more", more}));
    }
    free_lines(x, requests ? S("text.suggestions") : S("text.problems"));
}

static void check_choices(Writer *x)
{
    for (int i = 0; i < x->edits->count; i++) {
        Str name = x->edits->items[i].name;
        bool there = str_starts(name, S("text."));
        for (int k = 0; k < x->facts->sayings.count && !there; k++)
            there = str_eq(name, arena_fmt(x->w.app->arena, "pick.%.*s",
                                           STR_ARG(x->facts->sayings.items[k].key)));
        for (int k = 0; k < x->facts->highlights.count && !there; k++)
            there = str_eq(name, arena_fmt(x->w.app->arena, "highlight.%.*s",
                                           STR_ARG(x->facts->highlights.items[k].row.id)));
        if (!there)
            fault(x, name, name, PROVINCE_GONE);
    }
}

/* ---- head and foot ---- */

static void head(Writer *x, const ProvinceHead *h)
{
    App *app = x->w.app;
    Paper *p = &x->w.paper;
    Figures *figures = &x->w.figures;
    figures->place = msg(LANG_ZH, MSG_PAPER_PLACE_HEAD);
    if (app->def.sample)
        *arena_push(app->arena, &p->marks) = msg(LANG_ZH, MSG_OUT_SAMPLE);
    if (h->issued_on == DATE_NONE)
        *arena_push(app->arena, &p->marks) = msg(LANG_ZH, MSG_PROVINCE_DRAFT_MARK);
    p->issuer = figure_name(figures, app->def.issuer);
    p->number = figure(figures, h->number, (Figure){.kind = S("number")});
    p->signer = paper_say(app, MSG_PROVINCE_SIGNER, {"signer", figure_name(figures, h->signer)});
    p->title =
        paper_say(app, MSG_PROVINCE_PAPER_TITLE, {"issuer", figure_name(figures, app->def.issuer)},
                  {"campaign", paper_campaign(app, figures)},
                  {"period", writer_period(&x->w, x->facts->period)}, {"br", S(PAPER_BREAK)});
    p->addressees = paper_say(app, MSG_PAPER_TO, {"list", figure_name(figures, h->addressee)});
    writer_paragraph(&x->w, paper_say(app, MSG_PROVINCE_OPENING,
                                      {"campaign", paper_campaign(app, figures)},
                                      {"period", writer_period(&x->w, x->facts->period)}));
}

static void foot(Writer *x, const ProvinceHead *h)
{
    App *app = x->w.app;
    Paper *p = &x->w.paper;
    x->w.figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_FOOT);
    writer_paragraph(&x->w, msg(LANG_ZH, MSG_PROVINCE_CLOSING));
    p->signature = figure_name(&x->w.figures, app->def.issuer);
    if (h->issued_on == DATE_NONE) {
        p->date = msg(LANG_ZH, MSG_PAPER_DATE_BLANK);
    } else {
        p->date = writer_date(&x->w, h->issued_on);
        p->printed_by = figure_name(&x->w.figures, app->def.issuer);
        p->printed_on =
            paper_say(app, MSG_PAPER_PRINTED, {"date", writer_date(&x->w, h->issued_on)});
    }
    if (app->def.sample)
        *arena_push(app->arena, &p->foot) = msg(LANG_ZH, MSG_PAPER_SAMPLE_FOOT);
}

/* The facts once, for themselves: a free sentence may quote a figure that stands further down. */
static void gather_facts(Writer *x)
{
    overall(x);
    for (int k = 0; k < x->facts->themes.count; k++)
        theme_paragraph(x, k);
    table(x);
}

static void body(Writer *x)
{
    App *app = x->w.app;
    overall(x);
    free_lines(x, S("text.overall"));
    writer_heading(&x->w, 1, msg(LANG_ZH, MSG_PROVINCE_THEMES));
    for (int k = 0; k < x->facts->themes.count; k++) {
        theme_paragraph(x, k);
        free_lines(x, arena_fmt(app->arena, "text.theme.%.*s",
                                STR_ARG(x->facts->themes.items[k].task->no)));
    }
    writer_heading(&x->w, 1, msg(LANG_ZH, MSG_PROVINCE_TABLE));
    table(x);
    highlights(x);
    if (has_sayings(x, false) || has_sayings(x, true)) {
        writer_heading(&x->w, 1, msg(LANG_ZH, MSG_PROVINCE_PROBLEMS_AND));
        sayings(x, false);
        sayings(x, true);
    }
}

bool province_paper(App *app, const ProvinceFacts *facts, const ProvinceEdits *edits,
                    const ProvinceHead *h, ProvinceFaults *ret_faults, Figures *ret_figures,
                    Paper *ret_paper, Str *ret_text, Err *err)
{
    ProvinceFaults faults = {0};
    Writer first = {.w = {.app = app, .figures.arena = app->arena},
                    .facts = facts,
                    .edits = edits,
                    .faults = &faults};
    gather_facts(&first);
    Writer x = {.w = {.app = app, .figures.arena = app->arena},
                .facts = facts,
                .edits = edits,
                .faults = &faults,
                .known = first.w.figures};
    head(&x, h);
    body(&x);
    foot(&x, h);
    check_choices(&x);
    *ret_faults = faults;
    return writer_done(&x.w, ret_figures, ret_paper, ret_text, err);
}
