/* Who is missing, whom to call: on the screen, on paper, as a workbook. */
#include "app/inbox/calls.h"

#include "app/inbox/due_words.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct CallsView {
    Str title, sub, hidden, remind, file;
    Table table;
} CallsView;
#include "web/templates/calls.html.h"

static void fill_table(Ctx *c, const CallList *list, Table *t)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {
        {MSG_COL_UNIT, CELL_HEAD}, {MSG_CALLS_POST, CELL_TEXT}, {MSG_CALLS_PHONE, CELL_SHORT}};
    t->tight = true;
    t->empty = msg(c->lang, MSG_CALLS_NONE);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        table_add_column(c->arena, t, msg(c->lang, columns[i].label), columns[i].kind);
    for (int g = 0; g < list->groups.count; g++) {
        const CallGroup *group = &list->groups.items[g];
        for (int i = 0; i < group->lines.count; i++) {
            const CallLine *line = &group->lines.items[i];
            TableRow *row = table_add_row(c->arena, t);
            if (i == 0)
                row->group = arena_fmt(c->arena, "%.*s · %d", STR_ARG(group->name), group->missing);
            bool unit = app_unit(&c->app, line->code) != NULL;
            *row_add_cell(c->arena, row) =
                (Cell){.text = line->again ? S("") : line->name,
                       .note = line->again ? S("") : line->state,
                       .href = unit && !line->again ? link_to_unit(c, line->code, S("")) : S("")};
            *row_add_cell(c->arena, row) = (Cell){.text = line->post};
            *row_add_cell(c->arena, row) =
                (Cell){.text = line->phone.len ? line->phone : msg(c->lang, MSG_CALLS_NO_PHONE),
                       .dim = line->phone.len == 0};
        }
    }
}

static Str sub_of(const Ctx *c, const CallList *list)
{
    const OverviewMonth *month = &list->month;
    if (!month->period)
        return msg_str(c->arena, c->lang, MSG_CALLS_RECEIPTS_SUB,
                       {"n", arena_fmt(c->arena, "%d", list->unsigned_for)});
    Date due = month->days[DAY_DUE].day.on;
    return msg_str(
        c->arena, c->lang, MSG_CALLS_SUB, {"period", month->period->name},
        {"missing", arena_fmt(c->arena, "%d", month->owed - month->received)},
        {"on", due == DATE_NONE ? S("—") : due_on_words(c->arena, c->lang, c->app.today, due)});
}

bool calls_page(Ctx *c, Err *err)
{
    CallList list;
    if (!calls_read(&c->app, c->lang, ctx_text(c, "period"), &list, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        calls_json(&c->app, &list, &json);
        return json_end(c, &json, err);
    }
    Str period = list.month.period ? list.month.period->code : S("");
    CallsView v = {.title = msg(c->lang, MSG_CALLS_TITLE),
                   .sub = sub_of(c, &list),
                   .remind = period.len ? link_to(c, "/remind", {"period", period}) : S(""),
                   .file = link_to(c, "/calls/file", {"period", period})};
    if (list.hidden)
        v.hidden = msg_str(c->arena, c->lang, MSG_CALLS_HIDDEN,
                           {"n", arena_fmt(c->arena, "%d", list.hidden)});
    fill_table(c, &list, &v.table);
    calls_html(page_begin(c, v.title, NAV_INBOX), c, &v);
    return page_end(c, err);
}

enum { FORMAT_CSV = 1 };

bool calls_file(Ctx *c, Err *err)
{
    CallList list;
    if (!calls_read(&c->app, c->lang, ctx_text(c, "period"), &list, err))
        return false;
    Sheet sheet = calls_sheet(&c->app, c->lang, &list);
    Str period = list.month.period ? list.month.period->code : date_str(c->arena, c->app.today);
    Str name =
        arena_fmt(c->arena, "%.*s %.*s", STR_ARG(period), STR_ARG(msg(c->lang, MSG_CALLS_TITLE)));
    if (ctx_i64(c, "format", 0) == FORMAT_CSV)
        return download_csv(c, &sheet, name, err);
    return download_book(c, &sheet, 1, name, err);
}
