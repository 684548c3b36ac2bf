/* What stands between the files of a campaign: codes, references, trees, periods. */
#include "app/campaign/campaign_read.h"
#include "app/campaign/campaign_tables.h"

#define TABLE(which) (&reader->tables[TABLE_##which])
/* A fault at a cell: FAULT(UNITS, i, UNIT_CODE, ERR_…, {"found", x}) */
#define FAULT(which, index, column, code, ...)                                                     \
    table_fault_set(TABLE(which), (index), (column), reader->faults, (code), ##__VA_ARGS__)
#define WARN(which, index, column, code, ...)                                                      \
    table_fault_set(TABLE(which), (index), (column), reader->warnings, (code), ##__VA_ARGS__)

/* ---- codes and references ---- */

static void add_code(CampaignReader *reader, Names *names, CampaignTable which, int index,
                     int column, Str code)
{
    const Table *table = &reader->tables[which];
    int first;
    if (code.len == 0 || names_add(names, code, index, &first))
        return;
    table_fault_set(
        table, index, column, reader->faults, ERR_CAMPAIGN_TWICE,
        {"column", table_column_name(table, column)}, {"found", code},
        {"first", arena_fmt(reader->arena, "%lld", (long long)table->rows.items[first])});
}

static void index_codes(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    for (int i = 0; i < def->bodies.count; i++) {
        add_code(reader, &reader->bodies, TABLE_BODIES, i, BODY_CODE, def->bodies.items[i].code);
        names_add(&reader->body_names, def->bodies.items[i].name, i, NULL);
    }
    for (int i = 0; i < def->units.count; i++) {
        add_code(reader, &reader->units, TABLE_UNITS, i, UNIT_CODE, def->units.items[i].code);
        names_add(&reader->unit_names, def->units.items[i].name, i, NULL);
    }
    for (int i = 0; i < def->tasks.count; i++)
        add_code(reader, &reader->tasks, TABLE_TASKS, i, TASK_NO, def->tasks.items[i].no);
    for (int i = 0; i < def->indicators.count; i++) {
        const Indicator *indicator = &def->indicators.items[i];
        add_code(reader, &reader->indicators, TABLE_INDICATORS, i, IND_CODE, indicator->code);
        names_add(&reader->indicator_names, indicator->name, i, NULL);
    }
    for (int i = 0; i < def->targets.count; i++)
        add_code(reader, &reader->targets, TABLE_TARGETS, i, TARGET_CODE,
                 def->targets.items[i].code);
}

/* The code that was meant: that of the thing with this name, or the nearest code. */
static Str meant(const CampaignReader *reader, const Names *codes, Str found)
{
    int at;
    if (codes == &reader->units && (at = names_find(&reader->unit_names, found)) >= 0)
        return reader->def->units.items[at].code;
    if (codes == &reader->bodies && (at = names_find(&reader->body_names, found)) >= 0)
        return reader->def->bodies.items[at].code;
    if (codes == &reader->indicators && (at = names_find(&reader->indicator_names, found)) >= 0)
        return reader->def->indicators.items[at].code;
    return names_nearest(codes, found);
}

bool campaign_reference(CampaignReader *reader, const Names *codes, Str where, CampaignTable which,
                        int index, int column, Str found)
{
    if (found.len == 0)
        return false;
    if (names_find(codes, found) >= 0)
        return true;
    const Table *table = &reader->tables[which];
    Str shown = typed_shown(reader->arena, found), nearest = {"", 0};
    if (reader->faults->count < FAULTS_KEPT_MAX)
        nearest = meant(reader, codes, found);
    if (nearest.len)
        table_fault_set(table, index, column, reader->faults, ERR_CAMPAIGN_REFERENCE_NEAR,
                        {"column", table_column_name(table, column)}, {"found", shown},
                        {"where", where}, {"nearest", nearest});
    else
        table_fault_set(table, index, column, reader->faults, ERR_CAMPAIGN_REFERENCE,
                        {"column", table_column_name(table, column)}, {"found", shown},
                        {"where", where});
    return false;
}

/* Every node is walked once: it belongs to the walk that reached it first, and a walk that meets
 * itself has closed a circle. */
const bool *campaign_cycles(Arena *arena, const int *next, int count)
{
    bool *closes = arena_new(arena, bool, count + 1);
    int *walk = arena_new(arena, int, count + 1);
    for (int i = 0; i < count; i++) {
        int at = i, last = i;
        while (at >= 0 && walk[at] == 0) {
            walk[at] = i + 1;
            last = at;
            at = next[at];
        }
        if (at >= 0 && walk[at] == i + 1 && next[last] == at)
            closes[last] = true;
    }
    return closes;
}

static const Str bodies_csv = SC("bodies.csv"), units_csv = SC("units.csv"),
                 tasks_csv = SC("tasks.csv");

/* ---- bodies and posts ---- */

static void check_bodies(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    for (int i = 0; i < def->bodies.count; i++)
        campaign_reference(reader, &reader->bodies, bodies_csv, TABLE_BODIES, i, BODY_PARENT,
                           def->bodies.items[i].parent);
    int *above = arena_new(reader->arena, int, def->bodies.count + 1);
    for (int i = 0; i < def->bodies.count; i++)
        above[i] = names_find(&reader->bodies, def->bodies.items[i].parent);
    const bool *closes = campaign_cycles(reader->arena, above, def->bodies.count);
    for (int i = 0; i < def->bodies.count; i++)
        if (closes[i])
            FAULT(BODIES, i, BODY_PARENT, ERR_CAMPAIGN_CYCLE, {"found", def->bodies.items[i].code});
    for (int i = 0; i < def->posts.count; i++)
        campaign_reference(reader, &reader->bodies, bodies_csv, TABLE_POSTS, i, POST_BODY,
                           def->posts.items[i].body);
}

/* ---- the task tree ---- */

static int level_of(Str level)
{
    static const Str levels[] = {SC("theme"), SC("area"), SC("task"), SC("measure")};
    for (int i = 0; i < 4; i++)
        if (str_eq(level, levels[i]))
            return i;
    return -1;
}

/* A parent stands on a higher level, so a tree that passes has no cycle. */
static void check_task(CampaignReader *reader, int i)
{
    const Task *task = &reader->def->tasks.items[i];
    int level = level_of(task->level);
    if (level < 0)
        return;
    if (level == 0 && task->parent.len)
        FAULT(TASKS, i, TASK_PARENT, ERR_TASK_THEME_PARENT, {"found", task->parent});
    if (level > 0 && task->parent.len == 0)
        FAULT(TASKS, i, TASK_PARENT, ERR_TASK_NO_PARENT, {"found", task->no},
              {"level", task->level});
    if (level == 0 || !campaign_reference(reader, &reader->tasks, tasks_csv, TABLE_TASKS, i,
                                          TASK_PARENT, task->parent))
        return;
    const Task *parent = &reader->def->tasks.items[names_find(&reader->tasks, task->parent)];
    if (level_of(parent->level) >= level)
        FAULT(TASKS, i, TASK_PARENT, ERR_TASK_LEVEL, {"found", parent->level},
              {"parent", parent->no}, {"level", task->level});
}

static void check_tasks(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    bool *has_children = arena_new(reader->arena, bool, def->tasks.count + 1);
    for (int i = 0; i < def->tasks.count; i++) {
        check_task(reader, i);
        int parent = names_find(&reader->tasks, def->tasks.items[i].parent);
        if (parent >= 0)
            has_children[parent] = true;
    }
    for (int i = 0; i < def->tasks.count; i++)
        if (level_of(def->tasks.items[i].level) == 0 && !has_children[i])
            WARN(TASKS, i, TASK_NO, ERR_TASK_THEME_EMPTY, {"found", def->tasks.items[i].title});
}

static bool party_is_unit(const CampaignReader *reader, Str party)
{
    return names_find(&reader->units, party) >= 0;
}

static void check_responsibilities(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    Names seen = names_new(reader->arena);
    for (int i = 0; i < def->responsibilities.count; i++) {
        const Responsibility *resp = &def->responsibilities.items[i];
        campaign_reference(reader, &reader->tasks, tasks_csv, TABLE_RESPONSIBILITIES, i, RESP_TASK,
                           resp->task);
        /* The leader is a post; everybody else is a unit or a body. */
        if (resp->role.len && !str_eq(resp->role, S("lead_leader")) &&
            !party_is_unit(reader, resp->party) && names_find(&reader->bodies, resp->party) < 0)
            campaign_reference(reader, &reader->units, S("units.csv, bodies.csv"),
                               TABLE_RESPONSIBILITIES, i, RESP_PARTY, resp->party);
        Str key = arena_fmt(reader->arena, "%.*s %.*s %.*s", STR_ARG(resp->task),
                            STR_ARG(resp->role), STR_ARG(resp->party));
        add_code(reader, &seen, TABLE_RESPONSIBILITIES, i, RESP_PARTY, key);
    }
}

/* ---- indicators and accounts ---- */

static void check_indicators(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    for (int i = 0; i < def->indicators.count; i++) {
        const Indicator *indicator = &def->indicators.items[i];
        if (!str_eq(indicator->assessor, S("office")))
            campaign_reference(reader, &reader->bodies, bodies_csv, TABLE_INDICATORS, i,
                               IND_ASSESSOR, indicator->assessor);
        if (str_eq(indicator->reporter, S("assessor")) && indicator->assessor.len == 0)
            FAULT(INDICATORS, i, IND_ASSESSOR, ERR_CELL_EMPTY,
                  {"column", table_column_name(TABLE(INDICATORS), IND_ASSESSOR)});
    }
}

static void check_accounts(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    Names seen = names_new(reader->arena);
    for (int i = 0; i < def->accounts.count; i++) {
        const Account *account = &def->accounts.items[i];
        add_code(reader, &seen, TABLE_ACCOUNTS, i, ACCOUNT_NAME, account->name);
        campaign_reference(reader, &reader->units, units_csv, TABLE_ACCOUNTS, i, ACCOUNT_UNIT,
                           account->unit);
        if (!str_eq(account->body, S("office")))
            campaign_reference(reader, &reader->bodies, bodies_csv, TABLE_ACCOUNTS, i, ACCOUNT_BODY,
                               account->body);
        if (str_eq(account->role, S("unit")) && account->unit.len == 0)
            FAULT(ACCOUNTS, i, ACCOUNT_UNIT, ERR_ACCOUNT_SCOPE, {"role", account->role},
                  {"column", table_column_name(TABLE(ACCOUNTS), ACCOUNT_UNIT)});
        if (str_eq(account->role, S("data_owner")) && account->body.len == 0)
            FAULT(ACCOUNTS, i, ACCOUNT_BODY, ERR_ACCOUNT_SCOPE, {"role", account->role},
                  {"column", table_column_name(TABLE(ACCOUNTS), ACCOUNT_BODY)});
    }
}

/* A form that is statistics cannot be issued without number, issuer, approval and validity (统计法). */
static void check_forms(CampaignReader *reader)
{
    const CampaignDef *def = reader->def;
    Names seen = names_new(reader->arena);
    for (int i = 0; i < def->forms.count; i++) {
        const FormRule *form = &def->forms.items[i];
        const struct {
            int column;
            bool is_there;
        } parts[] = {{FORM_NUMBER, form->number.len > 0},
                     {FORM_ISSUER, form->issuer.len > 0},
                     {FORM_APPROVAL, form->approval.len > 0},
                     {FORM_TO, form->valid_to != DATE_NONE}};
        add_code(reader, &seen, TABLE_FORMS, i, FORM_CODE, form->code);
        campaign_reference(reader, &reader->groups, reader->groups_file, TABLE_FORMS, i, FORM_GROUP,
                           form->group);
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
            if (!parts[p].is_there && form->nature.len && !str_eq(form->nature, S("work")))
                FAULT(FORMS, i, parts[p].column, ERR_FORM_HEAD, {"form", form->name},
                      {"column", table_column_name(TABLE(FORMS), parts[p].column)});
        if (form->valid_from != DATE_NONE && form->valid_to != DATE_NONE &&
            form->valid_to < form->valid_from)
            FAULT(FORMS, i, FORM_TO, ERR_DATES_REVERSED,
                  {"found", date_str(reader->arena, form->valid_to)},
                  {"from", date_str(reader->arena, form->valid_from)});
    }
}

void campaign_check(CampaignReader *reader)
{
    Names *const all[] = {&reader->bodies,          &reader->body_names, &reader->units,
                          &reader->unit_names,      &reader->tasks,      &reader->indicators,
                          &reader->indicator_names, &reader->targets};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = names_new(reader->arena);
    index_codes(reader);
    check_bodies(reader);
    campaign_check_units(reader);
    check_tasks(reader);
    check_responsibilities(reader);
    check_indicators(reader);
    campaign_check_numbers(reader);
    check_accounts(reader);
    check_forms(reader);
    campaign_check_schemes(reader);
}
