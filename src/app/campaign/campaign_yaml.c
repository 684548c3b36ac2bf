/* campaign.yaml: keys, words, dates, and the order of the periods; and the files of schemes/. */
#include "app/campaign/campaign_read.h"
#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_file.h"
#include "app/scheme/scheme_load.h"
#include "app/tree_read.h"
#include "base/limits.h"
#include "sys/yaml.h"

#define COUNT(array) (int)(sizeof(array) / sizeof *(array))

static YamlPlace place_of(const Tree *at)
{
    return (YamlPlace){at->line, at->col};
}

static const Tree *read_tree(CampaignReader *reader, Str file, Str text)
{
    Tree *tree = NULL;
    Err err = {0};
    if (yaml_parse(reader->arena, text, &tree, &err))
        return tree;
    err_at_file(&err, file);
    faults_add(reader->faults, &err);
    return NULL;
}

/* ---- the head ---- */

static bool is_campaign_code(Str code)
{
    bool ok = code.len > 0 && code.len <= 64;
    for (ptrdiff_t i = 0; ok && i < code.len; i++) {
        char c = code.ptr[i];
        ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    return ok;
}

static void read_code(const TreeReader *tree, const Tree *map, Str key, Need need, Str *ret_code)
{
    if (tree_str(tree, map, key, need, ret_code) && !is_campaign_code(*ret_code))
        tree_fault(tree, tree_get(map, key), ERR_TREE_VALUE, {"key", key}, {"found", *ret_code},
                   {"expected", S("[a-z0-9-]{1,64}")});
}

static void read_head(CampaignReader *reader, const TreeReader *tree, const Tree *root)
{
    static const TreeWord formats[] = {{SC("duban-campaign/1"), 1}};
    CampaignDef *def = reader->def;
    int format;
    int64_t year = 0;
    tree_word(tree, root, S("format"), REQUIRED, formats, COUNT(formats), &format);
    read_code(tree, root, S("code"), REQUIRED, &def->code);
    tree_str(tree, root, S("name"), REQUIRED, &def->name);
    tree_str(tree, root, S("city"), REQUIRED, &def->city);
    tree_int(tree, root, S("year"), REQUIRED, 2000, 2100, &year);
    def->year = (int)year;
    const Tree *predecessor = tree_get(root, S("predecessor"));
    if (predecessor && predecessor->kind != TREE_NULL)
        read_code(tree, root, S("predecessor"), OPTIONAL, &def->predecessor);
    tree_bool(tree, root, S("sample"), REQUIRED, &def->sample);
    tree_str(tree, root, S("source_document"), OPTIONAL, &def->source_document);
    const Tree *issuer = tree_map(tree, root, S("issuer"), OPTIONAL);
    if (issuer) {
        static const Str known[] = {SC("name"), SC("number"), SC("source")};
        Str source;
        tree_known(tree, issuer, known, COUNT(known));
        tree_str(tree, issuer, S("name"), REQUIRED, &def->issuer);
        tree_str(tree, issuer, S("number"), REQUIRED, &def->issuer_number);
        tree_str(tree, issuer, S("source"), OPTIONAL, &source);
    }
}

/* ---- lists ---- */

static bool read_span(CampaignReader *reader, const TreeReader *tree, const Tree *map,
                      Date *ret_from, Date *ret_to)
{
    *ret_from = *ret_to = DATE_NONE;
    bool has_from = tree_date(tree, map, S("from"), REQUIRED, ret_from);
    bool has_to = tree_date(tree, map, S("to"), REQUIRED, ret_to);
    if (has_from && has_to && *ret_to < *ret_from)
        return tree_fault(tree, tree_get(map, S("to")), ERR_DATES_REVERSED,
                          {"found", date_str(reader->arena, *ret_to)},
                          {"from", date_str(reader->arena, *ret_from)});
    return has_from && has_to;
}

static void read_phases(CampaignReader *reader, const TreeReader *tree, const Tree *root)
{
    static const Str known[] = {SC("name"), SC("from"), SC("to"), SC("source")};
    const Tree *list = tree_list(tree, root, S("phases"), OPTIONAL);
    for (const Tree *at = list ? list->first : NULL; at; at = at->next) {
        if (!tree_is_map(tree, at))
            continue;
        CampaignPhase *phase = arena_push(reader->arena, &reader->def->phases);
        tree_known(tree, at, known, COUNT(known));
        tree_str(tree, at, S("name"), REQUIRED, &phase->name);
        tree_str(tree, at, S("source"), OPTIONAL, &phase->source);
        read_span(reader, tree, at, &phase->from, &phase->to);
    }
}

static void twice(const CampaignReader *reader, const TreeReader *tree, const Tree *at, Str code,
                  YamlPlace first)
{
    tree_fault(tree, tree_get(at, S("code")), ERR_CAMPAIGN_TWICE, {"column", S("code")},
               {"found", code}, {"first", arena_fmt(reader->arena, "%d", first.line)});
}

static void read_groups(CampaignReader *reader, const TreeReader *tree, const Tree *root)
{
    static const Str known[] = {SC("code"), SC("name"), SC("size"), SC("source")};
    CampaignDef *def = reader->def;
    const Tree *list = tree_list(tree, root, S("groups"), REQUIRED);
    for (const Tree *at = list ? list->first : NULL; at; at = at->next) {
        int first;
        int64_t size = 0;
        if (!tree_is_map(tree, at))
            continue;
        int index = def->groups.count;
        PeerGroup *group = arena_push(reader->arena, &def->groups);
        *arena_push(reader->arena, &reader->group_places) = place_of(at);
        tree_known(tree, at, known, COUNT(known));
        bool has_code = tree_str(tree, at, S("code"), REQUIRED, &group->code);
        tree_str(tree, at, S("name"), REQUIRED, &group->name);
        tree_int(tree, at, S("size"), OPTIONAL, 1, LIMIT_GROUP_UNITS, &size);
        tree_str(tree, at, S("source"), OPTIONAL, &group->source);
        group->size = (int)size;
        if (has_code && !names_add(&reader->groups, group->code, index, &first))
            twice(reader, tree, at, group->code, reader->group_places.items[first]);
    }
}

static void read_stocktakes(CampaignReader *reader, const TreeReader *tree, const Tree *root)
{
    static const Str known[] = {SC("chair"), SC("every"), SC("source")};
    static const TreeWord every[] = {
        {SC("month"), 0}, {SC("quarter"), 1}, {SC("half_year"), 2}, {SC("ad_hoc"), 3}};
    const Tree *list = tree_list(tree, root, S("stocktakes"), OPTIONAL);
    for (const Tree *at = list ? list->first : NULL; at; at = at->next) {
        int word;
        if (!tree_is_map(tree, at))
            continue;
        StocktakeRule *rule = arena_push(reader->arena, &reader->def->stocktakes);
        tree_known(tree, at, known, COUNT(known));
        tree_str(tree, at, S("chair"), REQUIRED, &rule->chair);
        if (tree_word(tree, at, S("every"), REQUIRED, every, COUNT(every), &word))
            rule->every = every[word].word;
        tree_str(tree, at, S("source"), OPTIONAL, &rule->source);
    }
}

/* ---- the month and its periods ---- */

/* One reminder: a whole number, each nearer to the day than the one in front of it. */
static void read_reminder(CampaignReader *reader, const TreeReader *tree, const Tree *at, Str text)
{
    static const Str key = SC("remind");
    MonthRule *month = &reader->def->month;
    int64_t days;
    if (!str_to_i64(str_trim(text), &days) || days < 1 || days > REMIND_WORKDAYS_MAX) {
        tree_fault(tree, at, ERR_TREE_VALUE, {"key", key}, {"found", text},
                   {"expected", arena_fmt(reader->arena, "1…%d", REMIND_WORKDAYS_MAX)});
        return;
    }
    int before = month->nremind ? month->remind[month->nremind - 1] : REMIND_WORKDAYS_MAX + 1;
    if (days >= before)
        tree_fault(tree, at, ERR_REMIND_ORDER, {"found", arena_fmt(reader->arena, "%d", (int)days)},
                   {"before", arena_fmt(reader->arena, "%d", before)});
    else
        month->remind[month->nremind++] = (int)days;
}

/* What stands before the next ; or ； of a cell. */
static Str cut_item(Str *rest)
{
    static const Str wide = SC("；");
    ptrdiff_t at = str_find(*rest, wide, 0), narrow = str_find(*rest, S(";"), 0);
    if (at < 0 || (narrow >= 0 && narrow < at))
        return str_cut(rest, ';');
    Str item = str_sub(*rest, 0, at);
    *rest = str_sub(*rest, at + wide.len, rest->len);
    return item;
}

/* [3, 1], or in a cell of the workbook 3;1. */
static void read_reminders(CampaignReader *reader, const TreeReader *tree, const Tree *month)
{
    const Tree *remind = tree_get(month, S("remind"));
    if (remind && remind->kind == TREE_TEXT) {
        for (Str rest = remind->text; rest.ptr;)
            read_reminder(reader, tree, remind, cut_item(&rest));
        return;
    }
    const Tree *list = tree_list(tree, month, S("remind"), OPTIONAL);
    for (const Tree *at = list ? list->first : NULL; at; at = at->next)
        read_reminder(reader, tree, at, at->kind == TREE_TEXT ? at->text : S(""));
}

static void read_month(CampaignReader *reader, const TreeReader *tree, const Tree *root)
{
    CampaignDef *def = reader->def;
    MonthRule *month = &def->month;
    const struct {
        Str key;
        int *field;
    } steps[] = {{S("due"), &month->due},       {S("confirm"), &month->confirm},
                 {S("lock"), &month->lock},     {S("trial_run"), &month->trial_run},
                 {S("appeal"), &month->appeal}, {S("ruling"), &month->ruling},
                 {S("freeze"), &month->freeze}, {S("issue"), &month->issue}};
    static const Str known[] = {
        SC("opens_day"), SC("due"),       SC("confirm"),       SC("lock"),    SC("trial_run"),
        SC("appeal"),    SC("ruling"),    SC("freeze"),        SC("issue"),   SC("remind"),
        SC("escalate"),  SC("talk_days"), SC("talk_workdays"), SC("receipt"), SC("leader_seen")};
    const Tree *map = tree_map(tree, root, S("month"), OPTIONAL);
    if (!map)
        return;
    def->has_month = true;
    reader->month_place = place_of(map);
    tree_known(tree, map, known, COUNT(known));
    int64_t value = 0, before = 1;
    if (tree_int(tree, map, S("opens_day"), REQUIRED, 1, 31, &value))
        month->opens_day = (int)value;
    for (int i = 0; i < COUNT(steps); i++) {
        if (!tree_int(tree, map, steps[i].key, REQUIRED, 1, 31, &value))
            continue;
        *steps[i].field = (int)value;
        if (value < before)
            tree_fault(tree, tree_get(map, steps[i].key), ERR_MONTH_ORDER, {"key", steps[i].key},
                       {"found", arena_fmt(reader->arena, "%d", (int)value)},
                       {"expected", arena_fmt(reader->arena, "≥ %d", (int)before)});
        before = value;
    }
    read_reminders(reader, tree, map);
    if (tree_int(tree, map, S("escalate"), OPTIONAL, 1, REMIND_WORKDAYS_MAX, &value))
        month->escalate = (int)value;
    if (tree_int(tree, map, S("talk_days"), OPTIONAL, 1, LIMIT_TALK_DAYS, &value))
        month->talk_days = (int)value;
    if (tree_int(tree, map, S("talk_workdays"), OPTIONAL, 1, LIMIT_TALK_DAYS, &value))
        month->talk_workdays = (int)value;
    if (tree_int(tree, map, S("receipt"), OPTIONAL, 1, REMIND_WORKDAYS_MAX, &value))
        month->receipt = (int)value;
    if (tree_int(tree, map, S("leader_seen"), OPTIONAL, 1, REMIND_WORKDAYS_MAX, &value))
        month->leader_seen = (int)value;
}

/* Whole months inside the year, named by the last, one after the other. */
static void check_period(CampaignReader *reader, const TreeReader *tree, const Tree *at, int index)
{
    const CampaignDef *def = reader->def;
    const CampaignPeriod *period = &def->periods.items[index];
    Arena *arena = reader->arena;
    int year, month, day, from_year, from_month, from_day;
    date_to_ymd(period->to, &year, &month, &day);
    date_to_ymd(period->from, &from_year, &from_month, &from_day);
    Str code = arena_fmt(arena, "%04d-%02d", year, month);
    if (from_day != 1 || day != date_days_in_month(year, month))
        tree_fault(tree, tree_get(at, S("to")), ERR_PERIOD_WHOLE_MONTHS,
                   {"from", date_str(arena, period->from)}, {"to", date_str(arena, period->to)});
    else if (period->code.len && !str_eq(period->code, code))
        tree_fault(tree, tree_get(at, S("code")), ERR_PERIOD_CODE, {"found", period->code},
                   {"expected", code});
    if (def->year && (year != def->year || from_year != def->year))
        tree_fault(tree, tree_get(at, S("from")), ERR_PERIOD_YEAR, {"found", period->code},
                   {"expected", arena_fmt(arena, "%d", def->year)});
    if (index == 0 || def->periods.items[index - 1].to == DATE_NONE)
        return;
    const CampaignPeriod *before = &def->periods.items[index - 1];
    Str expected = date_str(arena, before->to + 1), found = date_str(arena, period->from);
    if (period->from <= before->to)
        tree_fault(tree, tree_get(at, S("from")), ERR_PERIOD_ORDER, {"found", found},
                   {"expected", expected}, {"before", before->code});
    else if (period->from != before->to + 1)
        yaml_fault_set(reader->warnings, tree->file, place_of(tree_get(at, S("from"))),
                       ERR_PERIOD_GAP, {"found", found}, {"expected", expected},
                       {"before", before->code});
}

static void read_period(CampaignReader *reader, const TreeReader *tree, const Tree *at)
{
    static const Str known[] = {SC("code"), SC("name"), SC("from"), SC("to"), SC("ranked")};
    CampaignDef *def = reader->def;
    int index = def->periods.count, first;
    CampaignPeriod *period = arena_push(reader->arena, &def->periods);
    *period = (CampaignPeriod){.opens_on = DATE_NONE,
                               .due_on = DATE_NONE,
                               .confirm_on = DATE_NONE,
                               .lock_on = DATE_NONE,
                               .trial_run_on = DATE_NONE,
                               .appeal_on = DATE_NONE,
                               .ruling_on = DATE_NONE,
                               .freeze_on = DATE_NONE,
                               .issue_on = DATE_NONE};
    *arena_push(reader->arena, &reader->period_places) = place_of(at);
    tree_known(tree, at, known, COUNT(known));
    bool has_code = tree_str(tree, at, S("code"), REQUIRED, &period->code);
    tree_str(tree, at, S("name"), REQUIRED, &period->name);
    tree_bool(tree, at, S("ranked"), REQUIRED, &period->ranked);
    bool has_span = read_span(reader, tree, at, &period->from, &period->to);
    if (has_code && !names_add(&reader->periods, period->code, index, &first))
        twice(reader, tree, at, period->code, reader->period_places.items[first]);
    if (has_span)
        check_period(reader, tree, at, index);
    else
        period->from = period->to = DATE_NONE;
}

static void read_periods(CampaignReader *reader, const TreeReader *tree, const Tree *root)
{
    const Tree *list = tree_list(tree, root, S("periods"), OPTIONAL);
    if (list && list->count > LIMIT_CAMPAIGN_PERIODS) {
        tree_fault(tree, list, ERR_LIMIT, {"name", S("LIMIT_CAMPAIGN_PERIODS")},
                   {"limit", arena_fmt(reader->arena, "%d", LIMIT_CAMPAIGN_PERIODS)},
                   {"found", arena_fmt(reader->arena, "%d", list->count)});
        reader->complete = false;
        return;
    }
    for (const Tree *at = list ? list->first : NULL; at; at = at->next)
        if (tree_is_map(tree, at))
            read_period(reader, tree, at);
    if (reader->def->periods.count && !reader->def->has_month)
        tree_fault(tree, list, ERR_PERIOD_NO_RULE);
}

/* ---- lights ---- */

enum { LIGHT_DECIMALS = 2 }; /* of the gap, as it is printed */

/* Percentage points above zero, as the gap is printed. */
static bool read_points(CampaignReader *reader, const TreeReader *tree, const Tree *at, Str key,
                        Dec *ret_points, Str *ret_text)
{
    Dec hundred = dec_from_i64(100);
    if (!tree_dec(tree, at, key, REQUIRED, ret_points))
        return false;
    if (ret_points->scale > LIGHT_DECIMALS || ret_points->coef <= 0 ||
        dec_cmp(*ret_points, hundred) > 0)
        return tree_fault(tree, tree_get(at, key), ERR_TREE_VALUE, {"key", key},
                          {"found", tree_get(at, key)->text}, {"expected", S("0.01…100")});
    *ret_text = dec_str(reader->arena, *ret_points);
    return true;
}

static void read_light(CampaignReader *reader, const TreeReader *tree, const Tree *at)
{
    static const Str known[] = {SC("effective"), SC("yellow_from"), SC("red_above"), SC("source")};
    CampaignDef *def = reader->def;
    Month month;
    Dec yellow, red;
    const LightRule *before = def->lights.count ? &def->lights.items[def->lights.count - 1] : NULL;
    Str last = before ? before->effective : S("");
    LightRule *rule = arena_push(reader->arena, &def->lights);
    tree_known(tree, at, known, COUNT(known));
    tree_str(tree, at, S("source"), REQUIRED, &rule->source);
    bool has_yellow = read_points(reader, tree, at, S("yellow_from"), &yellow, &rule->yellow_from);
    bool has_red = read_points(reader, tree, at, S("red_above"), &red, &rule->red_above);
    if (has_yellow && has_red && dec_cmp(red, yellow) < 0)
        tree_fault(tree, tree_get(at, S("red_above")), ERR_LIGHT_ORDER, {"found", rule->red_above},
                   {"expected", rule->yellow_from});
    if (!tree_month(tree, at, S("effective"), REQUIRED, &month))
        return;
    rule->effective = month_str(reader->arena, month);
    if (names_find(&reader->periods, rule->effective) < 0)
        tree_fault(tree, tree_get(at, S("effective")), ERR_CAMPAIGN_REFERENCE,
                   {"column", S("effective")}, {"found", rule->effective}, {"where", S("periods")});
    if (str_cmp(last, rule->effective) >= 0)
        tree_fault(tree, tree_get(at, S("effective")), ERR_LIGHT_DATES, {"found", rule->effective},
                   {"before", last});
}

static void read_lights(CampaignReader *reader, const TreeReader *tree, const Tree *root)
{
    const Tree *list = tree_list(tree, root, S("lights"), OPTIONAL);
    for (const Tree *at = list ? list->first : NULL; at; at = at->next)
        if (tree_is_map(tree, at))
            read_light(reader, tree, at);
}

/* ---- all of it ---- */

void campaign_head_part(CampaignReader *reader, const TreeReader *tree, const Tree *root,
                        HeadPart part)
{
    switch (part) {
    case HEAD_TOP:
        read_head(reader, tree, root);
        read_month(reader, tree, root);
        break;
    case HEAD_PHASES:
        read_phases(reader, tree, root);
        break;
    case HEAD_GROUPS:
        reader->groups_file = tree->file;
        read_groups(reader, tree, root);
        break;
    case HEAD_STOCKTAKES:
        read_stocktakes(reader, tree, root);
        break;
    case HEAD_PERIODS:
        reader->periods_file = tree->file;
        read_periods(reader, tree, root);
        break;
    case HEAD_LIGHTS:
        read_lights(reader, tree, root);
        break;
    case HEAD_PARTS:
        break;
    }
}

bool campaign_yaml_read(CampaignReader *reader, Str text)
{
    static const Str known[] = {
        SC("format"), SC("code"),        SC("name"),   SC("city"),
        SC("year"),   SC("predecessor"), SC("sample"), SC("source_document"),
        SC("issuer"), SC("phases"),      SC("groups"), SC("stocktakes"),
        SC("month"),  SC("periods"),     SC("lights")};
    const TreeReader tree = {reader->faults, campaign_yaml_name};
    const Tree *root = read_tree(reader, campaign_yaml_name, text);
    if (!root || !tree_is_map(&tree, root))
        return false;
    tree_known(&tree, root, known, COUNT(known));
    for (int part = 0; part < HEAD_PARTS; part++)
        campaign_head_part(reader, &tree, root, (HeadPart)part);
    return true;
}

/* ---- schemes ---- */

static void take_scheme(CampaignReader *reader, Str file, Str text, Scheme *scheme, bool good)
{
    if (!good) {
        reader->schemes_faulty = true;
        return;
    }
    *arena_push(reader->arena, &reader->schemes) = scheme;
    *arena_push(reader->arena, &reader->def->schemes) =
        (SchemeFile){.file = file,
                     .group = scheme->group,
                     .version = scheme->version,
                     .effective = month_str(reader->arena, scheme->effective),
                     .text = text};
}

void campaign_scheme_read(CampaignReader *reader, Str file, Str text)
{
    Scheme *scheme = arena_new(reader->arena, Scheme, 1);
    bool good = scheme_load_text(reader->arena, file, text, scheme, reader->faults);
    take_scheme(reader, file, text, scheme, good);
}

/* Kept as the text that it stands for: JSON is YAML. */
void campaign_scheme_sheet_read(CampaignReader *reader, Str file, Str bytes)
{
    Scheme *scheme = arena_new(reader->arena, Scheme, 1);
    bool good = scheme_file_load(reader->arena, file, bytes, scheme, reader->faults);
    Out out = out_new(reader->arena, LIMIT_YAML_BYTES);
    Json json = json_new(&out, true);
    if (good)
        tree_json(&json, scheme_canon(reader->arena, scheme));
    Str stem = str_sub(file, 0, file.len - (str_ends(file, S(".csv")) ? 4 : 5));
    take_scheme(reader, arena_fmt(reader->arena, "%.*s.yaml", STR_ARG(stem)), out_str(&out), scheme,
                good);
}
