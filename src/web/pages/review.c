/* The review desk: a period's reports, forty accepted with one button, one opened to its values, returned in place. */
#include "app/person.h"
#include "app/report/review_desk.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct RowView {
    Str code, name, href, group;
    bool heading; /* of a group of rows */
    Str pick;     /* "VERSION-STEP"; empty: cannot be accepted */
    bool checked;
    StateKind kind;
    Str state, state_note;
    Str arrived, late;
    bool is_late;
    Str filled, filled_note;
    bool incomplete;
    Str marks;
} RowView;

typedef struct ReviewView {
    Str title, sub, action, done, error, calls, csv, xlsx, all, clear, corrections, note;
    Tabs periods;
    Facts counts;
    Options states, groups;
    Str q;
    SortHead heads[4];
    LIST_OF(RowView) rows;
    int picks;
    bool may_lock, may_open, locked;
    Confirm lock, open;
} ReviewView;
#include "web/templates/review.html.h"

/* ---- shared ---- */

static Str number(Ctx *c, int64_t n)
{
    return arena_fmt(c->arena, "%lld", (long long)n);
}

static StateKind kind_of(const ReviewRow *row)
{
    const ReportStanding *s = &row->standing;
    if (row->outstanding)
        return s->late || s->state == REPORT_RETURNED ? STATE_LATE
               : s->drafting                          ? STATE_DOING
                                                      : STATE_OPEN;
    return row->waits ? STATE_DOING : STATE_DONE;
}

/* What stands under the state: what is under way, or why it was sent back. */
static Str state_note(Ctx *c, const ReviewRow *row)
{
    const ReportStanding *s = &row->standing;
    if (s->state == REPORT_RETURNED && row->step) {
        Str causes = review_causes_text(c->arena, c->lang, row->step->causes);
        if (!s->drafting)
            return causes;
        return msg_str(c->arena, c->lang, MSG_REVIEW_RETURNED_DRAFTING, {"causes", causes});
    }
    if (row->step && row->standing.version)
        return msg_str(c->arena, c->lang, MSG_REVIEW_BY,
                       {"by", person_post(&c->app, row->step->by)},
                       {"at", instant_minute(c->arena, row->step->at)});
    return S("");
}

static void add_mark(Ctx *c, Out *out, bool is, Msg word)
{
    if (!is)
        return;
    out_s(out, out->len ? S(" · ") : S(""));
    out_s(out, msg(c->lang, word));
}

static Str marks_of(Ctx *c, const ReviewRow *row)
{
    Out out = out_new(c->arena, 400);
    add_mark(c, &out, row->rose, MSG_REVIEW_COL_ROSE);
    add_mark(c, &out, row->standing.on_behalf, MSG_REPORT_ON_BEHALF);
    add_mark(c, &out, row->corrected, MSG_REVIEW_COL_CORRECTED);
    return out_str(&out);
}

static Str late_text(Ctx *c, const ReportStanding *s)
{
    if (s->late_days == 0)
        return s->late ? msg(c->lang, MSG_REVIEW_LATE) : S("");
    return msg_str(c->arena, c->lang, s->version ? MSG_REVIEW_LATE_BY : MSG_REVIEW_OVERDUE_BY,
                   {"n", number(c, s->late_days)});
}

/* ---- the desk ---- */

static bool is_wanted(Ctx *c, const ReviewRow *row)
{
    Str wanted = ctx_text(c, "state"), group = ctx_text(c, "group"), q = ctx_text(c, "q");
    const ReportStanding *s = &row->standing;
    bool fits = wanted.len == 0 || (str_eq(wanted, S("missing")) && s->version == 0) ||
                (str_eq(wanted, S("returned")) && s->state == REPORT_RETURNED) ||
                (str_eq(wanted, S("waits")) && row->waits) ||
                (str_eq(wanted, S("accepted")) && s->state == REPORT_ACCEPTED) ||
                (str_eq(wanted, S("late")) && s->late);
    if (row->hidden && wanted.len)
        fits = false;
    return fits && (group.len == 0 || str_eq(group, row->unit->group)) &&
           (q.len == 0 || str_has(row->unit->name, q) || str_eq(row->unit->code, q));
}

static Str head_of(Ctx *c, const ReviewRow *row)
{
    Msg word = row->standing.version == 0 ? MSG_REVIEW_HEAD_MISSING
               : row->outstanding         ? MSG_REVIEW_HEAD_RETURNED
               : row->waits               ? MSG_REVIEW_HEAD_WAITS
                                          : MSG_REVIEW_HEAD_ACCEPTED;
    return msg(c->lang, word);
}

static void fill_row(Ctx *c, const ReviewDesk *desk, const ReviewRow *row, RowView *v)
{
    const ReportStanding *s = &row->standing;
    bool sent = s->version > 0;
    *v = (RowView){.code = row->unit->code,
                   .name = row->unit->name,
                   .group = group_name(&c->app, row->unit->group)};
    if (row->hidden) {
        v->state = msg(c->lang, MSG_REVIEW_HIDDEN);
        return;
    }
    v->href = link_to(c, "/review/{period}/units/{unit}", {"period", desk->period->code},
                      {"unit", row->unit->code});
    if (row->waits)
        v->pick =
            arena_fmt(c->arena, "%d-%lld", s->version, (long long)(row->step ? row->step->seq : 0));
    v->checked = v->pick.len && ctx_given(c, "all");
    v->kind = kind_of(row);
    v->state = review_state_text(c->lang, s->state);
    v->state_note = state_note(c, row);
    v->arrived = sent ? instant_minute(c->arena, s->received_at) : S("");
    if (s->version > 1)
        v->arrived = msg_str(c->arena, c->lang, MSG_REVIEW_VERSION, {"at", v->arrived},
                             {"n", number(c, s->version)});
    v->late = late_text(c, s);
    v->is_late = s->late;
    v->filled = sent ? arena_fmt(c->arena, "%d/%d", row->filled, row->owed) : S("");
    v->incomplete = sent && row->filled < row->owed;
    if (sent)
        v->filled_note = msg_str(c->arena, c->lang, MSG_REVIEW_FILES, {"n", number(c, row->files)},
                                 {"answers", number(c, row->answers)});
    v->marks = marks_of(c, row);
}

static Str desk_link(Ctx *c, Str period, Str state, Str sort, Str turned)
{
    return link_to(c, "/review/{period}", {"period", period}, {"state", state},
                   {"group", ctx_text(c, "group")}, {"q", ctx_text(c, "q")}, {"sort", sort},
                   {"turned", turned});
}

static const Str sort_words[] = {SC("urgency"), SC("unit"), SC("arrived"), SC("late"),
                                 SC("filled")};

static ReviewOrder order_of(Ctx *c)
{
    for (size_t i = 0; i < sizeof sort_words / sizeof sort_words[0]; i++)
        if (str_eq(ctx_text(c, "sort"), sort_words[i]))
            return (ReviewOrder)i;
    return REVIEW_BY_URGENCY;
}

static void fill_heads(Ctx *c, Str period, ReviewView *v)
{
    static const struct {
        Msg label;
        ReviewOrder order;
    } heads[] = {{MSG_COL_UNIT, REVIEW_BY_UNIT},
                 {MSG_REVIEW_COL_STATE, REVIEW_BY_URGENCY},
                 {MSG_REVIEW_TIMELY, REVIEW_BY_LATE},
                 {MSG_REVIEW_COMPLETE, REVIEW_BY_FILLED}};
    ReviewOrder now = order_of(c);
    bool turned = ctx_given(c, "turned");
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        bool here = heads[i].order == now;
        v->heads[i] = (SortHead){.label = msg(c->lang, heads[i].label),
                                 .href = desk_link(c, period, ctx_text(c, "state"),
                                                   sort_words[heads[i].order],
                                                   here && !turned ? S("1") : S("")),
                                 .direction = here ? (turned ? -1 : 1) : 0};
    }
}

static void fill_filter(Ctx *c, ReviewView *v)
{
    static const struct {
        Str word;
        Msg label;
    } states[] = {{SC("missing"), MSG_REVIEW_HEAD_MISSING},
                  {SC("returned"), MSG_REVIEW_HEAD_RETURNED},
                  {SC("waits"), MSG_REVIEW_HEAD_WAITS},
                  {SC("accepted"), MSG_REVIEW_HEAD_ACCEPTED},
                  {SC("late"), MSG_REVIEW_LATE}};
    *arena_push(c->arena, &v->states) = (Option){S(""), msg(c->lang, MSG_REVIEW_ALL), false};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        *arena_push(c->arena, &v->states) = (Option){states[i].word, msg(c->lang, states[i].label),
                                                     str_eq(states[i].word, ctx_text(c, "state"))};
    *arena_push(c->arena, &v->groups) = (Option){S(""), msg(c->lang, MSG_REVIEW_ALL), false};
    for (int i = 0; i < c->app.def.groups.count; i++) {
        const PeerGroup *g = &c->app.def.groups.items[i];
        *arena_push(c->arena, &v->groups) =
            (Option){g->code, g->name, str_eq(g->code, ctx_text(c, "group"))};
    }
    v->q = ctx_text(c, "q");
}

static void fill_counts(Ctx *c, const ReviewDesk *desk, ReviewView *v)
{
    const struct {
        Msg label;
        int n;
    } counts[] = {
        {MSG_REVIEW_HEAD_MISSING, desk->missing},   {MSG_REPORT_STATE_FILLED, desk->filled},
        {MSG_REVIEW_HEAD_RETURNED, desk->returned}, {MSG_REVIEW_HEAD_WAITS, desk->waiting},
        {MSG_REVIEW_HEAD_ACCEPTED, desk->accepted}, {MSG_REVIEW_LATE, desk->late}};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        fact_add(c->arena, &v->counts, msg(c->lang, counts[i].label), number(c, counts[i].n));
}

/* Months that have opened, the newest last. */
static void fill_periods(Ctx *c, const ReviewDesk *desk, ReviewView *v)
{
    for (int i = 0; i < c->app.def.periods.count; i++) {
        const CampaignPeriod *p = &c->app.def.periods.items[i];
        Date opens = p->opens_on == DATE_NONE ? p->from : p->opens_on;
        bool here = str_eq(p->code, desk->period->code);
        if (opens <= c->app.today || here)
            *arena_push(c->arena, &v->periods) =
                (Tab){.label = p->name,
                      .href = link_to(c, "/review/{period}", {"period", p->code}),
                      .current = here};
    }
}

static void fill_lock(Ctx *c, const ReviewDesk *desk, ReviewView *v)
{
    Str period = desk->period->code;
    v->locked = desk->lock.locked;
    v->may_lock = !v->locked && ctx_may(c, ACT_PERIOD_LOCK);
    v->may_open = v->locked && !desk->lock.frozen && !desk->lock.passed_by.len &&
                  ctx_may(c, ACT_PERIOD_UNLOCK);
    v->lock = (Confirm){.action = link_to(c, "/review/{period}/lock", {"period", period}),
                        .label = msg(c->lang, MSG_REVIEW_LOCK),
                        .what = msg_str(c->arena, c->lang, MSG_REVIEW_LOCK_WHAT,
                                        {"missing", number(c, desk->missing)},
                                        {"waits", number(c, desk->waiting + desk->returned)}),
                        .reason = S("reason"),
                        .reason_max = LIMIT_REVIEW_CHARACTERS,
                        .reason_optional = true};
    v->open = (Confirm){.action = link_to(c, "/review/{period}/unlock", {"period", period}),
                        .label = msg(c->lang, MSG_REVIEW_UNLOCK),
                        .what = msg(c->lang, MSG_REVIEW_UNLOCK_WHAT),
                        .reason = S("reason"),
                        .reason_max = LIMIT_REVIEW_CHARACTERS};
    if (desk->lock.frozen)
        v->note = msg(c->lang, MSG_REVIEW_FROZEN);
    else if (desk->lock.passed_by.len)
        v->note = msg_str(c->arena, c->lang, MSG_REVIEW_PASSED, {"later", desk->lock.passed_by});
    else if (v->locked)
        v->note = msg_str(c->arena, c->lang, MSG_REVIEW_LOCKED_BY,
                          {"by", person_post(&c->app, desk->lock.newest.by)},
                          {"at", instant_minute(c->arena, desk->lock.newest.at)});
}

static bool answer(Ctx *c, Str period, Str done_words, Str error, Err *err)
{
    ReviewDesk desk;
    if (!review_desk(&c->app, period, &desk, err))
        return false;
    ReviewView v = {
        .title = msg_str(c->arena, c->lang, MSG_REVIEW_TITLE_OF, {"period", desk.period->name}),
        .sub = msg_str(c->arena, c->lang, MSG_REVIEW_SUB, {"n", number(c, desk.rows.count)},
                       {"due", desk.period->due_on == DATE_NONE
                                   ? S("—")
                                   : date_str(c->arena, desk.period->due_on)}),
        .action = link_to(c, "/review/{period}/accept", {"period", desk.period->code}),
        .done = done_words,
        .error = error,
        .calls = link_to(c, "/calls", {"period", desk.period->code}),
        .csv = link_to(c, "/review/{period}/file", {"period", desk.period->code},
                       {"format", S("csv")}),
        .xlsx = link_to(c, "/review/{period}/file", {"period", desk.period->code}),
        .corrections = S("/corrections"),
        .all = link_to(c, "/review/{period}", {"period", desk.period->code}, {"all", S("1")},
                       {"state", ctx_text(c, "state")}, {"group", ctx_text(c, "group")},
                       {"q", ctx_text(c, "q")}),
        .clear = ctx_text(c, "state").len || ctx_text(c, "group").len || ctx_text(c, "q").len
                     ? link_to(c, "/review/{period}", {"period", desk.period->code})
                     : S("")};
    fill_heads(c, desk.period->code, &v);
    fill_filter(c, &v);
    fill_counts(c, &desk, &v);
    fill_periods(c, &desk, &v);
    fill_lock(c, &desk, &v);
    review_desk_sort(&desk, order_of(c), ctx_given(c, "turned"));
    Str before = S("");
    for (int i = 0; i < desk.rows.count; i++) {
        const ReviewRow *row = &desk.rows.items[i];
        if (!is_wanted(c, row))
            continue;
        Str head = head_of(c, row);
        RowView *r = arena_push(c->arena, &v.rows);
        if (order_of(c) == REVIEW_BY_URGENCY && !str_eq(head, before)) {
            *r = (RowView){.heading = true, .name = head};
            r = arena_push(c->arena, &v.rows);
            before = head;
        }
        fill_row(c, &desk, row, r);
        v.picks += r->pick.len > 0;
    }
    review_html(page_begin(c, v.title, NAV_REVIEW), c, &v);
    return page_end(c, err);
}

/* The month in hand; before the first opens, the first. */
static Str period_in_hand(const App *app)
{
    Str found = app->def.periods.count ? app->def.periods.items[0].code : S("");
    for (int i = 0; i < app->def.periods.count; i++) {
        const CampaignPeriod *p = &app->def.periods.items[i];
        if ((p->opens_on == DATE_NONE ? p->from : p->opens_on) <= app->today)
            found = p->code;
    }
    return found;
}

bool review_page(Ctx *c, Err *err)
{
    Str period = ctx_text(c, "period"), done_words = S("");
    ReviewDesk desk;
    if (period.len == 0)
        period = period_in_hand(&c->app);
    if (ctx_given(c, "done"))
        done_words =
            msg_str(c->arena, c->lang, MSG_REVIEW_DONE, {"n", number(c, ctx_i64(c, "done", 0))});
    if (!c->json)
        return answer(c, period, done_words, S(""), err);
    if (!review_desk(&c->app, period, &desk, err))
        return false;
    Json json = json_begin(c);
    json_object(&json);
    json_kbool(&json, S("sample"), c->app.def.sample);
    review_desk_json(&c->app, &desk, &json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool review_now_page(Ctx *c, Err *err)
{
    return redirect(c, link_to(c, "/review/{period}", {"period", period_in_hand(&c->app)}), err);
}

enum { FORMAT_CSV = 1 };

bool review_file(Ctx *c, Err *err)
{
    ReviewDesk desk;
    if (!review_desk(&c->app, ctx_text(c, "period"), &desk, err))
        return false;
    Sheet sheet = review_table(&c->app, c->lang, &desk);
    Str name = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(desk.period->code),
                         STR_ARG(msg(c->lang, MSG_REVIEW_TITLE)));
    if (ctx_i64(c, "format", 0) == FORMAT_CSV)
        return download_csv(c, &sheet, name, err);
    return download_book(c, &sheet, 1, name, err);
}

/* ---- accepting ---- */

/* Fields "pick.c01" = "VERSION-STEP". */
static bool picks_of(Ctx *c, ReviewPick **ret_picks, int *ret_count, Err *err)
{
    const HttpPairs *fields = &c->params.fields;
    ReviewPick *picks = arena_new(c->arena, ReviewPick, fields->count);
    int n = 0;
    for (int i = 0; i < fields->count; i++) {
        Str name = fields->items[i].name, rest = str_trim(fields->items[i].value);
        Str unit = str_sub(name, str_find(name, S("."), 0) + 1, name.len);
        int64_t version, step;
        if (!str_starts(name, S("pick.")))
            continue;
        Str first = str_cut(&rest, '-');
        if (!str_to_i64(first, &version) || !str_to_i64(rest, &step) || version < 1 || step < 0 ||
            version > INT32_MAX)
            return err_set(err, ERR_PARAM_INT, {"field", utf8_prefix(name, 40)},
                           {"found", utf8_prefix(fields->items[i].value, 40)},
                           {"expected", S("VERSION-STEP")});
        picks[n++] = (ReviewPick){unit, (int)version, step};
    }
    *ret_picks = picks;
    *ret_count = n;
    return true;
}

static bool answers_json(Ctx *c, const ReviewAnswers *answers, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("answers"));
    json_array(&json);
    for (int i = 0; i < answers->count; i++) {
        const ReviewAnswer *a = &answers->items[i];
        Out why = out_new(c->arena, LIMIT_LINE_BYTES);
        if (a->why.code)
            msg_err(&why, c->lang, &a->why);
        json_object(&json);
        json_kstr(&json, S("unit"), a->unit);
        json_ki64(&json, S("version"), a->version);
        json_kbool(&json, S("accepted"), a->accepted || a->before);
        json_kbool(&json, S("before"), a->before);
        json_kstr(&json, S("code"), a->why.code ? str_from_z(err_code_name(a->why.code)) : S(""));
        json_kstr(&json, S("message"), out_str(&why));
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool review_accept_do(Ctx *c, Err *err)
{
    Str period = ctx_text(c, "period");
    ReviewPick *picks;
    int n, accepted = 0;
    ReviewAnswers answers = {0};
    Out why = out_new(c->arena, LIMIT_LINE_BYTES);
    if (!picks_of(c, &picks, &n, err))
        return false;
    if (!review_accept(&c->app, period, picks, n, ctx_given(c, "together"), &answers, err)) {
        if (c->json || (err->code != ERR_REVIEW_NOTHING && err_kind(err->code) != KIND_CONFLICT))
            return false;
        Err first = *err;
        *err = (Err){0};
        msg_err(&why, c->lang, &first);
        c->response->status = http_status_of(err_kind(first.code));
        return answer(c, period, S(""), out_str(&why), err);
    }
    if (c->json)
        return answers_json(c, &answers, err);
    for (int i = 0; i < answers.count; i++) {
        const ReviewAnswer *a = &answers.items[i];
        accepted += a->accepted || a->before;
        if (a->accepted || a->before)
            continue;
        out_s(&why, why.len ? S(" ") : S(""));
        msg_err(&why, c->lang, &a->why);
    }
    if (why.len) {
        c->response->status = 409;
        return answer(c, period,
                      msg_str(c->arena, c->lang, MSG_REVIEW_DONE, {"n", number(c, accepted)}),
                      out_str(&why), err);
    }
    return redirect(
        c, link_to(c, "/review/{period}", {"period", period}, {"done", number(c, accepted)}), err);
}

/* ---- lock ---- */

static bool lock_do(Ctx *c, bool opening, Err *err)
{
    PeriodLock lock;
    Str period = ctx_text(c, "period"), reason = ctx_text(c, "reason");
    if (opening ? lock_open(&c->app, period, reason, &lock, err)
                : lock_period(&c->app, period, reason, &lock, err))
        return done(c, link_to(c, "/review/{period}", {"period", period}), err);
    return false;
}

bool review_lock_do(Ctx *c, Err *err)
{
    return lock_do(c, false, err);
}

bool review_unlock_do(Ctx *c, Err *err)
{
    return lock_do(c, true, err);
}
