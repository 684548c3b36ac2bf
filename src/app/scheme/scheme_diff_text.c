/* The differences of two schemes as lines for people and as JSON. */
#include "app/scheme/scheme_names.h"
#include "app/scheme/scheme_text.h"

static Str name_of(Lang lang, const SchemeChange *c)
{
    const SchemeKey *key = c->node.len
                               ? scheme_key_find(scheme_node_keys, scheme_node_keys_count, c->key)
                               : scheme_key_find(scheme_head_keys, scheme_head_keys_count, c->key);
    return key && lang == LANG_ZH ? key->zh : c->key;
}

static Str value_of(Lang lang, const SchemeChange *c, Str value)
{
    const SchemeKey *key = c->node.len
                               ? scheme_key_find(scheme_node_keys, scheme_node_keys_count, c->key)
                               : scheme_key_find(scheme_head_keys, scheme_head_keys_count, c->key);
    if (value.len == 0)
        return msg(lang, MSG_OUT_SCHEME_UNSAID);
    return scheme_word_shown(key, value, lang == LANG_ZH);
}

static Str percent(Arena *arena, Lang lang, Str share)
{
    return share.len ? arena_fmt(arena, "%.*s %%", STR_ARG(share))
                     : msg(lang, MSG_OUT_SCHEME_BY_DATA);
}

static void place_out(Out *out, Lang lang, const SchemeChange *c)
{
    if (c->node.len)
        out_f(out, "%.*s [%.*s]  ", STR_ARG(c->name), STR_ARG(c->node));
    else
        msg_out(out, lang, MSG_OUT_SCHEME_WHOLE);
}

static void change_line(Arena *arena, Out *out, Lang lang, const SchemeChange *c)
{
    switch (c->kind) {
    case SCHEME_ADDED:
        msg_out(out, lang, MSG_OUT_SCHEME_ADDED, {"share", percent(arena, lang, c->share_to)});
        break;
    case SCHEME_REMOVED:
        msg_out(out, lang, MSG_OUT_SCHEME_REMOVED, {"share", percent(arena, lang, c->share_from)});
        break;
    case SCHEME_MOVED:
        msg_out(out, lang, MSG_OUT_SCHEME_MOVED, {"from", c->from}, {"to", c->to});
        break;
    case SCHEME_CHANGED:
        msg_out(out, lang, MSG_OUT_SCHEME_CHANGED, {"key", name_of(lang, c)},
                {"from", value_of(lang, c, c->from)}, {"to", value_of(lang, c, c->to)});
        break;
    case SCHEME_SHIFTED:
        break;
    }
    bool share = c->kind == SCHEME_SHIFTED || c->kind == SCHEME_MOVED ||
                 (c->kind == SCHEME_CHANGED && str_eq(c->key, S("weight")));
    if (share)
        msg_out(out, lang, MSG_OUT_SCHEME_SHIFTED, {"from", percent(arena, lang, c->share_from)},
                {"to", percent(arena, lang, c->share_to)});
}

Str scheme_change_words(Arena *arena, Lang lang, const SchemeChange *change)
{
    Out out = out_new(arena, 1 << 16);
    change_line(arena, &out, lang, change);
    return out_str(&out);
}

void scheme_diff_text(Arena *arena, Out *out, const SchemeChanges *changes, Lang lang)
{
    for (int i = 0; i < changes->count; i++) {
        place_out(out, lang, &changes->items[i]);
        change_line(arena, out, lang, &changes->items[i]);
        out_c(out, '\n');
    }
    if (changes->count == 0)
        msg_out(out, lang, MSG_OUT_SCHEME_EQUAL);
    else if (!changes->acts)
        msg_out(out, lang, MSG_OUT_SCHEME_WORDING);
    if (changes->count == 0 || !changes->acts)
        out_c(out, '\n');
}

static Str kind_word(SchemeChangeKind kind)
{
    static const Str words[] = {SC("changed"), SC("added"), SC("removed"), SC("moved"),
                                SC("shifted")};
    return words[kind];
}

void scheme_diff_json(Json *json, const SchemeChanges *changes)
{
    json_object(json);
    json_kbool(json, S("acts"), changes->acts);
    json_key(json, S("changes"));
    json_array(json);
    for (int i = 0; i < changes->count; i++) {
        const SchemeChange *c = &changes->items[i];
        json_object(json);
        json_kstr(json, S("kind"), kind_word(c->kind));
        json_kstr(json, S("node"), c->node);
        json_kstr(json, S("name"), c->name);
        json_kstr(json, S("key"), c->key);
        json_kstr(json, S("from"), c->from);
        json_kstr(json, S("to"), c->to);
        json_kstr(json, S("share_from"), c->share_from);
        json_kstr(json, S("share_to"), c->share_to);
        json_kbool(json, S("acts"), c->acts);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}
