#include "app/target/target_change.h"

#include "app/clean_text.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/evaluation.h"
#include "store/target.h"

typedef struct Writing {
    App *app;
    AppWrite write;
    TargetChange change;
    int from; /* period index */
    int64_t seen;
} Writing;

static Str number_text(Arena *arena, int64_t number)
{
    return arena_fmt(arena, "%lld", (long long)number);
}

/* A sentence that must be there: one line, nothing invisible. */
static bool take_why(App *app, const char *field, Str text, Str *ret_text, Err *err)
{
    static const CleanRule rule = {SC("LIMIT_TARGET_REASON_CHARACTERS"),
                                   LIMIT_TARGET_REASON_CHARACTERS, false};
    return clean_text(app->arena, &rule, text, ret_text, err) &&
           (ret_text->len > 0 || err_set(err, ERR_TARGET_WHY, {"field", str_from_z(field)}));
}

/* In the transaction: a freeze that came first has kept the value that the change would replace. */
static bool not_frozen(Db *tx, App *app, int from, Err *err)
{
    RunList runs = {0};
    if (!run_list(tx, app->arena, app->def.code, &runs, err))
        return false;
    for (int i = 0; i < runs.count; i++) {
        int at = app_period_index(app, runs.items[i].period);
        if (str_eq(runs.items[i].kind, S("frozen")) && at >= from)
            return err_set(err, ERR_TARGET_FROZEN, {"period", runs.items[i].period});
    }
    return true;
}

static Str detail_of(Arena *arena, const TargetChange *c)
{
    Out detail = out_new(arena, 1 << 16);
    Json json = json_new(&detail, false);
    json_object(&json);
    json_kstr(&json, S("target"), c->target);
    json_kstr(&json, S("unit"), c->unit);
    json_ki64(&json, S("seq"), c->seq);
    json_kstr(&json, S("from"), c->from);
    json_kstr(&json, S("before"), c->before);
    json_kstr(&json, S("after"), c->after);
    json_kstr(&json, S("behind_period"), c->behind_period);
    json_object_end(&json);
    return out_str(&detail);
}

static bool save(Db *tx, void *ctx, Err *err)
{
    Writing *w = ctx;
    App *app = w->app;
    int64_t last;
    if (!target_change_last_seq(tx, app->def.code, w->change.target, &last, err))
        return false;
    if (w->seen != last)
        return err_set(err, ERR_TARGET_CHANGED, {"target", w->change.target},
                       {"found", number_text(app->arena, last)},
                       {"expected", number_text(app->arena, w->seen)});
    if (!not_frozen(tx, app, w->from, err))
        return false;
    w->change.id = app_id(app);
    w->change.seq = last + 1;
    w->write.object = arena_fmt(app->arena, "target_change %.*s", STR_ARG(w->change.id));
    w->write.detail = detail_of(app->arena, &w->change);
    return target_change_save(tx, app->def.code, &w->change, err);
}

/* The unit holds a seat in the period, and the target may stand with it. */
static bool check_unit(App *app, int target, int unit, int from, Err *err)
{
    const CampaignIndex *x = app_index(app);
    const Unit *u = &x->def->units.items[unit];
    int indicator = map_get(&x->indicators, x->def->targets.items[target].indicator);
    if (indicator >= 0 && target_is_below_red_line(&x->def->indicators.items[indicator], u))
        return err_set(err, ERR_STATISTICS_BELOW,
                       {"indicator", x->def->indicators.items[indicator].name}, {"unit", u->name});
    /* A part whose unit has ended may still be set to nothing: by whoever was its last holder. */
    return index_is_member(x, unit, from) ||
           (u->valid_to != DATE_NONE && x->def->periods.items[from].to > u->valid_to) ||
           err_set(err, ERR_UNIT_NOT_MEMBER, {"unit", u->name},
                   {"period", x->def->periods.items[from].code});
}

/* The newest month before the change that has a value, and whether the target was behind in it. */
static bool look_back(App *app, int target, int unit, int from, TargetChange *c, Err *err)
{
    TargetBook book;
    TargetSeries series;
    TargetFigures f;
    int period = from;
    if (!target_book_one(app, app_index(app), target, &book, err) ||
        !target_series(app->arena, &book, target, &series, err))
        return false;
    while (period >= 0 && !series_at(&series, unit, period))
        period--;
    if (!target_figures_at(app->arena, &series, unit, period, from, &f, err))
        return false;
    if (f.period < 0 || !f.is_behind)
        return true;
    c->behind_period = app->def.periods.items[f.period].code;
    c->behind_gap = f.gap;
    return true;
}

enum { VALUE_DECIMALS = 6 };

/* What sums of thousands of units can hold: a slip of the hand would close every page that adds it up. Rates alone fall. */
static bool is_plausible(const Target *target, Dec value)
{
    const Dec most = dec_from_i64(INT64_C(1000000000000000)), none = dec_from_i64(0);
    Dec away = value;
    bool negative = dec_cmp(value, none) < 0;
    if (value.scale > VALUE_DECIMALS || (negative && !dec_sub(none, value, &away, NULL)))
        return false;
    return dec_cmp(away, most) < 0 && (!negative || str_eq(target->unit, S("%")));
}

static bool fill(App *app, const TargetEntry *entry, int target, Writing *w, Err *err)
{
    const CampaignIndex *x = app_index(app);
    int unit = entry->unit.len ? map_get(&x->units, entry->unit) : -1;
    Dec value, before;
    const CampaignPeriod *period;
    if (entry->unit.len && unit < 0)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", utf8_prefix(entry->unit, 80)});
    if (!app_period(app, entry->from, &period, err))
        return false;
    w->from = app_period_index(app, period->code);
    if (!dec_parse(str_trim(entry->value), &value, NULL) ||
        !is_plausible(&x->def->targets.items[target], value))
        return err_set(err, ERR_TARGET_VALUE, {"found", utf8_prefix(entry->value, 40)});
    Owed owed = target_owed(x, target, unit, w->from);
    w->change.before = owed.value;
    w->change.after = dec_str(app->arena, value);
    w->change.unit = unit < 0 ? S("") : x->def->units.items[unit].code;
    w->change.from = period->code;
    if (dec_parse(owed.value, &before, NULL) && dec_cmp(before, value) == 0)
        return err_set(err, ERR_TARGET_SAME, {"found", owed.value});
    return (unit < 0 || check_unit(app, target, unit, w->from, err)) &&
           take_why(app, "reason", entry->reason, &w->change.reason, err) &&
           take_why(app, "document", entry->document, &w->change.document, err) &&
           look_back(app, target, unit, w->from, &w->change, err);
}

bool target_change(App *app, const TargetEntry *entry, TargetChange *ret_change, Err *err)
{
    int target;
    Writing w = {.app = app};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_TARGET_CHANGE, S(""), utf8_prefix(entry->target, 80), err) ||
        !targets_find(app, entry->target, &target, err))
        return false;
    const CampaignIndex *x = app_index(app);
    w.seen = entry->seen == TARGET_SEEN_ANY ? group_count(&x->changes_of, target) : entry->seen;
    w.change = (TargetChange){.target = x->def->targets.items[target].code,
                              .at = app->now_ms,
                              .by = app->actor.name,
                              .behalf = app->actor.behalf};
    w.write =
        (AppWrite){.action = ACT_TARGET_CHANGE, .object = w.change.target, .fn = save, .ctx = &w};
    if (!fill(app, entry, target, &w, err) || !app_write(app, &w.write, err))
        return false;
    *ret_change = w.change;
    return true;
}
