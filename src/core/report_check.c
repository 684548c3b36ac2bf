#include "core/report_check.h"

#include "base/dec.h"
#include "base/utf8.h"

Str report_check_word(ReportCheck check)
{
    static const Str words[REPORT_CHECKS] = {
        [CHECK_MISSING] = SC("missing"),
        [CHECK_NUMBER] = SC("number"),
        [CHECK_FALLS] = SC("falls"),
        [CHECK_SUM] = SC("sum"),
        [CHECK_MEASURE] = SC("measure"),
        [CHECK_JUMP_PLAN] = SC("jump_plan"),
        [CHECK_JUMP_PAST] = SC("jump_past"),
        [CHECK_SAME] = SC("same"),
        [CHECK_HUNDRED] = SC("hundred"),
        [CHECK_CITY] = SC("city"),
        [CHECK_PARTS] = SC("parts"),
        [CHECK_EVIDENCE] = SC("evidence"),
        [CHECK_COPIED_OWN] = SC("copied_own"),
        [CHECK_COPIED_OTHER] = SC("copied_other"),
        [CHECK_CAUSE] = SC("cause"),
        [CHECK_LEVEL] = SC("level"),
        [CHECK_LONG] = SC("long"),
    };
    return words[check];
}

bool report_check_parse(Str word, ReportCheck *ret_check)
{
    for (int i = 0; i < REPORT_CHECKS; i++)
        if (str_eq(report_check_word((ReportCheck)i), word)) {
            *ret_check = (ReportCheck)i;
            return true;
        }
    return false;
}

typedef struct Checking {
    Arena *arena;
    ReportFindingList *list;
    const CheckLine *line;
    bool jumped;
} Checking;

static ReportFinding *add(Checking *c, ReportCheck check, bool wants_answer)
{
    ReportFinding *f = arena_push(c->arena, c->list);
    *f = (ReportFinding){.check = check, .wants_answer = wants_answer};
    if (c->line) {
        f->place = c->line->indicator;
        f->name = c->line->name;
        f->unit = c->line->unit;
        f->found = c->line->value;
    }
    return f;
}

/* ---- numbers ---- */

static bool number(Str text, Dec *ret_value)
{
    return text.len && dec_parse(text, ret_value, NULL);
}

static Dec abs_of(Dec a)
{
    return a.coef < 0 ? (Dec){-a.coef, a.scale} : a;
}

/* a > b * factor, both not negative; false where the numbers are too long. */
static bool above(Dec a, Dec b, int64_t factor)
{
    Dec product;
    return dec_mul(b, dec_from_i64(factor), &product, NULL) && dec_cmp(a, product) > 0;
}

static bool difference(Dec a, Dec b, Dec *ret_difference)
{
    return dec_sub(a, b, ret_difference, NULL);
}

/* One unit of the coarser's last decimal, since each may be rounded; whole numbers count things and are
 * exact; or what the unit states. */
static bool within(Dec a, Dec b, const CheckLine *line)
{
    Dec apart, allowed, stated;
    int scale = a.scale < b.scale ? a.scale : b.scale;
    if (!difference(a, b, &apart))
        return true;
    allowed = (Dec){a.scale + b.scale > 0, scale};
    if (number(line->tolerance, &stated) && dec_cmp(stated, allowed) > 0)
        allowed = stated;
    return dec_cmp(abs_of(apart), allowed) <= 0;
}

static Str last_of(const CheckLine *line)
{
    return line->npast ? line->past[line->npast - 1] : S("");
}

/* ---- a line: what was typed ---- */

/* False: there is no number to look at. */
static bool check_typed(Checking *c)
{
    const CheckLine *l = c->line;
    if (l->typed_value.len && l->value.len == 0)
        add(c, CHECK_NUMBER, false)->found = l->typed_value;
    else if (l->total && l->typed_month.len && l->month.len == 0)
        add(c, CHECK_NUMBER, false)->found = l->typed_month;
    else if (l->owed && l->typed_value.len == 0)
        add(c, CHECK_MISSING, false);
    return l->value.len > 0;
}

/* ---- a line: running totals ---- */

static void check_total(Checking *c)
{
    const CheckLine *l = c->line;
    Dec now, before, month, sum, apart;
    if (!l->total || !number(l->value, &now) || !number(last_of(l), &before))
        return;
    if (dec_cmp(now, before) < 0) {
        ReportFinding *f = add(c, CHECK_FALLS, l->note.len == 0);
        f->expected = last_of(l);
        f->figure = difference(now, before, &apart) ? dec_str(c->arena, apart) : S("");
        return;
    }
    if (!number(l->month, &month) || !dec_add(before, month, &sum, NULL) || within(now, sum, l))
        return;
    ReportFinding *f = add(c, CHECK_SUM, true);
    f->expected = dec_str(c->arena, sum);
    f->figure = difference(now, sum, &apart) ? dec_str(c->arena, apart) : S("");
    f->where = last_of(l);
}

/* ---- a line: the unit of measure ---- */

enum { SLIP_LOW = 3000, SLIP_HIGH = 30000, SHARE_LOW = 50, SHARE_HIGH = 200 };

/* a is b times something between low and high. */
static bool is_times(Dec a, Dec b, int low, int high)
{
    return b.coef != 0 && above(a, b, low) && !above(a, b, high);
}

static bool check_measure(Checking *c)
{
    const CheckLine *l = c->line;
    Dec now, then;
    Str base = last_of(l).len ? last_of(l) : l->target;
    bool share = str_eq(l->unit, S("%"));
    if (!number(l->value, &now) || !number(base, &then))
        return false;
    now = abs_of(now);
    then = abs_of(then);
    int low = share ? SHARE_LOW : SLIP_LOW, high = share ? SHARE_HIGH : SLIP_HIGH;
    bool up = is_times(now, then, low, high), down = is_times(then, now, low, high);
    if (share) /* a share as a fraction, 0.85 for 85 */
        up = up && above(now, dec_from_i64(100), 1), down = down && !above(now, dec_from_i64(1), 1);
    if (!up && !down)
        return false;
    ReportFinding *f = add(c, CHECK_MEASURE, true);
    f->expected = base;
    f->figure = share ? S("100") : S("10000");
    return true;
}

/* ---- a line: jumps ---- */

/* Completion in per cent less the scheduled share; false where it is not known. */
static bool gap_of(Str value, Str target, Str plan, Dec *ret_gap)
{
    Dec v, t, p, percent;
    return number(value, &v) && number(target, &t) && t.coef > 0 && number(plan, &p) &&
           dec_mul(v, dec_from_i64(100), &v, NULL) && dec_div(v, t, 1, &percent, NULL) &&
           difference(percent, p, ret_gap);
}

enum { JUMP_POINTS = 15, JUMP_TIMES = 3, JUMP_MONTHS = 3 };

/* The distance to the schedule has moved by 15 points or more since last month. */
static void check_jump_plan(Checking *c, Str plan)
{
    const CheckLine *l = c->line;
    Dec now, before, moved;
    if (number(l->value, &now) && number(last_of(l), &before) && dec_cmp(now, before) == 0)
        return; /* it did not move: that is CHECK_SAME */
    if (l->npast == 0 || !gap_of(l->value, l->target, plan, &now) ||
        !gap_of(last_of(l), l->target, l->plans[l->npast - 1], &before) ||
        !difference(now, before, &moved) || dec_cmp(abs_of(moved), dec_from_i64(JUMP_POINTS)) < 0)
        return;
    ReportFinding *f = add(c, CHECK_JUMP_PLAN, true);
    f->expected = plan;
    f->figure = dec_str(c->arena, moved);
    f->where = dec_str(c->arena, now);
    c->jumped = true;
}

/* What came in this month against the largest of the months before: of at least three. */
static void check_jump_past(Checking *c)
{
    const CheckLine *l = c->line;
    Dec now, before, step, most = dec_from_i64(0);
    int known = 0;
    for (int i = 1; i < l->npast; i++)
        if (number(l->past[i], &now) && number(l->past[i - 1], &before) &&
            difference(now, before, &step)) {
            known++;
            step = abs_of(step);
            if (dec_cmp(step, most) > 0)
                most = step;
        }
    if (known < JUMP_MONTHS - 1 || !number(l->value, &now) || !number(last_of(l), &before) ||
        !difference(now, before, &step) || most.coef == 0 || !above(abs_of(step), most, JUMP_TIMES))
        return;
    ReportFinding *f = add(c, CHECK_JUMP_PAST, true);
    f->figure = dec_str(c->arena, step);
    f->expected = dec_str(c->arena, most);
    c->jumped = true;
}

/* ---- a line: too even ---- */

static bool is_done(const CheckLine *l, Dec value)
{
    Dec target;
    return number(l->target, &target) && dec_cmp(value, target) >= 0;
}

static void check_same(Checking *c)
{
    const CheckLine *l = c->line;
    Dec now, before;
    if (number(l->value, &now) && number(last_of(l), &before) && now.coef != 0 &&
        dec_cmp(now, before) == 0 && !is_done(l, now))
        add(c, CHECK_SAME, true)->expected = last_of(l);
}

/* 100.0 % of what was scheduled (of a rate: of its target), to one decimal. */
static bool is_hundred(const CheckLine *l, Str value, Str plan)
{
    Dec v, t, p, due = {0}, percent;
    if (!number(value, &v) || !number(l->target, &t) || t.coef <= 0)
        return false;
    if (number(plan, &p)) {
        if (!dec_mul(t, p, &due, NULL) || due.coef == 0 ||
            !dec_mul(v, dec_from_i64(10000), &v, NULL))
            return false;
    } else if (!l->rate || !dec_mul(v, dec_from_i64(100), &v, NULL)) {
        return false;
    } else {
        due = t;
    }
    return dec_div(v, due, 1, &percent, NULL) && dec_cmp(percent, dec_from_i64(100)) == 0;
}

static void check_hundred(Checking *c, Str plan)
{
    const CheckLine *l = c->line;
    Dec now;
    int n = l->npast;
    if (n < 2 || !is_hundred(l, l->value, plan) ||
        !is_hundred(l, l->past[n - 1], l->plans[n - 1]) ||
        !is_hundred(l, l->past[n - 2], l->plans[n - 2]) || !number(l->value, &now))
        return;
    /* a rate that is simply full, and a total that has been reached, are no wonder */
    if (l->rate ? str_eq(l->unit, S("%")) && dec_cmp(now, dec_from_i64(100)) == 0 : is_done(l, now))
        return;
    add(c, CHECK_HUNDRED, true)->expected = l->target;
}

/* ---- a line: sums ---- */

static void check_sums(Checking *c)
{
    const CheckLine *l = c->line;
    Dec now, sum, apart;
    if (!number(l->value, &now))
        return;
    if (l->additive && number(l->city_sum, &sum) && !within(now, sum, l) &&
        (l->city_whole || dec_cmp(sum, now) > 0)) {
        ReportFinding *f = add(c, CHECK_CITY, true);
        f->expected = l->city_sum;
        f->figure = difference(now, sum, &apart) ? dec_str(c->arena, apart) : S("");
    }
    if (number(l->parts_sum, &sum) && !within(now, sum, l)) {
        ReportFinding *f = add(c, CHECK_PARTS, true);
        f->expected = l->parts_sum;
        f->figure = difference(now, sum, &apart) ? dec_str(c->arena, apart) : S("");
    }
}

static void check_line(Checking *c, Str plan)
{
    const CheckLine *l = c->line;
    c->jumped = false;
    if (l->settled || !check_typed(c))
        return;
    check_total(c);
    if (!check_measure(c)) { /* a slip explains the jump */
        check_jump_plan(c, plan);
        check_jump_past(c);
    }
    check_same(c);
    check_hundred(c, plan);
    check_sums(c);
    if (!l->has_file && (l->wants_file || c->jumped))
        add(c, CHECK_EVIDENCE, true);
}

/* ---- narratives ---- */

enum { RUN = 5, ALIKE_PERCENT = 80, PASSAGE_CHARACTERS = 30 };

/* Hashes of every run of five characters, and where each begins. */
typedef struct Runs {
    uint32_t *hashes;
    int32_t *at;
    int count;
} Runs;

static Runs runs_of(Arena *arena, Str text)
{
    ptrdiff_t n = utf8_count(text);
    Runs r = {0};
    if (n < RUN)
        return r;
    r.hashes = arena_raw_new(arena, uint32_t, n);
    r.at = arena_raw_new(arena, int32_t, n + 1);
    uint32_t last[RUN] = {0};
    int seen = 0;
    for (ptrdiff_t at = 0; at < text.len; seen++) {
        r.at[seen] = (int32_t)at;
        last[seen % RUN] = utf8_next(text, &at);
        if (seen < RUN - 1)
            continue;
        uint32_t hash = 2166136261U;
        for (int i = 1; i <= RUN; i++)
            hash = (hash ^ last[(seen + i) % RUN]) * 16777619U;
        r.hashes[r.count++] = hash ^ hash >> 15;
    }
    r.at[seen] = (int32_t)text.len;
    return r;
}

enum { BUCKETS = 4096 };

int report_text_alike(Arena *arena, Str text, Str other, Str *ret_passage)
{
    ArenaMark mark = arena_mark(arena);
    Runs own = runs_of(arena, text), others = runs_of(arena, other);
    int alike = 0, run = 0, best = 0, best_from = 0;
    *ret_passage = S("");
    if (own.count + RUN - 1 < COPIED_CHARACTERS || others.count == 0) {
        arena_rewind(arena, mark);
        return 0;
    }
    int *first = arena_new(arena, int, BUCKETS);
    int *next = arena_raw_new(arena, int, others.count);
    for (int i = 0; i < others.count; i++) {
        int *head = &first[others.hashes[i] % BUCKETS];
        next[i] = *head;
        *head = i + 1;
    }
    for (int i = 0; i < own.count; i++) {
        int at = first[own.hashes[i] % BUCKETS];
        while (at && others.hashes[at - 1] != own.hashes[i])
            at = next[at - 1];
        run = at ? run + 1 : 0;
        alike += at != 0;
        if (run > best) {
            best = run;
            best_from = i - run + 1;
        }
    }
    int percent = alike * 100 / own.count;
    int until = best_from + best + RUN - 1;
    if (best && until > best_from + PASSAGE_CHARACTERS)
        until = best_from + PASSAGE_CHARACTERS;
    if (best)
        *ret_passage = str_sub(text, own.at[best_from], own.at[until]);
    arena_rewind(arena, mark);
    return percent;
}

/* The one most alike of last month's own and of the others'. */
static void check_copied(Checking *c, const CheckTask *task, bool own)
{
    int most = ALIKE_PERCENT - 1;
    const CheckText *like = NULL;
    Str passage = S(""), found;
    for (int i = 0; i < task->nothers; i++) {
        const CheckText *o = &task->others[i];
        int alike =
            o->own == own ? report_text_alike(c->arena, task->progress, o->text, &found) : 0;
        if (alike > most) {
            most = alike;
            like = o;
            passage = found;
        }
    }
    if (!like)
        return;
    ReportFinding *f = add(c, own ? CHECK_COPIED_OWN : CHECK_COPIED_OTHER, true);
    f->place = task->task;
    f->found = passage;
    f->figure = arena_fmt(c->arena, "%d", most);
    f->where = like->where;
}

static bool is_no(Str on_time)
{
    return str_eq(on_time, S("否")) || str_eq(on_time, S("no"));
}

static void check_task(Checking *c, const CheckTask *task)
{
    check_copied(c, task, true);
    check_copied(c, task, false);
    if (is_no(task->on_time) && task->cause.len == 0)
        add(c, CHECK_CAUSE, true)->place = task->task;
    if (utf8_count(task->progress) > REPORT_NARRATIVE_CHARACTERS) {
        ReportFinding *f = add(c, CHECK_LONG, false);
        f->place = task->task;
        f->figure = arena_fmt(c->arena, "%lld", (long long)utf8_count(task->progress));
        f->expected = arena_fmt(c->arena, "%d", REPORT_NARRATIVE_CHARACTERS);
    }
}

static void check_request(Checking *c, const CheckForm *form, int index)
{
    const CheckRequest *r = &form->requests[index];
    if (r->matter.len == 0)
        return;
    for (int i = 0; i < form->nlevels; i++)
        if (str_eq(r->level, form->levels[i]))
            return;
    ReportFinding *f = add(c, CHECK_LEVEL, false);
    f->place = arena_fmt(c->arena, "request %d", index + 1);
    f->found = r->level;
    f->figure = arena_fmt(c->arena, "%d", index + 1);
}

void report_check_run(Arena *arena, const CheckForm *form, ReportFindingList *ret_findings)
{
    Checking c = {.arena = arena, .list = ret_findings};
    for (int i = 0; i < form->nlines; i++) {
        c.line = &form->lines[i];
        check_line(&c, c.line->plan);
    }
    c.line = NULL;
    for (int i = 0; i < form->ntasks; i++)
        check_task(&c, &form->tasks[i]);
    for (int i = 0; i < form->nrequests; i++)
        check_request(&c, form, i);
}
