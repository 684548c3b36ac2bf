#include "app/upkeep/audit_log.h"
#include "sys/json_in.h"

enum { WORDS_MAX = 200 };

typedef struct Word {
    Str word;
    Msg name;
} Word;

/* What is audited and no action of permissions.tsv. */
static const Word actions[] = {
    {SC("signin"), MSG_AUDIT_ACTION_SIGNIN},     {SC("signout"), MSG_AUDIT_ACTION_SIGNOUT},
    {SC("prove"), MSG_AUDIT_ACTION_PROVE},       {SC("notice"), MSG_AUDIT_ACTION_NOTICE},
    {SC("csrf"), MSG_AUDIT_ACTION_CSRF},         {SC("audit.purge"), MSG_AUDIT_ACTION_PURGE},
    {SC("campaign"), MSG_AUDIT_ACTION_CAMPAIGN},
};

static const Word keys[] = {
    {SC("typed"), MSG_AUDIT_KEY_TYPED},
    {SC("address"), MSG_AUDIT_KEY_ADDRESS},
    {SC("withheld"), MSG_AUDIT_KEY_WITHHELD},
    {SC("rows"), MSG_AUDIT_KEY_ROWS},
    {SC("task"), MSG_AUDIT_KEY_TASK},
    {SC("seq"), MSG_AUDIT_KEY_SEQ},
    {SC("state"), MSG_AUDIT_KEY_STATE},
    {SC("from"), MSG_AUDIT_KEY_FROM},
    {SC("to"), MSG_AUDIT_KEY_TO},
    {SC("account"), MSG_AUDIT_KEY_ACCOUNT},
    {SC("behalf"), MSG_AUDIT_KEY_BEHALF},
    {SC("action"), MSG_AUDIT_KEY_ACTION},
    {SC("object"), MSG_AUDIT_KEY_OBJECT},
    {SC("result"), MSG_AUDIT_KEY_RESULT},
    {SC("chain"), MSG_AUDIT_KEY_CHAIN},
    {SC("origin"), MSG_AUDIT_KEY_ORIGIN},
    {SC("format"), MSG_AUDIT_KEY_FORMAT},
    {SC("problems"), MSG_AUDIT_KEY_PROBLEMS},
    {SC("kind"), MSG_AUDIT_KEY_KIND},
    {SC("party"), MSG_AUDIT_KEY_PARTY},
    {SC("version"), MSG_AUDIT_KEY_VERSION},
    {SC("digest"), MSG_AUDIT_KEY_DIGEST},
    {SC("campaign"), MSG_AUDIT_KEY_CAMPAIGN},
    {SC("units"), MSG_AUDIT_KEY_UNITS},
    {SC("tasks"), MSG_AUDIT_KEY_TASKS},
    {SC("schemes"), MSG_AUDIT_KEY_SCHEMES},
    {SC("name"), MSG_AUDIT_KEY_NAME},
    {SC("bytes"), MSG_AUDIT_KEY_BYTES},
    {SC("group"), MSG_AUDIT_KEY_GROUP},
    {SC("since"), MSG_AUDIT_KEY_SINCE},
    {SC("unit"), MSG_AUDIT_KEY_UNIT},
    {SC("period"), MSG_AUDIT_KEY_PERIOD},
    {SC("reason"), MSG_AUDIT_KEY_REASON},
    {SC("count"), MSG_AUDIT_KEY_COUNT},
    {SC("authorised"), MSG_AUDIT_KEY_AUTHORISED},
    {SC("restricted"), MSG_AUDIT_KEY_RESTRICTED},
    {SC("until"), MSG_AUDIT_KEY_UNTIL},
    {SC("off"), MSG_AUDIT_KEY_OFF},
};

static Str find(const Word *words, size_t count, Lang lang, Str word)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(words[i].word, word))
            return msg(lang, words[i].name);
    return S("");
}

Str audit_action_name(Lang lang, Str action)
{
    Action known;
    if (action_parse(action, &known))
        return lang == LANG_EN ? permit_rows[known].en : permit_rows[known].zh;
    Str name = find(actions, sizeof actions / sizeof *actions, lang, action);
    return name.len ? name : action;
}

void audit_action_list(Arena *arena, Lang lang, AuditActions *ret_actions)
{
    *ret_actions = (AuditActions){0};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        *arena_push(arena, ret_actions) =
            (AuditActionName){actions[i].word, msg(lang, actions[i].name)};
    for (int i = 0; i < ACT_COUNT; i++)
        *arena_push(arena, ret_actions) = (AuditActionName){
            permit_rows[i].action, lang == LANG_EN ? permit_rows[i].en : permit_rows[i].zh};
}

Str audit_result_name(Lang lang, Str result)
{
    if (str_eq(result, S("ok")))
        return msg(lang, MSG_AUDIT_RESULT_OK);
    if (str_eq(result, S("refused")))
        return msg(lang, MSG_AUDIT_RESULT_REFUSED);
    return str_eq(result, S("denied")) ? msg(lang, MSG_AUDIT_RESULT_DENIED) : result;
}

Str audit_chain_name(Lang lang, Str chain)
{
    return chain.len ? chain : msg(lang, MSG_OUT_INSTALLATION);
}

Str audit_chain_word(Str chain)
{
    return chain.len ? chain : AUDIT_INSTALLATION;
}

typedef struct Telling {
    Arena *arena;
    Lang lang;
    AuditWords *words;
} Telling;

static void tell(Telling *t, const Tree *node, Str above)
{
    int number = 0;
    for (const Tree *at = node->first; at && t->words->count < WORDS_MAX; at = at->next) {
        Str known = find(keys, sizeof keys / sizeof *keys, t->lang, at->key);
        Str name = node->kind == TREE_LIST ? arena_fmt(t->arena, "%d", ++number)
                   : known.len             ? known
                                           : at->key;
        if (above.len)
            name = arena_fmt(t->arena, "%.*s · %.*s", STR_ARG(above), STR_ARG(name));
        if (at->kind == TREE_MAP || at->kind == TREE_LIST)
            tell(t, at, name);
        else
            *arena_push(t->arena, t->words) = (AuditWord){name, at->text};
    }
}

void audit_detail_words(Arena *arena, Lang lang, Str detail, AuditWords *ret_words)
{
    Tree *tree;
    Err ignored = {0};
    *ret_words = (AuditWords){0};
    Telling t = {arena, lang, ret_words};
    if (json_parse(arena, detail, &tree, &ignored) && tree->kind == TREE_MAP)
        tell(&t, tree, S(""));
    else if (detail.len)
        *arena_push(arena, ret_words) = (AuditWord){S(""), detail};
}
