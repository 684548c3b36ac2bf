#include "app/people/policy.h"
#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

typedef struct PolicyChange {
    Str what, from, to;
} PolicyChange;

typedef struct PolicyEvent {
    Str at, by;
    LIST_OF(PolicyChange) changes;
} PolicyEvent;

typedef struct PolicyView {
    LIST_OF(Field) fields;
    LIST_OF(PolicyEvent) events;
    Str error;
} PolicyView;
#include "web/templates/policy.html.h"

static const struct {
    Msg label, help;
    Msg words[3];
} texts[POLICY_KEYS] = {
    [POLICY_PASSWORD] = {MSG_POLICY_PASSWORD,
                         MSG_POLICY_PASSWORD_HELP,
                         {MSG_POLICY_PASSWORD_DJCP3, MSG_POLICY_PASSWORD_ASVS}},
    [POLICY_FACTOR] = {MSG_POLICY_FACTOR,
                       MSG_POLICY_FACTOR_HELP,
                       {MSG_POLICY_FACTOR_NONE, MSG_POLICY_FACTOR_ADMINISTRATORS,
                        MSG_POLICY_FACTOR_ALL}},
    [POLICY_NOTICE] = {MSG_POLICY_NOTICE,
                       MSG_POLICY_NOTICE_HELP,
                       {MSG_POLICY_NOTICE_NO, MSG_POLICY_NOTICE_YES}},
    [POLICY_IDLE_MINUTES] = {MSG_POLICY_IDLE, MSG_POLICY_RANGE, {0}},
    [POLICY_SESSION_HOURS] = {MSG_POLICY_SESSION, MSG_POLICY_RANGE, {0}},
    [POLICY_FIRST_DAYS] = {MSG_POLICY_FIRST, MSG_POLICY_RANGE, {0}},
    [POLICY_PROVE_MINUTES] = {MSG_POLICY_PROVE, MSG_POLICY_RANGE, {0}},
};

/* "60" or, in the person's language, what the word stands for. */
static Str value_text(Ctx *c, int key, int value)
{
    return policy_table[key].choices ? msg(c->lang, texts[key].words[value])
                                     : policy_value(c->arena, (PolicyKey)key, value);
}

static Field field_of(Ctx *c, int key, Str value)
{
    const PolicyRule *rule = &policy_table[key];
    Field f = {.name = rule->word,
               .label = msg(c->lang, texts[key].label),
               .help = msg_str(c->arena, c->lang, texts[key].help,
                               {"min", arena_fmt(c->arena, "%d", rule->min)},
                               {"max", arena_fmt(c->arena, "%d", rule->max)}),
               .value = value,
               .required = true};
    if (!rule->choices) {
        f.type = S("number");
        return f;
    }
    Options *options = arena_new(c->arena, Options, 1);
    for (int i = rule->min; i <= rule->max; i++) {
        Str word = policy_value(c->arena, (PolicyKey)key, i);
        *arena_push(c->arena, options) = (Option){word, value_text(c, key, i), str_eq(word, value)};
    }
    f.kind = FIELD_RADIO;
    f.options = options;
    return f;
}

static void fill_events(Ctx *c, const PolicyVersions *versions, PolicyView *v)
{
    for (int i = 0; i + 1 < versions->count; i++) {
        const PolicyVersion *now = &versions->items[i], *before = &versions->items[i + 1];
        PolicyEvent *event = arena_push(c->arena, &v->events);
        *event = (PolicyEvent){.at = instant_minute(c->arena, now->at), .by = now->by};
        for (int k = 0; k < POLICY_KEYS; k++)
            if (now->policy.value[k] != before->policy.value[k])
                *arena_push(c->arena, &event->changes) = (PolicyChange){
                    msg(c->lang, texts[k].label), value_text(c, k, before->policy.value[k]),
                    value_text(c, k, now->policy.value[k])};
    }
}

static bool answer_json(Ctx *c, const PolicyVersions *versions, Err *err)
{
    const PolicyVersion *now = &versions->items[0];
    Json json = json_begin(c);
    json_object(&json);
    for (int k = 0; k < POLICY_KEYS; k++)
        json_kstr(&json, policy_table[k].word,
                  policy_value(c->arena, (PolicyKey)k, now->policy.value[k]));
    json_ki64(&json, S("set_at"), now->at);
    json_kstr(&json, S("set_by"), now->by);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool show(Ctx *c, const Err *fault, Err *err)
{
    PolicyView v = {0};
    PolicyVersions versions = {0};
    if (!policy_versions(&c->app, &versions, err))
        return false;
    if (c->json)
        return answer_json(c, &versions, err);
    for (int k = 0; k < POLICY_KEYS; k++) {
        const char *name = policy_table[k].word.ptr; /* a literal */
        Str value = fault ? ctx_text(c, name)
                          : policy_value(c->arena, (PolicyKey)k, versions.items[0].policy.value[k]);
        *arena_push(c->arena, &v.fields) = field_of(c, k, value);
    }
    fill_events(c, &versions, &v);
    if (fault) {
        Out sentence = out_new(c->arena, 1024);
        msg_err(&sentence, c->lang, fault);
        c->response->status = http_status_of(err_kind(fault->code));
        v.error = out_str(&sentence);
        for (int k = 0; k < POLICY_KEYS; k++)
            if (str_eq(err_arg(fault, "key"), policy_table[k].word)) {
                v.fields.items[k].error = v.error;
                v.error = S("");
            }
    }
    policy_html(page_begin(c, msg(c->lang, MSG_POLICY_TITLE), NAV_SECURITY), c, &v);
    return page_end(c, err);
}

bool policy_page(Ctx *c, Err *err)
{
    return (c->json || ctx_proved(c, err)) && show(c, NULL, err);
}

static bool set(Ctx *c, Err *err)
{
    Policy policy;
    for (int k = 0; k < POLICY_KEYS; k++)
        if (!policy_value_parse((PolicyKey)k, ctx_text(c, policy_table[k].word.ptr),
                                &policy.value[k], err))
            return false;
    return policy_set(&c->app, &policy, err);
}

bool policy_do(Ctx *c, Err *err)
{
    if (!ctx_proved(c, err))
        return false;
    if (set(c, err))
        return done(c, S("/security/policy"), err);
    if (c->json || (err->code != ERR_POLICY_VALUE && err->code != ERR_POLICY_SAME))
        return false;
    Err fault = *err;
    *err = (Err){0};
    return show(c, &fault, err);
}
