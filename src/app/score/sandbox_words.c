#include "app/result/change_list.h"
#include "app/score/sandbox_parts.h"
#include "base/date.h"
#include "base/limits.h"
#include "sys/json_in.h"

static Str instant_text(Arena *arena, int64_t at)
{
    Out out = out_new(arena, 64);
    instant_out(&out, at, OFFSET_MINUTES_CHINA);
    return out_str(&out);
}

/* --- as JSON */

/* What was stored as JSON, as it is. */
static void stored_json(Json *json, const Tree *tree)
{
    int64_t number;
    if (tree->kind == TREE_MAP || tree->kind == TREE_LIST) {
        bool map = tree->kind == TREE_MAP;
        map ? json_object(json) : json_array(json);
        for (const Tree *item = tree->first; item; item = item->next) {
            if (map)
                json_key(json, item->key);
            stored_json(json, item);
        }
        map ? json_object_end(json) : json_array_end(json);
    } else if (tree->quoted) {
        json_str(json, tree->text);
    } else if (str_to_i64(tree->text, &number)) {
        json_i64(json, number);
    } else {
        json_bool(json, str_eq(tree->text, S("true")));
    }
}

const Tree *sandbox_parse(App *app, Str text)
{
    Tree *tree;
    Err err;
    return text.len && json_parse(app->arena, text, &tree, &err) ? tree : NULL;
}

static void stored(App *app, Json *json, Str key, Str text)
{
    const Tree *tree = sandbox_parse(app, text);
    json_key(json, key);
    if (tree)
        stored_json(json, tree);
    else
        json_null(json);
}

void sandbox_json(App *app, const SandboxRow *r, Json *json)
{
    json_object(json);
    json_kstr(json, S("id"), r->id);
    json_kstr(json, S("at"), instant_text(app->arena, r->at));
    json_kstr(json, S("by"), r->by);
    json_kstr(json, S("behalf"), r->behalf);
    json_kstr(json, S("group"), r->group);
    json_kstr(json, S("base_digest"), r->base_digest);
    json_kstr(json, S("digest"), r->digest);
    stored(app, json, S("changes"), r->changes);
    json_kstr(json, S("from"), r->from);
    json_kstr(json, S("to"), r->to);
    json_ki64(json, S("periods"), r->periods);
    json_kstr(json, S("holds_from"), r->holds_from);
    json_ki64(json, S("moved"), r->moved);
    json_ki64(json, S("bottom"), r->bottom);
    json_ki64(json, S("talks"), r->talks);
    json_kstr(json, S("result_digest"), r->result_digest);
    if (r->result.len) {
        stored(app, json, S("result"), r->result);
        json_kstr(json, S("scheme"), r->text);
    }
    json_object_end(json);
}

/* --- for people */

Str sandbox_text_of(const Tree *map, Str key)
{
    const Tree *member = tree_get(map, key);
    return member ? member->text : S("");
}

static void changes_text(Lang lang, App *app, const SandboxRow *r, Out *out)
{
    const Tree *changes = sandbox_parse(app, r->changes);
    const Tree *weights = tree_get(changes, S("weights"));
    for (const Tree *w = weights ? weights->first : NULL; w; w = w->next) {
        Str before = sandbox_text_of(w, S("before")), after = sandbox_text_of(w, S("after"));
        msg_out(out, lang,
                before.len == 0  ? MSG_OUT_SANDBOX_NODE_NEW
                : after.len == 0 ? MSG_OUT_SANDBOX_NODE_GONE
                                 : MSG_OUT_SANDBOX_WEIGHT,
                {"node", sandbox_text_of(w, S("node"))}, {"name", sandbox_text_of(w, S("name"))},
                {"before", before}, {"after", after});
        out_c(out, '\n');
    }
    if (str_eq(sandbox_text_of(changes, S("other")), S("true"))) {
        out_s(out, msg(lang, MSG_OUT_SANDBOX_OTHER));
        out_c(out, '\n');
    }
}

static void moves_text(Lang lang, App *app, const SandboxRow *r, Out *out)
{
    const Tree *result = sandbox_parse(app, r->result);
    const Tree *moves = tree_get(result, S("moves"));
    Str withheld = sandbox_text_of(result, S("withheld"));
    for (const Tree *m = moves ? moves->first : NULL; m; m = m->next) {
        const Consequence move = {.period = sandbox_text_of(m, S("period")),
                                  .kind = sandbox_text_of(m, S("kind")),
                                  .before = sandbox_text_of(m, S("before")),
                                  .after = sandbox_text_of(m, S("after"))};
        change_text(lang, app, &move, sandbox_text_of(m, S("unit")), out);
        out_c(out, '\n');
    }
    if (withheld.len && !str_eq(withheld, S("0"))) {
        msg_out(out, lang, MSG_OUT_SANDBOX_WITHHELD, {"count", withheld});
        out_c(out, '\n');
    }
}

Str sandbox_changes_lines(App *app, Lang lang, const SandboxRow *r)
{
    Out out = out_new(app->arena, LIMIT_OUTPUT_BYTES);
    changes_text(lang, app, r, &out);
    return out_str(&out);
}

Str sandbox_changes_line(App *app, Lang lang, const SandboxRow *r)
{
    Str rest = sandbox_changes_lines(app, lang, r), first = str_cut(&rest, '\n');
    int more = 0;
    for (ptrdiff_t i = 0; i < rest.len; i++)
        more += rest.ptr[i] == '\n';
    return more ? msg_str(app->arena, lang, MSG_SANDBOX_AND_MORE, {"first", first},
                          {"count", arena_fmt(app->arena, "%d", more)})
                : first;
}

void sandbox_text(Lang lang, App *app, const SandboxRow *r, Out *out)
{
    Arena *a = app->arena;
    msg_out(out, lang, MSG_OUT_SANDBOX_HEAD, {"id", r->id}, {"at", instant_text(a, r->at)},
            {"by", r->by}, {"group", group_name(app, r->group)},
            {"from", period_name(app, r->from)}, {"to", period_name(app, r->to)});
    out_c(out, '\n');
    changes_text(lang, app, r, out);
    msg_out(out, lang, MSG_OUT_SANDBOX_TOTALS, {"periods", arena_fmt(a, "%d", r->periods)},
            {"ranks", arena_fmt(a, "%d", r->moved)}, {"bottom", arena_fmt(a, "%d", r->bottom)},
            {"talks", arena_fmt(a, "%d", r->talks)});
    out_c(out, '\n');
    moves_text(lang, app, r, out);
    if (r->holds_from.len)
        msg_out(out, lang, MSG_OUT_SANDBOX_HOLDS, {"period", period_name(app, r->holds_from)});
    else
        out_s(out, msg(lang, MSG_OUT_SANDBOX_HOLDS_NEVER));
    out_c(out, '\n');
}
