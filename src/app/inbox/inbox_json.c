#include "app/inbox/inbox.h"

static void day(const App *app, Json *json, Str key, Date date)
{
    json_key(json, key);
    if (date == DATE_NONE)
        json_null(json);
    else
        json_str(json, date_str(app->arena, date));
}

static void item_json(const App *app, Lang lang, const InboxItem *item, Json *json)
{
    json_object(json);
    json_kstr(json, S("kind"), inbox_kind_word(item->kind));
    json_kstr(json, S("group"), inbox_group_word(item->group));
    json_kstr(json, S("what"), inbox_text(app, lang, item));
    json_kstr(json, S("detail"), inbox_detail(app, lang, item));
    json_kstr(json, S("period"), item->period ? item->period->code : S(""));
    json_kstr(json, S("unit"), item->unit ? item->unit->code : S(""));
    json_kstr(json, S("task"), item->task ? item->task->no : S(""));
    day(app, json, S("since"), item->since);
    day(app, json, S("due"), item->day.on);
    json_key(json, S("workdays"));
    if (item->day.on != DATE_NONE && item->day.counted)
        json_i64(json, item->day.workdays);
    else
        json_null(json);
    json_kbool(json, S("late"), item->late);
    json_ki64(json, S("count"), item->n);
    json_kstr(json, S("whose"), role_word(item->by_others ? item->whose : app->actor.role));
    json_object_end(json);
}

static void happened_json(const App *app, Lang lang, const Happened *h, Json *json)
{
    json_object(json);
    json_ki64(json, S("seq"), h->seq);
    json_kstr(json, S("at"), instant_str(app->arena, h->at));
    json_kstr(json, S("what"), happened_text(app, lang, h));
    json_kstr(json, S("period"), h->period ? h->period->code : S(""));
    json_kstr(json, S("unit"), h->unit ? h->unit->code : S(""));
    json_kstr(json, S("task"), h->task ? h->task->no : S(""));
    json_object_end(json);
}

void inbox_json(const App *app, Lang lang, const Inbox *inbox, Json *json)
{
    json_object(json);
    json_kstr(json, S("campaign"), app->def.code);
    json_kbool(json, S("sample"), app->def.sample);
    json_kstr(json, S("account"), inbox->seat);
    json_kstr(json, S("today"), date_str(app->arena, app->today));
    json_kbool(json, S("calendar_ends"), inbox->calendar_ends);
    json_key(json, S("counts"));
    json_object(json);
    for (int i = 0; i < INBOX_GROUPS; i++)
        json_ki64(json, inbox_group_word((InboxGroup)i), inbox->counts[i]);
    json_object_end(json);
    json_key(json, S("items"));
    json_array(json);
    for (int i = 0; i < inbox->items.count; i++)
        item_json(app, lang, &inbox->items.items[i], json);
    json_array_end(json);
    json_ki64(json, S("seq"), inbox->head_seq);
    json_key(json, S("happened"));
    json_array(json);
    for (int i = 0; i < inbox->happened.count; i++)
        happened_json(app, lang, &inbox->happened.items[i], json);
    json_array_end(json);
    json_ki64(json, S("more_happened"), inbox->more_happened);
    json_object_end(json);
}
