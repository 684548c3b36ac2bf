/* What people do with a formal talk: each act one step, one record, one row of the audit log, in one transaction. */
#include "app/campaign_index.h"
#include "app/clean_text.h"
#include "app/talk/talk_parts.h"
#include "base/limits.h"
#include "base/utf8.h"

enum { RECORD_VERSION = 1, BODY_BYTES_MAX = 1 << 18 };

typedef struct Acting {
    App *app;
    TalkAct act;
    const TalkRule *rule;
    Str id;
    TalkForm form; /* cleaned */
    TalkState to;
    TalkCommitments promised;
    Str body;
    Date held_on, report_due;
    AppWrite write;
} Acting;

/* ---- the form ---- */

static bool asks(const TalkRule *rule, TalkFieldId field)
{
    for (const TalkAsk *a = rule->asks; a->field != TALK_FIELDS; a++)
        if (a->field == field)
            return true;
    return false;
}

static bool missing(const Acting *w, TalkFieldId field, Err *err)
{
    if (field == TALK_F_REASON && w->act != TALK_APPLY)
        return err_set(err, ERR_TALK_REASON, {"expected", talk_state_word(w->rule->to)});
    if (field == TALK_F_TOLERANCE || field == TALK_F_TOLERANCE_WHY)
        return err_set(err, ERR_TALK_TOLERANCE);
    return err_set(err, ERR_TALK_FIELD, {"field", str_from_z(talk_fields[field].name)});
}

static bool is_choice(const char *choices, Str value)
{
    Str rest = str_from_z(choices);
    while (rest.len)
        if (str_eq(str_cut(&rest, '|'), value))
            return true;
    return false;
}

static bool check_field(const TalkFieldSpec *spec, Str value, Err *err)
{
    Date date;
    int64_t number;
    Str name = str_from_z(spec->name);
    if (spec->kind == TALK_CHOICE && !is_choice(spec->choices, value))
        return err_set(err, ERR_TALK_CHOICE, {"field", name}, {"found", utf8_prefix(value, 40)},
                       {"expected", str_from_z(spec->choices)});
    if (spec->kind == TALK_DATE && !date_parse(value, &date, NULL))
        return err_set(err, ERR_TALK_DATE, {"field", name}, {"found", utf8_prefix(value, 40)});
    if (spec->kind == TALK_NUMBER &&
        (!str_to_i64(value, &number) || number < 1 || number > LIMIT_TALK_DAYS))
        return err_set(err, ERR_TALK_DAYS);
    return true;
}

static bool take_form(Acting *w, const TalkForm *form, Err *err)
{
    for (const TalkAsk *a = w->rule->asks; a->field != TALK_FIELDS; a++) {
        const TalkFieldSpec *spec = &talk_fields[a->field];
        const CleanRule rule = {spec->kind == TALK_LINES ? S("LIMIT_TALK_CHARACTERS")
                                                         : S("LIMIT_TALK_LINE_CHARACTERS"),
                                talk_field_characters(a->field), spec->kind == TALK_LINES};
        Str *value = &w->form.values[a->field];
        if (!clean_text(w->app->arena, &rule, form->values[a->field], value, err))
            return false;
        if (value->len == 0 && a->required)
            return missing(w, a->field, err);
        if (value->len && !check_field(spec, *value, err))
            return false;
    }
    return true;
}

/* ---- minutes: problems, requirements, limits ---- */

/* "what|owner|5|1.2.1": the next cell of a line, trimmed; a full-width bar is one too. */
static Str next_cell(Str *line)
{
    ptrdiff_t at = str_find(*line, S("|"), 0), wide = str_find(*line, S("｜"), 0);
    ptrdiff_t cut = at < 0 || (wide >= 0 && wide < at) ? wide : at;
    Str cell = cut < 0 ? *line : str_sub(*line, 0, cut);
    *line = cut < 0 ? S("") : str_sub(*line, cut + (cut == wide ? 3 : 1), line->len);
    return utf8_trim(cell);
}

/* A row of a table that nothing was typed into is a line of bars. */
static bool is_empty_line(Str line)
{
    while (line.len)
        if (utf8_trim(str_cut(&line, '|')).len)
            return false;
    return true;
}

static bool bad_line(const Acting *w, int n, Str found, Err *err)
{
    return err_set(err, ERR_TALK_LINE, {"line", arena_fmt(w->app->arena, "%d", n)},
                   {"found", utf8_prefix(found, 80)});
}

static bool take_task(App *app, Str no, Err *err)
{
    return no.len == 0 || map_get(&app_index(app)->tasks, no) >= 0 ||
           err_set(err, ERR_TASK_UNKNOWN, {"found", utf8_prefix(no, 80)});
}

static bool take_problems(Acting *w, Json *json, Err *err)
{
    Str rest = w->form.values[TALK_F_PROBLEMS];
    int n = 0, at = 0; /* empty lines count in what is told, as they do in a table */
    json_key(json, S("problems"));
    json_array(json);
    while (rest.len) {
        Str line = utf8_trim(str_cut(&rest, '\n')), whole = line;
        at++;
        if (is_empty_line(line))
            continue;
        Str text = next_cell(&line), task = next_cell(&line);
        if (++n > LIMIT_TALK_COMMITMENTS || text.len == 0 || line.len)
            return bad_line(w, at, whole, err);
        if (!take_task(w->app, task, err))
            return false;
        json_object(json);
        json_kstr(json, S("text"), text);
        json_kstr(json, S("task"), task);
        json_object_end(json);
    }
    json_array_end(json);
    return n > 0 || bad_line(w, 1, S(""), err);
}

static bool take_requirement(Acting *w, const Calendar *calendar, Str line, int at, Err *err)
{
    App *app = w->app;
    Str whole = line, what = next_cell(&line), owner = next_cell(&line), days = next_cell(&line),
        task = next_cell(&line);
    int64_t workdays;
    Date due;
    int n = w->promised.count + 1;
    if (n > LIMIT_TALK_COMMITMENTS || what.len == 0 || owner.len == 0 || line.len ||
        !str_to_i64(days, &workdays) || workdays < 1 || workdays > LIMIT_TALK_DAYS)
        return bad_line(w, at, whole, err);
    if (!take_task(app, task, err) || !workday_add(calendar, w->held_on, (int)workdays, &due, err))
        return false;
    *arena_push(app->arena, &w->promised) = (TalkCommitment){.position = n,
                                                             .revision = 1,
                                                             .what = what,
                                                             .owner = owner,
                                                             .task = task,
                                                             .workdays = (int)workdays,
                                                             .due_on = date_str(app->arena, due),
                                                             .by = app->actor.name,
                                                             .behalf = app->actor.behalf};
    return true;
}

int talk_report_days(const App *app, bool *ret_workdays)
{
    const MonthRule *m = &app->def.month;
    *ret_workdays = m->talk_workdays > 0;
    return m->talk_workdays ? m->talk_workdays : m->talk_days;
}

/* The limit for the report: of the form, else of the campaign; never guessed. */
static bool take_limit(Acting *w, const Calendar *calendar, Err *err)
{
    bool workdays;
    int64_t days = talk_report_days(w->app, &workdays);
    Str typed = w->form.values[TALK_F_DAYS], kind = w->form.values[TALK_F_DAYS_KIND];
    if (typed.len)
        (void)str_to_i64(typed, &days);
    if (kind.len)
        workdays = str_eq(kind, S("workdays"));
    if (days == 0)
        return err_set(err, ERR_TALK_DAYS);
    return workdays ? workday_add(calendar, w->held_on, (int)days, &w->report_due, err)
                    : workday_add_days(calendar, w->held_on, (int)days, &w->report_due, err);
}

static bool bad_date(const Acting *w, Err *err)
{
    return err_set(err, ERR_TALK_DATE, {"field", S("on")}, {"found", w->form.values[TALK_F_ON]});
}

/* Nobody is called to a day that is past, and no talk was held before the day of its notice: the papers, and the days
 * that are counted from them, would contradict each other. */
static bool check_days(const Acting *w, const TalkCase *c, Err *err)
{
    Date on, called;
    if (!date_parse(w->form.values[TALK_F_ON], &on, NULL))
        return true;
    if ((w->act == TALK_APPLY || w->act == TALK_NOTIFY) && on < w->app->today)
        return bad_date(w, err);
    const TalkEntry *notice = w->act == TALK_HOLD ? talk_entry(c, TALK_NOTIFY) : NULL;
    return !notice || !date_parse(notice->step.on_date, &called, NULL) || on >= called ||
           bad_date(w, err);
}

static bool take_minutes(Acting *w, Json *json, Err *err)
{
    App *app = w->app;
    Calendar calendar;
    Str rest = w->form.values[TALK_F_REQUIREMENTS];
    (void)date_parse(w->form.values[TALK_F_ON], &w->held_on, NULL);
    if (w->held_on > app->today)
        return bad_date(w, err);
    if (!take_problems(w, json, err) || !app_workdays(app, &calendar, err))
        return false;
    for (int at = 1; rest.len; at++) {
        Str line = utf8_trim(str_cut(&rest, '\n'));
        if (!is_empty_line(line) && !take_requirement(w, &calendar, line, at, err))
            return false;
    }
    if (!w->promised.count)
        return bad_line(w, 1, S(""), err);
    if (!take_limit(w, &calendar, err))
        return false;
    json_key(json, S("requirements"));
    json_array(json);
    for (int i = 0; i < w->promised.count; i++) {
        const TalkCommitment *c = &w->promised.items[i];
        json_object(json);
        json_kstr(json, S("what"), c->what);
        json_kstr(json, S("owner"), c->owner);
        json_kstr(json, S("task"), c->task);
        json_ki64(json, S("workdays"), c->workdays);
        json_kstr(json, S("due_on"), c->due_on);
        json_object_end(json);
    }
    json_array_end(json);
    json_kstr(json, S("report_due"), date_str(app->arena, w->report_due));
    return true;
}

/* ---- the record ---- */

/* The leading group, where the person decides from a seat in it. */
static Str authority_of(const App *app)
{
    for (int i = 0; i < app->def.bodies.count; i++) {
        const Body *b = &app->def.bodies.items[i];
        if (str_eq(b->code, app->actor.body) && str_eq(b->kind, S("leading_group")))
            return b->code;
    }
    return S("");
}

static bool body_of(Acting *w, Str *ret_body, Err *err)
{
    App *app = w->app;
    Out out = out_new(app->arena, BODY_BYTES_MAX);
    Json json = json_new(&out, false);
    json_object(&json);
    for (int f = 0; f < TALK_FIELDS; f++) {
        bool list = w->act == TALK_HOLD && (f == TALK_F_PROBLEMS || f == TALK_F_REQUIREMENTS);
        if (asks(w->rule, (TalkFieldId)f) && !list)
            json_kstr(&json, str_from_z(talk_fields[f].name), w->form.values[f]);
    }
    if (w->act == TALK_APPROVE)
        json_kstr(&json, S("authority"), authority_of(app));
    if (app->actor.post.len)
        json_kstr(&json, S("post"), app->actor.post);
    if (w->act == TALK_HOLD && !take_minutes(w, &json, err))
        return false;
    json_object_end(&json);
    *ret_body = out_str(&out);
    return true;
}

/* What the audit log says of it: never what stands in the record, whose digest it has anyway. */
static Str detail_of(const Acting *w, int number)
{
    Out out = out_new(w->app->arena, 1 << 14);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("state"), talk_state_word(w->to));
    json_kstr(&json, S("act"), w->rule->word);
    json_ki64(&json, S("number"), number);
    json_object_end(&json);
    return out_str(&out);
}

static Str before_of(App *app, const TalkCase *c)
{
    for (int i = c->entries.count - 1; i >= 0; i--)
        if (c->entries.items[i].recorded)
            return app->digest(app->arena, c->entries.items[i].text);
    return S("");
}

static bool check_state(const TalkCase *c, const TalkRule *rule, Arena *arena, Err *err)
{
    if (rule->from & (1u << c->state))
        return true;
    Out expected = out_new(arena, 400);
    for (int s = 0; s < TALK_STATES; s++)
        if (rule->from & (1u << s)) {
            out_s(&expected, expected.len ? S(" / ") : S(""));
            out_s(&expected, talk_state_word((TalkState)s));
        }
    return err_set(err, ERR_TALK_STATE, {"unit", c->unit->name}, {"period", c->row.period},
                   {"found", talk_state_word(c->state)}, {"expected", out_str(&expected)});
}

static bool check_verified(Arena *arena, const TalkCase *c, const TalkForm *form, Err *err)
{
    int open = 0;
    for (int i = 0; i < c->commitments.count; i++)
        open += c->commitments.items[i].done_on.len == 0;
    if (open == 0 || !str_eq(form->values[TALK_F_RESULT], S("pass")))
        return true;
    return err_set(err, ERR_TALK_COMMITMENTS, {"count", arena_fmt(arena, "%d", open)});
}

static bool check(Acting *w, Db *tx, const TalkCase *c, Err *err)
{
    return check_state(c, w->rule, w->app->arena, err) &&
           talk_check_person(w->app, c, w->act, err) &&
           talk_check_rules(w->app, tx, c, w->act, &w->form, err) &&
           (w->act != TALK_VERIFY || check_verified(w->app->arena, c, &w->form, err));
}

/* The state is read in the transaction: of two who act at once the second meets what the first has done. */
static bool save_act(Db *tx, void *ctx, Err *err)
{
    Acting *w = ctx;
    App *app = w->app;
    TalkRow row;
    TalkCase c;
    bool found;
    int64_t at;
    if (!talk_find(tx, app->arena, app->def.code, w->id, &found, &row, err))
        return false;
    if (!found)
        return err_set(err, ERR_TALK_ID, {"found", w->id});
    if (!talk_fill(app, tx, &row, &c, err) || !check(w, tx, &c, err) ||
        !app_instant(app, tx, &at, err))
        return false;
    const TalkStep step = {.number = row.steps.count + 1,
                           .state = talk_state_word(w->to),
                           .at = at,
                           .on_date = app_today(app),
                           .by = app->actor.name,
                           .reason = w->act == TALK_APPLY ? S("") : w->form.values[TALK_F_REASON]};
    const TalkRecord record = {.number = step.number,
                               .act = w->rule->word,
                               .version = RECORD_VERSION,
                               .behalf = app->actor.behalf,
                               .before = before_of(app, &c),
                               .body = w->body};
    if (!talk_step_save(tx, row.id, &step, err) || !talk_record_save(tx, row.id, &record, err))
        return false;
    for (int i = 0; i < w->promised.count; i++) {
        w->promised.items[i].at = at;
        w->promised.items[i].result = w->promised.items[i].evidence = S("");
        w->promised.items[i].done_on = S("");
        if (!talk_commitment_save(tx, row.id, &w->promised.items[i], err))
            return false;
    }
    w->write.detail = detail_of(w, step.number);
    return true;
}

bool talk_act(App *app, Str id, TalkAct act, const TalkForm *form, Err *err)
{
    TalkCase c;
    Acting w = {.app = app, .act = act, .rule = talk_rule(act)};
    w.to = w.rule->to;
    for (int f = 0; f < TALK_FIELDS; f++)
        w.form.values[f] = S("");
    Str object = talk_object(app, id);
    if (!app_need_campaign(app, err) || !talk_load(app, id, &c, err) ||
        !app_permit(app, w.rule->action, c.seat, object, err))
        return false;
    w.id = c.row.id;
    Err first = {0};
    if (!check_state(&c, w.rule, app->arena, &first) || !talk_check_person(app, &c, act, &first)) {
        *err = first;
        return false;
    }
    if (!take_form(&w, form, err) || !check_days(&w, &c, err) || !body_of(&w, &w.body, err))
        return false;
    if (act == TALK_VERIFY && str_eq(w.form.values[TALK_F_RESULT], S("fail")))
        w.to = TALK_HELD;
    w.write = (AppWrite){
        .action = w.rule->action, .party = c.seat, .object = object, .fn = save_act, .ctx = &w};
    return app_write(app, &w.write, err);
}

/* ---- commitments ---- */

typedef struct Reporting {
    App *app;
    Str id;
    TalkDone done;
    AppWrite write;
} Reporting;

static bool save_done(Db *tx, void *ctx, Err *err)
{
    Reporting *w = ctx;
    App *app = w->app;
    TalkRow row;
    TalkCase c;
    bool found;
    if (!talk_find(tx, app->arena, app->def.code, w->id, &found, &row, err) ||
        !talk_fill(app, tx, &row, &c, err))
        return false;
    if (c.state != TALK_HELD)
        return err_set(err, ERR_TALK_STATE, {"unit", c.unit->name}, {"period", row.period},
                       {"found", talk_state_word(c.state)}, {"expected", S("held")});
    for (int i = 0; i < c.commitments.count; i++) {
        TalkCommitment now = c.commitments.items[i];
        if (now.position != w->done.position)
            continue;
        now.revision++;
        now.done_on = w->done.done_on;
        now.result = w->done.result;
        now.evidence = w->done.evidence;
        now.by = app->actor.name;
        now.behalf = app->actor.behalf;
        w->write.detail = arena_fmt(app->arena, "{\"commitment\":%d,\"revision\":%d,\"done\":%s}",
                                    now.position, now.revision, now.done_on.len ? "true" : "false");
        return app_instant(app, tx, &now.at, err) && talk_commitment_save(tx, row.id, &now, err);
    }
    return err_set(err, ERR_TALK_COMMITMENT,
                   {"found", arena_fmt(app->arena, "%d", w->done.position)});
}

bool talk_commitment_report(App *app, Str id, const TalkDone *done, Err *err)
{
    static const CleanRule lines = {SC("LIMIT_TALK_CHARACTERS"), LIMIT_TALK_CHARACTERS, true};
    TalkCase c;
    Date on;
    Reporting w = {.app = app, .done = *done};
    Str object = talk_object(app, id);
    if (!talk_load(app, id, &c, err) || !app_permit(app, ACT_TALK_REPORT, c.seat, object, err) ||
        !clean_text(app->arena, &lines, done->result, &w.done.result, err) ||
        !clean_text(app->arena, &lines, done->evidence, &w.done.evidence, err))
        return false;
    w.id = c.row.id;
    if (done->done_on.len && (!date_parse(done->done_on, &on, NULL) || on > app->today))
        return err_set(err, ERR_TALK_DATE, {"field", S("on")},
                       {"found", utf8_prefix(done->done_on, 40)});
    if (w.done.result.len == 0 || (w.done.done_on.len && w.done.evidence.len == 0))
        return err_set(err, ERR_TALK_DONE);
    w.write = (AppWrite){
        .action = ACT_TALK_REPORT, .party = c.seat, .object = object, .fn = save_done, .ctx = &w};
    return app_write(app, &w.write, err);
}
