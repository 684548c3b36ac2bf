/* Reading formal talks: whose they are, what stands in them for whom, what comes next. */
#include "app/talk/talk_case.h"

#include "app/ledger/progress.h"
#include "app/restricted.h"
#include "app/talk/talk_parts.h"
#include "base/utf8.h"
#include "sys/json_in.h"

/* ---- values ---- */

const TalkEntry *talk_entry(const TalkCase *c, TalkAct act)
{
    for (int i = c->entries.count - 1; i >= 0; i--)
        if (c->entries.items[i].recorded && c->entries.items[i].act == act)
            return &c->entries.items[i];
    return NULL;
}

Str talk_value(const TalkEntry *entry, const char *name)
{
    const Tree *member = entry && entry->body ? tree_get(entry->body, str_from_z(name)) : NULL;
    return member && member->kind == TREE_TEXT ? member->text : S("");
}

Date talk_date(const TalkEntry *entry, const char *name)
{
    Date date;
    return date_parse(talk_value(entry, name), &date, NULL) ? date : DATE_NONE;
}

/* ---- who ---- */

static bool took_part(const App *app, const TalkCase *c, TalkAct act)
{
    for (int i = 0; i < c->entries.count; i++) {
        const TalkEntry *e = &c->entries.items[i];
        bool same = e->recorded ? e->act == act
                                : str_eq(e->step.state, talk_state_word(talk_rule(act)->to));
        if (same && app_is_self(app, e->step.by, e->behalf))
            return true;
    }
    return false;
}

static bool reported_any(const App *app, const TalkCase *c)
{
    for (int i = 0; i < c->told.count; i++)
        if (c->told.items[i].revision > 1 &&
            app_is_self(app, c->told.items[i].by, c->told.items[i].behalf))
            return true;
    return took_part(app, c, TALK_REPORT);
}

bool talk_check_person(const App *app, const TalkCase *c, TalkAct act, Err *err)
{
    bool decides = act == TALK_APPROVE || act == TALK_WAIVE || act == TALK_EXEMPT;
    if (decides && took_part(app, c, TALK_APPLY))
        return err_set(err, ERR_TALK_APPLICANT, {"account", app->actor.name});
    if (act == TALK_VERIFY && (took_part(app, c, TALK_HOLD) || reported_any(app, c)))
        return err_set(err, ERR_TALK_VERIFIER, {"account", app->actor.name});
    return true;
}

/* ---- one case ---- */

Str talk_object(const App *app, Str id)
{
    return arena_fmt(app->arena, "talk %.*s", STR_ARG(utf8_prefix(id, 40)));
}

bool talk_is_inner(TalkAct act)
{
    return act == TALK_APPLY || act == TALK_APPROVE || act == TALK_CLOSE;
}

static bool is_minutes(const TalkEntry *e)
{
    return e->act == TALK_HOLD || e->act == TALK_REPORT || e->act == TALK_VERIFY;
}

static bool parse_body(App *app, TalkEntry *e)
{
    Tree *tree;
    Err ignored = {0};
    if (!json_parse(app->arena, e->text, &tree, &ignored))
        return false;
    e->body = tree;
    return true;
}

static void add_entries(App *app, TalkCase *c, const TalkRecords *records)
{
    for (int i = 0; i < c->row.steps.count; i++) {
        TalkEntry *e = arena_push(app->arena, &c->entries);
        *e = (TalkEntry){.step = c->row.steps.items[i]};
        (void)talk_state_parse(e->step.state, &e->state);
        c->state = e->state;
        for (int k = 0; k < records->count; k++) {
            const TalkRecord *r = &records->items[k];
            if (r->number != e->step.number || !talk_act_parse(r->act, &e->act))
                continue;
            e->recorded = true;
            e->behalf = r->behalf;
            e->text = r->body;
            (void)parse_body(app, e);
        }
        c->has_minutes |= e->recorded && e->act == TALK_HOLD;
    }
}

/* What the reader may not see is not in the case at all. */
static void close_entries(App *app, TalkCase *c)
{
    for (int i = 0; i < c->entries.count; i++) {
        TalkEntry *e = &c->entries.items[i];
        bool closed = c->restricted || (talk_is_inner(e->act) && !c->inner) ||
                      (is_minutes(e) && !c->minutes_read);
        if (c->restricted)
            e->step.reason = S("");
        if (!e->recorded || !closed)
            continue;
        e->closed = true;
        e->body = NULL;
        e->text = S("");
    }
    if (!c->inner)
        c->row.evidence = talk_evidence_open(app->arena, c->row.evidence);
    if (c->restricted) {
        c->row.evidence = S("{}");
        c->commitments.count = c->told.count = 0;
    }
}

/* The next day that something is due: of the talk itself, of the report. */
static Date due_of(const TalkCase *c)
{
    switch (c->state) {
    case TALK_APPLIED:
    case TALK_APPROVED:
        return talk_date(talk_entry(c, TALK_APPLY), "on");
    case TALK_NOTIFIED:
    case TALK_RECEIVED:
        return talk_date(talk_entry(c, TALK_NOTIFY), "on");
    case TALK_HELD:
        return talk_date(talk_entry(c, TALK_HOLD), "report_due");
    default:
        return DATE_NONE;
    }
}

static void fill_acts(App *app, TalkCase *c)
{
    for (int i = 0; i < TALK_ACTS; i++) {
        const TalkRule *rule = talk_rule((TalkAct)i);
        if ((rule->from & (1u << c->state)) && permit(&app->actor, rule->action, c->seat, NULL) &&
            talk_check_person(app, c, (TalkAct)i, NULL))
            c->acts |= 1u << i;
    }
    /* what is on its way is applied for once more by who may, but not offered as the next step */
    if (c->state == TALK_APPLIED && (c->acts & (1u << TALK_APPROVE)))
        c->acts &= ~(1u << TALK_APPLY);
}

bool talk_fill(App *app, Db *db, const TalkRow *row, TalkCase *c, Err *err)
{
    TalkRecords records = {0};
    *c = (TalkCase){.row = *row, .unit = app_unit(app, row->unit), .due = DATE_NONE};
    int period = app_period_index(app, row->period);
    if (!c->unit || period < 0)
        return err_set(err, ERR_TALK_ID, {"found", row->id});
    c->period = &app->def.periods.items[period];
    c->seat = progress_seat(app, row->unit);
    c->own = app->actor.unit.len > 0 && str_eq(c->seat, app->actor.unit);
    c->inner = permit_scope(app->actor.role, ACT_TALK_READ) == SCOPE_ALL;
    if (!talk_records(db, app->arena, row->id, &records, err) ||
        !talk_commitments(db, app->arena, row->id, &c->commitments, &c->told, err))
        return false;
    add_entries(app, c, &records);
    c->due = due_of(c);
    c->may_read_minutes = permit(&app->actor, ACT_TALK_MINUTES_READ, c->seat, NULL);
    c->restricted = restricted_unit(app, row->unit) && !restricted_may(app, c->seat);
    fill_acts(app, c);
    return true;
}

/* A talk of the same body and cause that comes first is the one talk for both. */
static bool find_one_talk(App *app, TalkCase *c, Err *err)
{
    TalkList all = {0};
    if (!talk_list(app->db, app->arena, app->def.code, &all, err))
        return false;
    int *first = arena_new(app->arena, int, all.count);
    talks_merge(app->arena, &all, first);
    for (int i = 0; i < all.count; i++)
        if (str_eq(all.items[i].id, c->row.id) && first[i] != i) {
            c->one_talk_with = all.items[first[i]].id;
            c->one_talk_unit = all.items[first[i]].unit;
        }
    return true;
}

static bool unknown(Str id, Err *err)
{
    return err_set(err, ERR_TALK_ID, {"found", utf8_prefix(id, 40)});
}

bool talk_load(App *app, Str id, TalkCase *ret_case, Err *err)
{
    bool found;
    TalkRow row;
    if (!app_need_campaign(app, err))
        return false;
    if (!permit_any(&app->actor, ACT_TALK_READ))
        return app_refuse(app, ACT_TALK_READ, S(""), talk_object(app, id), err);
    if (!talk_find(app->db, app->arena, app->def.code, id, &found, &row, err))
        return false;
    if (!found)
        return unknown(id, err);
    if (!talk_fill(app, app->db, &row, ret_case, err))
        return false;
    if (!ret_case->inner && !ret_case->own) { /* not even that there is one */
        (void)app_refuse(app, ACT_TALK_READ, row.unit, talk_object(app, id), err);
        return unknown(id, err);
    }
    return true;
}

bool talk_read(App *app, Str id, bool minutes, TalkCase *ret_case, Err *err)
{
    TalkCase c;
    if (!talk_load(app, id, &c, err) || !find_one_talk(app, &c, err))
        return false;
    Str object = talk_object(app, c.row.id);
    /* of a restricted unit the evidence alone says enough: who may read it is on record for that */
    bool restricted = restricted_unit(app, c.row.unit) && (minutes || !c.restricted);
    if (restricted && !restricted_read(app, c.seat, object, err))
        return false;
    if (minutes) {
        if (!app_record(app, ACT_TALK_MINUTES_READ, c.seat, object, S("{\"what\":\"minutes\"}"),
                        err))
            return false;
        c.minutes_read = true;
    }
    close_entries(app, &c);
    *ret_case = c;
    return true;
}

bool talk_find_id(App *app, Str period, Str unit_code, Str *ret_id, Err *err)
{
    TalkList talks = {0};
    const Unit *unit = app_unit(app, unit_code);
    if (!app_need_campaign(app, err))
        return false;
    if (!permit_any(&app->actor, ACT_TALK_READ))
        return app_refuse(app, ACT_TALK_READ, S(""), S("talks"), err);
    if (!unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
    if (permit_scope(app->actor.role, ACT_TALK_READ) != SCOPE_ALL &&
        !str_eq(progress_seat(app, unit->code),
                app->actor.unit)) { /* not even whether there is one */
        (void)app_refuse(app, ACT_TALK_READ, unit->code, S("talks"), err);
        return err_set(err, ERR_TALK_UNKNOWN, {"unit", unit->name}, {"period", period});
    }
    if (!talk_list(app->db, app->arena, app->def.code, &talks, err))
        return false;
    for (int i = 0; i < talks.count; i++)
        if (str_eq(talks.items[i].period, period) && str_eq(talks.items[i].unit, unit->code)) {
            *ret_id = talks.items[i].id;
            return true;
        }
    return err_set(err, ERR_TALK_UNKNOWN, {"unit", unit->name}, {"period", period});
}

bool talk_cases(App *app, TalkCases *ret_cases, Err *err)
{
    TalkList all = {0};
    TalkCases cases = {0};
    bool inner = permit_scope(app->actor.role, ACT_TALK_READ) == SCOPE_ALL;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_TALK_READ, app->actor.unit, S("talks"), err) ||
        !talk_list(app->db, app->arena, app->def.code, &all, err))
        return false;
    for (int i = all.count - 1; i >= 0; i--) {
        if (!inner && !str_eq(progress_seat(app, all.items[i].unit), app->actor.unit))
            continue;
        TalkCase *c = arena_push(app->arena, &cases);
        if (!talk_fill(app, app->db, &all.items[i], c, err))
            return false;
        close_entries(app, c);
    }
    *ret_cases = cases;
    return true;
}
