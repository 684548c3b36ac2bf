/* The leader's page as words: the paper of one page of A4, plain text, JSON. */
#include "app/leader/leader.h"
#include "app/ledger_words.h"
#include "app/paper_writer.h"
#include "app/person.h"
#include "base/utf8.h"

/* Of each list the first that there is room for: from these down to one, what matters least first. */
enum { REDS, TALKS, AREAS, UNITS, BETTER, PARTS };
static const int most[PARTS] = {[REDS] = 6, [TALKS] = 3, [AREAS] = 6, [UNITS] = 6, [BETTER] = 3};
static const int least[PARTS] = {[REDS] = 2, [TALKS] = 1, [AREAS] = 1, [UNITS] = 1, [BETTER] = 1};
static const int first_to_go[] = {BETTER, UNITS, AREAS, REDS, TALKS};
enum {
    CELL_CHARACTERS = 14,
    CHARACTERS = 16,
    LINES =
        16, /* of 28 characters below the title, where a word processor has the most space around it */
    ROW_TENTHS = 12, /* of a line: a row of two small ones */
    INDENT_COLUMNS = 4
};

typedef struct OnePage {
    App *app;
    const LeaderPage *page;
    Paper p;
    int chapter;
    int show[PARTS];
} OnePage;

/* At most so many characters, the last one … where it was longer. */
static Str cut(Arena *arena, Str text, int characters)
{
    ptrdiff_t at = 0;
    text = utf8_trim(text);
    if (utf8_count(text) <= characters)
        return text;
    for (int i = 0; i < characters - 1; i++)
        (void)utf8_next(text, &at);
    return arena_fmt(arena, "%.*s…", STR_ARG(str_sub(text, 0, at)));
}

static Str number(App *app, int n)
{
    return arena_fmt(app->arena, "%d", n);
}

static Str unit_short(const Unit *unit)
{
    return unit->short_name.len ? unit->short_name : unit->name;
}

static Str joined(App *app, const LeaderTarget *t, Lang lang, Msg more)
{
    Out out = out_new(app->arena, 1024);
    for (int i = 0; i < t->units.count; i++) {
        out_s(&out, i ? msg(lang, MSG_LIST_COMMA) : S(""));
        out_s(&out, t->units.items[i]);
    }
    if (t->nunits <= t->units.count)
        return out_str(&out);
    return msg_str(app->arena, lang, more, {"list", out_str(&out)}, {"names", out_str(&out)},
                   {"n", number(app, t->nunits)});
}

static Str what_of(const LeaderTarget *t)
{
    return t->row->target->target->what.len ? t->row->target->target->what : t->row->task->title;
}

/* ---- the paper ---- */

static void more(OnePage *s, int n)
{
    if (n > 0)
        paper_paragraph(s->app->arena, &s->p.body,
                        paper_say(s->app, MSG_PAPER_LEADER_MORE, {"n", number(s->app, n)}));
}

static void heading(OnePage *s, Msg text)
{
    Arena *a = s->app->arena;
    Str numeral = paper_numeral(a, ++s->chapter), words = msg(LANG_ZH, text);
    paper_heading(a, &s->p.body, 1, arena_fmt(a, "%.*s、%.*s", STR_ARG(numeral), STR_ARG(words)));
}

static void paragraph(OnePage *s, Str text)
{
    paper_paragraph(s->app->arena, &s->p.body, text);
}

/* A list as one sentence; nothing for an empty one. */
static void sentence(OnePage *s, const Out *list)
{
    if (list->len)
        paragraph(s, arena_fmt(s->app->arena, "%.*s。", STR_ARG(out_str(list))));
}

static void none(OnePage *s)
{
    paragraph(s, msg(LANG_ZH, MSG_PAPER_LEADER_NONE));
}

static void reds(OnePage *s)
{
    static const Msg heads[] = {MSG_LEADER_COL_TARGET, MSG_LEADER_COL_WHOSE, MSG_LEADER_COL_SINCE,
                                MSG_LEADER_COL_GAP, MSG_LEADER_COL_UNITS};
    enum { COLUMNS = sizeof heads / sizeof heads[0], NUMBER = 3 };
    Arena *a = s->app->arena;
    const LeaderPage *page = s->page;
    heading(s, MSG_PAPER_LEADER_REDS);
    if (page->reds.count == 0) {
        none(s);
        return;
    }
    PaperColumn *columns = arena_new(a, PaperColumn, COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i]), i == NUMBER ? PAPER_RIGHT : PAPER_LEFT};
    PaperTable *table = paper_table(a, &s->p.body, columns, COLUMNS);
    for (int i = 0; i < page->reds.count && i < s->show[REDS]; i++) {
        const LeaderTarget *t = &page->reds.items[i];
        paper_cell(a, table, cut(a, what_of(t), CELL_CHARACTERS));
        paper_cell(a, table, cut(a, t->row->lead, CELL_CHARACTERS));
        paper_cell(a, table, t->since ? t->since->name : S(""));
        paper_cell(a, table, t->row->target->progress.gap);
        paper_cell(a, table,
                   cut(a, joined(s->app, t, LANG_ZH, MSG_PAPER_LEADER_ETC), CELL_CHARACTERS));
    }
    more(s, page->reds.count - s->show[REDS]);
}

static Str talk_line(App *app, const TalkCase *c)
{
    Msg word = c->state == TALK_VERIFIED ? MSG_LEADER_TALK_CLOSE : MSG_LEADER_TALK_APPLY;
    return msg_str(app->arena, LANG_ZH, word,
                   {"unit", cut(app->arena, unit_short(c->unit), CELL_CHARACTERS)},
                   {"period", c->period ? c->period->name : S("")});
}

/* Talks come first: somebody waits for them. */
static void talks(OnePage *s)
{
    App *app = s->app;
    const LeaderPage *page = s->page;
    int n = 0, all = page->talks.count + page->decide.count;
    heading(s, MSG_PAPER_LEADER_DECIDE);
    if (all == 0)
        none(s);
    for (; n < all && n < s->show[TALKS]; n++) {
        Str line = n < page->talks.count
                       ? talk_line(app, page->talks.items[n])
                       : inbox_text(app, LANG_ZH, &page->decide.items[n - page->talks.count]);
        paragraph(s, arena_fmt(app->arena, "%d. %.*s。", n + 1, STR_ARG(line)));
    }
    if (all > n)
        paragraph(s, paper_say(app, MSG_PAPER_LEADER_MORE_DECIDE, {"n", number(app, all - n)}));
}

static Str unit_line(App *app, const LeaderUnit *u)
{
    Msg word = u->has_change && u->change > 0   ? MSG_PAPER_LEADER_UNIT_UP
               : u->has_change && u->change < 0 ? MSG_PAPER_LEADER_UNIT_DOWN
                                                : MSG_PAPER_LEADER_UNIT;
    return paper_say(app, word, {"unit", cut(app->arena, unit_short(u->unit), CHARACTERS)},
                     {"rank", number(app, u->rank)}, {"of", number(app, u->of)},
                     {"n", number(app, u->change < 0 ? -u->change : u->change)});
}

static Str area_line(App *app, const LeaderArea *a)
{
    return paper_say(app, MSG_PAPER_LEADER_AREA,
                     {"area", cut(app->arena, a->task->title, CHARACTERS)},
                     {"red", number(app, a->lights[LIGHT_RED])},
                     {"yellow", number(app, a->lights[LIGHT_YELLOW])},
                     {"green", number(app, a->lights[LIGHT_GREEN])});
}

/* Of many areas those that are not green alone. */
static void areas(OnePage *s)
{
    const LeaderPage *page = s->page;
    Out list = out_new(s->app->arena, 8 * 1024), units = out_new(s->app->arena, 8 * 1024);
    heading(s, MSG_PAPER_LEADER_UNITS);
    for (int i = 0, shown = 0; i < page->areas.count && shown < s->show[AREAS]; i++) {
        const LeaderArea *a = &page->areas.items[i];
        bool quiet = a->lights[LIGHT_RED] + a->lights[LIGHT_YELLOW] == 0;
        if (a->restricted || (quiet && page->areas.count > s->show[AREAS]))
            continue;
        writer_item(&list, MSG_PAPER_SEMICOLON, area_line(s->app, a));
        shown++;
    }
    for (int i = 0; i < page->units.count && i < s->show[UNITS]; i++)
        writer_item(&units, MSG_PAPER_SEMICOLON, unit_line(s->app, &page->units.items[i]));
    if (list.len == 0 && units.len == 0)
        none(s);
    sentence(s, &list);
    sentence(s, &units);
}

static void better(OnePage *s)
{
    const LeaderPage *page = s->page;
    Arena *a = s->app->arena;
    Out list = out_new(a, 8 * 1024);
    heading(s, MSG_PAPER_LEADER_BETTER);
    for (int i = 0; i < page->better.count && i < s->show[BETTER]; i++) {
        const LeaderTarget *t = &page->better.items[i];
        writer_item(&list, MSG_PAPER_SEMICOLON,
                    msg_str(a, LANG_ZH, MSG_LEADER_TURNED, {"what", cut(a, what_of(t), CHARACTERS)},
                            {"before", light_text(LANG_ZH, t->before, LIGHT_HAS_ONE)},
                            {"now", light_text(LANG_ZH, t->row->target->light, LIGHT_HAS_ONE)}));
    }
    if (page->better.count == 0)
        none(s);
    sentence(s, &list);
}

static void head(OnePage *s)
{
    App *app = s->app;
    const LeaderPage *page = s->page;
    Str day = date_str(app->arena, app->today);
    int n = 0;
    for (int i = 0; i < LIGHT_COUNT; i++)
        n += page->lights[i];
    if (app->def.sample)
        *arena_push(app->arena, &s->p.marks) = msg(LANG_ZH, MSG_OUT_SAMPLE);
    s->p.title = paper_say(app, MSG_PAPER_LEADER_TITLE,
                           {"who", page->whole ? msg(LANG_ZH, MSG_PAPER_LEADER_WHOLE)
                                               : cut(app->arena, page->post, CHARACTERS)});
    if (!page->period) {
        paragraph(s, paper_say(app, MSG_PAPER_LEADER_HEAD_NONE, {"day", day}));
        return;
    }
    paragraph(s, paper_say(app, MSG_PAPER_LEADER_HEAD, {"period", page->period->name}, {"day", day},
                           {"areas", number(app, page->areas.count)}, {"n", number(app, n)},
                           {"red", number(app, page->lights[LIGHT_RED])},
                           {"yellow", number(app, page->lights[LIGHT_YELLOW])},
                           {"green", number(app, page->lights[LIGHT_GREEN])}));
}

/* Lines that it takes below its title, in tenths, as a word processor sets it. */
static int tenths_of(const Paper *p)
{
    int tenths = 0;
    for (int i = 0; i < p->body.count; i++) {
        const PaperBlock *b = &p->body.items[i];
        if (b->kind == PAPER_TABLE)
            tenths += ROW_TENTHS * (1 + b->table.cells.count / b->table.ncolumns);
        else
            tenths +=
                10 * ((INDENT_COLUMNS + utf8_columns(b->text) + PAPER_COLUMNS - 1) / PAPER_COLUMNS);
    }
    return tenths;
}

static bool shorten(OnePage *s)
{
    for (size_t i = 0; i < sizeof first_to_go / sizeof first_to_go[0]; i++) {
        int *show = &s->show[first_to_go[i]];
        if (*show > least[first_to_go[i]]) {
            --*show;
            return true;
        }
    }
    return false;
}

Paper leader_paper(App *app, const LeaderPage *page)
{
    OnePage s = {.app = app, .page = page};
    for (int i = 0; i < PARTS; i++)
        s.show[i] = most[i];
    do {
        s.p = (Paper){0};
        s.chapter = 0;
        head(&s);
        talks(&s);
        reds(&s);
        areas(&s);
        better(&s);
    } while (tenths_of(&s.p) > 10 * LINES && shorten(&s));
    return s.p;
}

/* ---- text and JSON ---- */

void leader_text(App *app, Lang lang, const LeaderPage *page, Out *out)
{
    (void)lang;
    Paper p = leader_paper(app, page);
    paper_txt(&p, out);
}

static void target_json(const LeaderTarget *t, Json *json)
{
    json_object(json);
    json_kstr(json, S("target"), t->row->target->target->code);
    json_kstr(json, S("task"), t->row->task->no);
    json_kstr(json, S("what"), what_of(t));
    json_kstr(json, S("lead"), t->row->lead);
    json_kstr(json, S("light"), light_word(t->row->target->light));
    json_kstr(json, S("before"), light_word(t->before));
    json_kstr(json, S("since"), t->since ? t->since->code : S(""));
    json_ki64(json, S("periods"), t->months);
    json_kstr(json, S("gap"), t->row->target->progress.gap);
    json_ki64(json, S("units_red"), t->nunits);
    json_key(json, S("units"));
    json_array(json);
    for (int i = 0; i < t->units.count; i++)
        json_str(json, t->units.items[i]);
    json_array_end(json);
    json_object_end(json);
}

static void areas_json(const LeaderPage *page, Json *json)
{
    json_key(json, S("areas"));
    json_array(json);
    for (int i = 0; i < page->areas.count; i++) {
        const LeaderArea *a = &page->areas.items[i];
        json_object(json);
        json_kstr(json, S("no"), a->task->no);
        json_kstr(json, S("title"), a->task->title);
        json_kstr(json, S("lead"), a->lead);
        for (int k = 0; k < LIGHT_COUNT; k++)
            json_ki64(json, light_word((Light)k), a->lights[k]);
        json_object_end(json);
    }
    json_array_end(json);
}

static void units_json(const LeaderPage *page, Json *json)
{
    json_key(json, S("units"));
    json_array(json);
    for (int i = 0; i < page->units.count; i++) {
        const LeaderUnit *u = &page->units.items[i];
        json_object(json);
        json_kstr(json, S("code"), u->unit->code);
        json_kstr(json, S("name"), u->unit->name);
        json_kstr(json, S("period"), u->period->code);
        json_ki64(json, S("rank"), u->rank);
        json_ki64(json, S("of"), u->of);
        if (u->has_change)
            json_ki64(json, S("change"), u->change);
        json_object_end(json);
    }
    json_array_end(json);
}

void leader_json(const App *app, const LeaderPage *page, Json *json)
{
    json_object(json);
    json_kbool(json, S("sample"), app->def.sample);
    json_kstr(json, S("post"), page->post);
    json_kbool(json, S("whole"), page->whole);
    json_kstr(json, S("period"), page->period ? page->period->code : S(""));
    json_kbool(json, S("seen"), !page->is_new);
    areas_json(page, json);
    const struct {
        Str key;
        const LeaderTarget *items;
        int count;
    } lists[] = {{S("red"), page->reds.items, page->reds.count},
                 {S("better"), page->better.items, page->better.count}};
    for (int k = 0; k < 2; k++) {
        json_key(json, lists[k].key);
        json_array(json);
        for (int i = 0; i < lists[k].count; i++)
            target_json(&lists[k].items[i], json);
        json_array_end(json);
    }
    json_key(json, S("decide"));
    json_array(json);
    for (int i = 0; i < page->talks.count; i++) {
        const TalkCase *c = page->talks.items[i];
        json_object(json);
        json_kstr(json, S("talk"), c->row.id);
        json_kstr(json, S("unit"), c->row.unit);
        json_kstr(json, S("state"), talk_state_word(c->state));
        json_object_end(json);
    }
    for (int i = 0; i < page->decide.count; i++) {
        const InboxItem *item = &page->decide.items[i];
        json_object(json);
        json_kstr(json, S("what"), inbox_kind_word(item->kind));
        json_kstr(json, S("period"), item->period ? item->period->code : S(""));
        json_kstr(json, S("step"), item->kind == INBOX_DRAFT ? item->code : S(""));
        json_ki64(json, S("count"), item->n);
        json_object_end(json);
    }
    json_array_end(json);
    units_json(page, json);
    json_object_end(json);
}
