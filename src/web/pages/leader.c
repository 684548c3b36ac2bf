/* The leader's one page: on the screen with links to what is behind each line, as a paper of one page of A4, as JSON. */
#include "app/leader/leader.h"
#include "app/ledger_words.h"
#include "app/paper_file.h"
#include "web/inbox_link.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct LeaderLine {
    Str text, href, note;
} LeaderLine;

typedef struct LeaderView {
    Str title, sub, areas_title, seen, docx, pdf, handed, post;
    bool office, is_new, must;
    Options posts;
    Table areas, reds;
    LIST_OF(LeaderLine) decide, better, units;
} LeaderView;
#include "web/templates/leader.html.h"

static Str number(const Ctx *c, int n)
{
    return arena_fmt(c->arena, "%d", n);
}

static void fill_areas(Ctx *c, const LeaderPage *page, LeaderView *v)
{
    static const Light lights[] = {LIGHT_RED, LIGHT_YELLOW, LIGHT_GREEN};
    Table *t = &v->areas;
    *t = (Table){.tight = true, .empty = msg(c->lang, MSG_LEADER_REDS_NONE)};
    table_add_column(c->arena, t, msg(c->lang, MSG_LEADER_COL_AREA), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_LEADER_COL_LEAD), CELL_TEXT);
    for (int k = 0; k < 3; k++)
        table_add_column(c->arena, t, light_text(c->lang, lights[k], LIGHT_HAS_ONE), CELL_NUMBER);
    for (int i = 0; i < page->areas.count; i++) {
        const LeaderArea *a = &page->areas.items[i];
        TableRow *row = table_add_row(c->arena, t);
        *row_add_cell(c->arena, row) =
            (Cell){.text = a->task->title,
                   .href = a->restricted ? S("") : link_to(c, "/ledger", {"area", a->task->no})};
        row_add_cell(c->arena, row)->text = a->lead;
        for (int k = 0; k < 3; k++) {
            int n = a->lights[lights[k]];
            *row_add_cell(c->arena, row) =
                (Cell){.text = a->restricted ? S("") : number(c, n), .dim = n == 0};
        }
    }
}

static Str since(Ctx *c, const LeaderTarget *t)
{
    return t->since ? msg_str(c->arena, c->lang, MSG_LEADER_SINCE, {"period", t->since->name},
                              {"n", number(c, t->months)})
                    : S("");
}

static Str units_of(Ctx *c, const LeaderTarget *t)
{
    Out out = out_new(c->arena, 1024);
    for (int i = 0; i < t->units.count; i++) {
        out_s(&out, i ? msg(c->lang, MSG_LIST_COMMA) : S(""));
        out_s(&out, t->units.items[i]);
    }
    if (t->nunits <= t->units.count)
        return out_str(&out);
    return msg_str(c->arena, c->lang, MSG_LEADER_UNITS_MORE, {"names", out_str(&out)},
                   {"n", number(c, t->nunits)});
}

static void fill_reds(Ctx *c, const LeaderPage *page, LeaderView *v)
{
    static const Light red = LIGHT_RED;
    Table *t = &v->reds;
    *t = (Table){.empty = msg(c->lang, MSG_LEADER_REDS_NONE)};
    table_add_column(c->arena, t, msg(c->lang, MSG_LEADER_COL_TARGET), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_LEADER_COL_WHOSE), CELL_TEXT);
    table_add_column(c->arena, t, msg(c->lang, MSG_LEADER_COL_SINCE), CELL_TEXT);
    table_add_column(c->arena, t, msg(c->lang, MSG_LEADER_COL_GAP), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_LEADER_COL_UNITS), CELL_TEXT);
    table_add_column(c->arena, t, msg(c->lang, MSG_LEADER_COL_NOTE), CELL_TEXT);
    for (int i = 0; i < page->reds.count; i++) {
        const LeaderTarget *of = &page->reds.items[i];
        TableRow *row = table_add_row(c->arena, t);
        *row_add_cell(c->arena, row) =
            (Cell){.text = of->row->target->target->what.len ? of->row->target->target->what
                                                             : of->row->task->title,
                   .href = link_to(c, "/tasks/{task}", {"task", of->row->task->no}),
                   .light = &red};
        row_add_cell(c->arena, row)->text = of->row->lead;
        row_add_cell(c->arena, row)->text = since(c, of);
        row_add_cell(c->arena, row)->text = of->row->target->progress.gap;
        row_add_cell(c->arena, row)->text = units_of(c, of);
        row_add_cell(c->arena, row)->text = of->note ? of->note->text : S("");
    }
}

static void fill_lines(Ctx *c, const LeaderPage *page, LeaderView *v)
{
    for (int i = 0; i < page->talks.count; i++) {
        const TalkCase *t = page->talks.items[i];
        Msg word = t->state == TALK_VERIFIED ? MSG_LEADER_TALK_CLOSE : MSG_LEADER_TALK_APPLY;
        *arena_push(c->arena, &v->decide) =
            (LeaderLine){msg_str(c->arena, c->lang, word, {"unit", t->unit->name},
                                 {"period", t->period ? t->period->name : S("")}),
                         link_to(c, "/talks/{id}", {"id", t->row.id}),
                         t->due == DATE_NONE ? S("") : date_str(c->arena, t->due)};
    }
    for (int i = 0; i < page->decide.count; i++) {
        const InboxItem *item = &page->decide.items[i];
        *arena_push(c->arena, &v->decide) =
            (LeaderLine){inbox_text(&c->app, c->lang, item), inbox_href(c, item),
                         item->day.on == DATE_NONE ? S("") : date_str(c->arena, item->day.on)};
    }
    for (int i = 0; i < page->better.count; i++) {
        const LeaderTarget *t = &page->better.items[i];
        *arena_push(c->arena, &v->better) = (LeaderLine){
            msg_str(c->arena, c->lang, MSG_LEADER_TURNED,
                    {"what", t->row->target->target->what.len ? t->row->target->target->what
                                                              : t->row->task->title},
                    {"before", light_text(c->lang, t->before, LIGHT_HAS_ONE)},
                    {"now", light_text(c->lang, t->row->target->light, LIGHT_HAS_ONE)}),
            link_to(c, "/tasks/{task}", {"task", t->row->task->no}), S("")};
    }
    for (int i = 0; i < page->units.count; i++) {
        const LeaderUnit *u = &page->units.items[i];
        Msg change = !u->has_change  ? MSG_RANK_UNKNOWN
                     : u->change > 0 ? MSG_RANK_UP
                     : u->change < 0 ? MSG_RANK_DOWN
                                     : MSG_RANK_SAME;
        *arena_push(c->arena, &v->units) =
            (LeaderLine){msg_str(c->arena, c->lang, MSG_LEADER_UNIT_LINE, {"unit", u->unit->name},
                                 {"rank", number(c, u->rank)}, {"of", number(c, u->of)}),
                         link_to_unit(c, u->unit->code, u->period->code),
                         msg_str(c->arena, c->lang, change,
                                 {"n", number(c, u->change < 0 ? -u->change : u->change)})};
    }
}

static Str sub_of(Ctx *c, const LeaderPage *page)
{
    int n = 0;
    for (int i = 0; i < LIGHT_COUNT; i++)
        n += page->lights[i];
    if (!page->period)
        return msg(c->lang, MSG_LEADER_SUB_NONE);
    return msg_str(c->arena, c->lang, MSG_LEADER_SUB, {"period", page->period->name},
                   {"n", number(c, n)}, {"red", number(c, page->lights[LIGHT_RED])},
                   {"yellow", number(c, page->lights[LIGHT_YELLOW])},
                   {"green", number(c, page->lights[LIGHT_GREEN])});
}

static Str seen_of(Ctx *c, const LeaderPage *page)
{
    if (page->is_new)
        return msg(c->lang, MSG_LEADER_UNSEEN);
    if (page->seen.id.len == 0)
        return S("");
    return msg_str(c->arena, c->lang,
                   str_eq(page->seen.how, S("paper")) ? MSG_LEADER_SEEN_PAPER : MSG_LEADER_SEEN,
                   {"at", instant_minute(c->arena, page->seen.at)});
}

bool leader_page(Ctx *c, Err *err)
{
    LeaderPage page;
    LeaderPosts posts = {0};
    if (!leader_read(&c->app, ctx_text(c, "post"), &page, err) ||
        !leader_mark(&c->app, &page, false, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        leader_json(&c->app, &page, &json);
        return json_end(c, &json, err);
    }
    bool office = c->app.actor.role != ROLE_LEADER;
    LeaderView v = {
        .title = page.whole ? msg(c->lang, MSG_LEADER_TITLE_WHOLE)
                            : msg_str(c->arena, c->lang, MSG_LEADER_TITLE, {"post", page.post}),
        .sub = sub_of(c, &page),
        .areas_title = msg(c->lang, page.whole ? MSG_LEADER_AREAS_WHOLE : MSG_LEADER_AREAS),
        .seen = seen_of(c, &page),
        .docx = link_to(c, "/leader/file", {"post", page.post}, {"format", S("docx")}),
        .pdf = link_to(c, "/leader/file", {"post", page.post}, {"format", S("pdf")}),
        .post = page.post,
        .office = office,
        .is_new = page.is_new};
    leader_posts(&c->app, &posts);
    for (int i = 0; office && i < posts.count; i++)
        *arena_push(c->arena, &v.posts) =
            (Option){posts.items[i], posts.items[i], str_eq(posts.items[i], page.post)};
    fill_areas(c, &page, &v);
    fill_reds(c, &page, &v);
    fill_lines(c, &page, &v);
    leader_html(page_begin(c, v.title, NAV_LEADER), c, &v);
    return page_end(c, err);
}

bool leader_handed_do(Ctx *c, Err *err)
{
    LeaderPage page;
    Str post = ctx_text(c, "post");
    if (!leader_read(&c->app, post, &page, err) || !leader_mark(&c->app, &page, true, err))
        return false;
    return done(c, link_to(c, "/leader", {"post", post}), err);
}

enum { FORMAT_PDF = 1 };

bool leader_file(Ctx *c, Err *err)
{
    LeaderPage page;
    Str bytes;
    if (!leader_read(&c->app, ctx_text(c, "post"), &page, err))
        return false;
    bool pdf = ctx_i64(c, "format", 0) == FORMAT_PDF;
    Paper paper = leader_paper(&c->app, &page);
    Str name = msg_str(c->arena, c->lang, MSG_LEADER_NAME, {"post", page.post},
                       {"period", page.period ? page.period->code : S("")});
    if (!paper_file(&c->app, &paper, pdf ? PAPER_AS_PDF : PAPER_AS_DOCX, c->now_ms, &bytes, err))
        return false;
    return pdf ? download_pdf(c, name, bytes, err) : download_docx(c, name, bytes, err);
}
