/* Rules of a formal talk that look beyond it: one talk for one cause, exempt units, who may issue a notice. */
#include "app/talk/talk_parts.h"
#include "base/utf8.h"

enum { ONE_CAUSE_DAYS = 31 }; /* the same body and cause within a month: one talk */

/* County-level Party committees and governments, and the zones beside them: the leading group approves, and no
 * coordinating body writes to them. */
static bool is_below(const Unit *unit)
{
    return !str_eq(unit->kind, S("department")) && !str_eq(unit->kind, S("taskforce"));
}

static Str lead_body(const TalkRow *t)
{
    Str bodies = t->bodies, lead = str_cut(&bodies, ';');
    return lead.len ? lead : t->unit;
}

/* Since when it is on its way; DATE_NONE: it is not, or no more. */
static Date applied_on(const TalkRow *t)
{
    Date on = DATE_NONE;
    for (int i = 0; i < t->steps.count; i++) {
        const TalkStep *s = &t->steps.items[i];
        TalkState state;
        if (!talk_state_parse(s->state, &state))
            continue;
        if (state >= TALK_WAIVED)
            return DATE_NONE;
        if (on == DATE_NONE && state >= TALK_APPLIED && !date_parse(s->on_date, &on, NULL))
            on = DATE_NONE;
    }
    return on;
}

static bool check_one(App *app, Db *tx, const TalkCase *c, Err *err)
{
    TalkList all = {0};
    if (!talk_list(tx, app->arena, app->def.code, &all, err))
        return false;
    for (int i = 0; i < all.count; i++) {
        const TalkRow *t = &all.items[i];
        Date on = applied_on(t);
        if (on == DATE_NONE || str_eq(t->id, c->row.id) || !str_eq(t->step, c->row.step) ||
            !str_eq(lead_body(t), lead_body(&c->row)))
            continue;
        if (str_eq(t->period, c->row.period) || app->today - on < ONE_CAUSE_DAYS)
            return err_set(err, ERR_TALK_ONE, {"unit", unit_name(app, t->unit)},
                           {"period", period_name(app, t->period)});
    }
    return true;
}

static bool check_exempt(App *app, const TalkCase *c, Err *err)
{
    Scheme scheme;
    Str digest;
    if (!scheme_for_period(app, c->period, c->row.group, &scheme, &digest, err))
        return false;
    return !streak_is_exempt(&scheme.streak, c->row.unit,
                             month_span_of_dates(c->period->from, c->period->to)) ||
           err_set(err, ERR_TALK_EXEMPT, {"unit", c->unit->name}, {"period", c->row.period});
}

static bool check_issuer(const App *app, const TalkCase *c, Str issuer, Err *err)
{
    for (int i = 0; i < app->def.bodies.count && is_below(c->unit); i++) {
        const Body *b = &app->def.bodies.items[i];
        bool coordinating = str_eq(b->kind, S("leading_group")) || str_eq(b->kind, S("office")) ||
                            str_eq(b->kind, S("team"));
        if (coordinating && (str_has(issuer, b->name) || str_has(b->name, issuer)))
            return err_set(err, ERR_TALK_ISSUER, {"found", utf8_prefix(issuer, 80)},
                           {"body", b->name});
    }
    return true;
}

/* Approved from a seat in the leading group, or with the number of the paper by which it did. */
static bool check_authority(const TalkCase *c, const TalkForm *form, Err *err)
{
    const TalkEntry *approval = talk_entry(c, TALK_APPROVE);
    if (!is_below(c->unit) || talk_value(approval, "authority").len ||
        talk_value(approval, "document").len || form->values[TALK_F_DOCUMENT].len)
        return true;
    return err_set(err, ERR_TALK_AUTHORITY, {"unit", c->unit->name});
}

bool talk_check_rules(App *app, Db *tx, const TalkCase *c, TalkAct act, const TalkForm *form,
                      Err *err)
{
    switch (act) {
    case TALK_APPLY:
    case TALK_APPROVE:
        return check_exempt(app, c, err) && check_one(app, tx, c, err);
    case TALK_NOTIFY:
        return check_issuer(app, c, form->values[TALK_F_ISSUER], err) &&
               check_authority(c, form, err);
    default:
        return true;
    }
}
