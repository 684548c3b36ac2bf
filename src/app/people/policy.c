#include "app/people/policy.h"

#include "base/json.h"
#include "base/limits.h"
#include "store/meta.h"
#include "sys/json_in.h"

const PolicyRule policy_table[POLICY_KEYS] = {
    [POLICY_PASSWORD] = {SC("password"), "djcp3|asvs", 0, 1, PASSWORD_DJCP3, PASSWORD_DJCP3},
    [POLICY_FACTOR] = {SC("factor"), "none|administrators|all", 0, 2, FACTOR_NONE,
                       FACTOR_ADMINISTRATORS},
    [POLICY_NOTICE] = {SC("notice"), "no|yes", 0, 1, 0, 1},
    [POLICY_IDLE_MINUTES] = {SC("idle_minutes"), NULL, LIMIT_POLICY_IDLE_MINUTES_MIN,
                             LIMIT_POLICY_IDLE_MINUTES_MAX, 30, 30},
    [POLICY_SESSION_HOURS] = {SC("session_hours"), NULL, LIMIT_POLICY_SESSION_HOURS_MIN,
                              LIMIT_POLICY_SESSION_HOURS_MAX, 12, 12},
    [POLICY_FIRST_DAYS] = {SC("first_days"), NULL, LIMIT_POLICY_FIRST_DAYS_MIN,
                           LIMIT_POLICY_FIRST_DAYS_MAX, 7, 7},
    [POLICY_PROVE_MINUTES] = {SC("prove_minutes"), NULL, LIMIT_POLICY_PROVE_MINUTES_MIN,
                              LIMIT_POLICY_PROVE_MINUTES_MAX, 15, 15},
};

/* --- values and words --- */

static Str choice_at(const PolicyRule *rule, int value)
{
    Str rest = str_from_z(rule->choices);
    for (; value > 0; value--)
        (void)str_cut(&rest, '|');
    return str_cut(&rest, '|');
}

Str policy_value(Arena *arena, PolicyKey key, int value)
{
    const PolicyRule *rule = &policy_table[key];
    return rule->choices ? choice_at(rule, value) : arena_fmt(arena, "%d", value);
}

static bool wrong_value(PolicyKey key, Str found, Err *err)
{
    AUTO_ARENA arena = {0};
    const PolicyRule *rule = &policy_table[key];
    Str expected = rule->choices ? str_from_z(rule->choices)
                                 : arena_fmt(&arena, "%d-%d", rule->min, rule->max);
    return err_set(err, ERR_POLICY_VALUE, {"key", rule->word}, {"found", found},
                   {"expected", expected});
}

bool policy_value_parse(PolicyKey key, Str text, int *ret_value, Err *err)
{
    const PolicyRule *rule = &policy_table[key];
    int64_t number;
    for (int i = rule->min; rule->choices && i <= rule->max; i++)
        if (str_eq(text, choice_at(rule, i))) {
            *ret_value = i;
            return true;
        }
    if (rule->choices || !str_to_i64(text, &number) || number < rule->min || number > rule->max)
        return wrong_value(key, text, err);
    *ret_value = (int)number;
    return true;
}

bool policy_key_parse(Str word, PolicyKey *ret_key)
{
    for (int i = 0; i < POLICY_KEYS; i++)
        if (str_eq(policy_table[i].word, word)) {
            *ret_key = (PolicyKey)i;
            return true;
        }
    return false;
}

/* --- bodies --- */

static Str body_of(Arena *arena, const Policy *policy)
{
    Out out = out_new(arena, 4096);
    Json json = json_new(&out, false);
    json_object(&json);
    for (int i = 0; i < POLICY_KEYS; i++)
        json_kstr(&json, policy_table[i].word, policy_value(arena, (PolicyKey)i, policy->value[i]));
    json_object_end(&json);
    return out_str(&out);
}

/* A rule that an older program did not know has its default; anything odd is a fault, not a guess. */
bool policy_parse(Arena *arena, Str body, bool three, Policy *ret_policy, Err *err)
{
    Policy policy;
    for (int i = 0; i < POLICY_KEYS; i++)
        policy.value[i] = three ? policy_table[i].otherwise_three : policy_table[i].otherwise;
    Tree *tree = NULL;
    if (body.len && (!json_parse(arena, body, &tree, err) || tree->kind != TREE_MAP))
        return err_set(err, ERR_POLICY_BODY);
    for (const Tree *member = tree ? tree->first : NULL; member; member = member->next) {
        PolicyKey key;
        if (!policy_key_parse(member->key, &key) ||
            !policy_value_parse(key, member->text, &policy.value[key], err))
            return err_set(err, ERR_POLICY_BODY);
    }
    *ret_policy = policy;
    return true;
}

bool policy_read(Db *db, Arena *arena, Policy *ret_policy, Err *err)
{
    PolicyRows rows = {0};
    bool three;
    return policy_rows(db, arena, 1, &rows, err) && meta_three(db, arena, &three, err) &&
           policy_parse(arena, rows.count ? rows.items[0].body : S(""), three, ret_policy, err);
}

bool policy_versions(App *app, PolicyVersions *ret_versions, Err *err)
{
    PolicyRows rows = {0};
    bool three;
    if (!app_permit(app, ACT_POLICY_SET, S(""), S("policy"), err) ||
        !policy_rows(app->db, app->arena, LIMIT_POLICY_VERSIONS, &rows, err) ||
        !meta_three(app->db, app->arena, &three, err))
        return false;
    for (int i = 0; i <= rows.count; i++) {
        PolicyRow row = i < rows.count ? rows.items[i] : (PolicyRow){0};
        PolicyVersion *v = arena_push(app->arena, ret_versions);
        *v = (PolicyVersion){.at = row.at, .by = row.by};
        if (!policy_parse(app->arena, row.body, three, &v->policy, err))
            return false;
    }
    return true;
}

/* --- setting --- */

typedef struct SetCall {
    App *app;
    const Policy *policy;
    AppWrite write;
} SetCall;

/* {"idle_minutes":"30 > 20"} */
static Str changes_of(Arena *arena, const Policy *before, const Policy *after, int *ret_count)
{
    Out out = out_new(arena, 4096);
    Json json = json_new(&out, false);
    json_object(&json);
    *ret_count = 0;
    for (int i = 0; i < POLICY_KEYS; i++) {
        if (before->value[i] == after->value[i])
            continue;
        Str from = policy_value(arena, (PolicyKey)i, before->value[i]),
            to = policy_value(arena, (PolicyKey)i, after->value[i]);
        json_kstr(&json, policy_table[i].word,
                  arena_fmt(arena, "%.*s > %.*s", STR_ARG(from), STR_ARG(to)));
        ++*ret_count;
    }
    json_object_end(&json);
    return out_str(&out);
}

static bool write_policy(Db *tx, void *ctx, Err *err)
{
    SetCall *call = ctx;
    App *app = call->app;
    Policy before;
    int changes;
    if (!policy_read(tx, app->arena, &before, err))
        return false;
    call->write.detail = changes_of(app->arena, &before, call->policy, &changes);
    if (changes == 0)
        return err_set(err, ERR_POLICY_SAME);
    PolicyRow row = {.id = app_id(app),
                     .at = app->now_ms,
                     .by = app->actor.name,
                     .body = body_of(app->arena, call->policy)};
    call->write.object = arena_fmt(app->arena, "policy %.*s", STR_ARG(row.id));
    return policy_insert(tx, &row, err);
}

bool policy_set(App *app, const Policy *policy, Err *err)
{
    App office = app_installation(app);
    SetCall call = {&office, policy, {.action = ACT_POLICY_SET, .object = S("policy")}};
    for (int i = 0; i < POLICY_KEYS; i++) {
        int same;
        Str text = policy_value(app->arena, (PolicyKey)i, policy->value[i]);
        if (!policy_value_parse((PolicyKey)i, text, &same, err))
            return false;
    }
    call.write.fn = write_policy;
    call.write.ctx = &call;
    bool ok = app_write(&office, &call.write, err);
    app->ids = office.ids;
    return ok;
}
