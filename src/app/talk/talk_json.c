/* A formal talk as data, and what comes next as a sentence. */
#include "app/talk/talk_case.h"

#include "app/restricted.h"

/* A record as it was kept: texts, numbers, and lists of flat maps. */
static void tree_json(const Tree *t, Json *json)
{
    switch (t->kind) {
    case TREE_MAP:
        json_object(json);
        for (const Tree *m = t->first; m; m = m->next) {
            json_key(json, m->key);
            tree_json(m, json);
        }
        json_object_end(json);
        break;
    case TREE_LIST:
        json_array(json);
        for (const Tree *m = t->first; m; m = m->next)
            tree_json(m, json);
        json_array_end(json);
        break;
    default:
        json_str(json, t->text);
    }
}

static void entry_json(const TalkCase *c, const TalkEntry *e, Json *json)
{
    json_object(json);
    json_ki64(json, S("number"), e->step.number);
    json_kstr(json, S("state"), e->step.state);
    json_kstr(json, S("act"), e->recorded ? talk_rule(e->act)->word : S(""));
    json_kstr(json, S("on"), e->step.on_date);
    if (c->inner) { /* a unit is told what was decided, not by which account */
        json_kstr(json, S("by"), e->step.by);
        json_kstr(json, S("behalf"), e->behalf);
    }
    json_kstr(json, S("reason"), e->step.reason);
    json_kbool(json, S("closed"), e->closed);
    if (e->body) {
        json_key(json, S("record"));
        tree_json(e->body, json);
    }
    json_object_end(json);
}

static void commitment_json(const TalkCommitment *k, Json *json)
{
    json_object(json);
    json_ki64(json, S("position"), k->position);
    json_kstr(json, S("what"), k->what);
    json_kstr(json, S("owner"), k->owner);
    json_kstr(json, S("task"), k->task);
    json_ki64(json, S("workdays"), k->workdays);
    json_kstr(json, S("due_on"), k->due_on);
    json_kstr(json, S("done_on"), k->done_on);
    json_kstr(json, S("result"), k->result);
    json_kstr(json, S("evidence"), k->evidence);
    json_object_end(json);
}

static void acts_json(const TalkCase *c, Json *json)
{
    json_key(json, S("acts"));
    json_array(json);
    for (int i = 0; i < TALK_ACTS; i++)
        if (c->acts & (1u << i))
            json_str(json, talk_rule((TalkAct)i)->word);
    json_array_end(json);
}

void talk_case_json(App *app, Lang lang, const TalkCase *c, bool whole, Json *json)
{
    json_object(json);
    json_kstr(json, S("id"), c->row.id);
    json_kstr(json, S("period"), c->row.period);
    json_kstr(json, S("group"), c->row.group);
    json_kstr(json, S("unit"), c->row.unit);
    json_kstr(json, S("name"), c->unit->name);
    json_kstr(json, S("step"), c->row.step);
    json_kstr(json, S("months"), c->row.months);
    json_kstr(json, S("state"), talk_state_word(c->state));
    json_kstr(json, S("due"), c->due == DATE_NONE ? S("") : date_str(app->arena, c->due));
    json_kstr(json, S("next"), talk_next_text(app, lang, c));
    acts_json(c, json);
    if (whole) {
        json_kstr(json, S("one_talk_with"), c->one_talk_with);
        json_kstr(json, S("evidence"), c->row.evidence);
        json_key(json, S("steps"));
        json_array(json);
        for (int i = 0; i < c->entries.count; i++)
            entry_json(c, &c->entries.items[i], json);
        json_array_end(json);
    }
    /* of a restricted unit they are read one talk at a time, which has its row */
    bool told = whole || c->own || !restricted_unit(app, c->row.unit);
    json_key(json, S("commitments"));
    json_array(json);
    for (int i = 0; told && i < c->commitments.count; i++)
        commitment_json(&c->commitments.items[i], json);
    json_array_end(json);
    json_object_end(json);
}

Str talk_next_text(const App *app, Lang lang, const TalkCase *c)
{
    static const Msg next[TALK_STATES] = {
        [TALK_PROPOSED] = MSG_TALK_NEXT_PROPOSED, [TALK_APPLIED] = MSG_TALK_NEXT_APPLIED,
        [TALK_APPROVED] = MSG_TALK_NEXT_APPROVED, [TALK_NOTIFIED] = MSG_TALK_NEXT_NOTIFIED,
        [TALK_RECEIVED] = MSG_TALK_NEXT_RECEIVED, [TALK_HELD] = MSG_TALK_NEXT_HELD,
        [TALK_REPORTED] = MSG_TALK_NEXT_REPORTED, [TALK_VERIFIED] = MSG_TALK_NEXT_VERIFIED,
        [TALK_CLOSED] = MSG_TALK_NEXT_CLOSED,     [TALK_WAIVED] = MSG_TALK_NEXT_WAIVED,
        [TALK_EXEMPTED] = MSG_TALK_NEXT_EXEMPTED, [TALK_WITHDRAWN] = MSG_TALK_NEXT_WITHDRAWN,
    };
    int open = 0;
    for (int i = 0; i < c->commitments.count; i++)
        open += c->commitments.items[i].done_on.len == 0;
    if (c->state == TALK_HELD && open > 0)
        return msg_str(app->arena, lang, MSG_TALK_NEXT_COMMITMENTS,
                       {"n", arena_fmt(app->arena, "%d", open)});
    return msg(lang, next[c->state]);
}
