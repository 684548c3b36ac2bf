#include "app/ledger/ledger_search.h"

#include "app/ledger/progress.h"
#include "base/limits.h"

#include <string.h>

const Str ledger_levels[LEDGER_LEVELS] = {SC("theme"), SC("area"), SC("task"), SC("measure")};
const Str ledger_roles[LEDGER_ROLES] = {SC("lead_leader"), SC("lead"), SC("responsible"),
                                        SC("supporting")};

/* --- made once */

static Str fold(Arena *arena, Str text)
{
    char *small = arena_alloc(arena, (size_t)text.len, 1);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        small[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (Str){small, text.len};
}

/* A line end stands between the parts, so that nothing is found across them. */
static Str words_of(Arena *arena, const Ledger *ledger, int task)
{
    const CampaignIndex *x = ledger->index;
    const Task *t = &x->def->tasks.items[task];
    Out out = out_new(arena, LIMIT_CSV_BYTES);
    out_s(&out, t->no);
    out_c(&out, '\n');
    out_s(&out, t->title);
    if (!x->places[task].restricted) {
        out_c(&out, '\n');
        out_s(&out, t->text);
        for (int i = 0; i < group_count(&x->targets_of, task); i++) {
            out_c(&out, '\n');
            out_s(&out, x->def->targets.items[group_items(&x->targets_of, task)[i]].what);
        }
    }
    return fold(arena, out_str(&out));
}

void ledger_count(LedgerCounts *counts, const LedgerRow *row, bool is_first_of_task)
{
    counts->tasks += is_first_of_task;
    counts->restricted += is_first_of_task && row->restricted;
    counts->rows++;
    if (!row->target)
        return;
    counts->targets++;
    counts->lights[row->target->light]++;
}

static int word_index(const Str *words, int count, Str word)
{
    for (int i = 0; i < count; i++)
        if (str_eq(words[i], word))
            return i;
    return -1;
}

static void find_leads(Arena *arena, const Ledger *ledger, LedgerParties *leads)
{
    const CampaignIndex *x = ledger->index;
    int *at = arena_new(arena, int, x->nparties); /* in the list, from 1 */
    for (int i = 0; i < ledger->rows.count; i++) {
        const TaskPlace *place = &x->places[ledger->rows.items[i].task_index];
        bool is_first = i == 0 || ledger->rows.items[i - 1].task != ledger->rows.items[i].task;
        for (int p = 0; p < place->nparties && !place->restricted && is_first; p++) {
            int party = place->parties[p].party;
            if (!str_eq(place->parties[p].role, S("lead")))
                continue;
            if (at[party] == 0) {
                Str code = x->party_codes[party];
                *arena_push(arena, leads) =
                    (LedgerParty){.code = code, .name = index_party_name(x, code)};
                at[party] = leads->count;
            }
            leads->items[at[party] - 1].tasks++;
        }
    }
}

LedgerSearch *ledger_search_make(Arena *arena, const Ledger *ledger)
{
    const CampaignIndex *x = ledger->index;
    int n = x->def->tasks.count, row = 0;
    LedgerSearch *s = arena_new(arena, LedgerSearch, 1);
    s->first_row = arena_new(arena, int, n + 1);
    s->folded = arena_new(arena, Str, n);
    s->levels = arena_new(arena, unsigned char, n);
    s->counts = arena_new(arena, LedgerCounts, n);
    for (int task = 0; task < n; task++) {
        int level = word_index(ledger_levels, LEDGER_LEVELS, x->def->tasks.items[task].level);
        s->levels[task] = (unsigned char)(level < 0 ? LEDGER_LEVELS : level);
        s->folded[task] = words_of(arena, ledger, task);
        s->first_row[task] = row;
        for (; row < ledger->rows.count && ledger->rows.items[row].task_index == task; row++) {
            const LedgerRow *r = &ledger->rows.items[row];
            bool is_first = row == s->first_row[task];
            ledger_count(&s->all, r, is_first);
            for (int up = task, guard = 0; up >= 0 && guard < LEDGER_LEVELS;
                 up = x->places[up].parent, guard++)
                ledger_count(&s->counts[up], r, is_first);
        }
    }
    s->first_row[n] = row;
    find_leads(arena, ledger, &s->leads);
    return s;
}

/* --- made for one question */

static bool word_wanted(Str field, Str found, const Str *words, int count, int *ret_index, Err *err)
{
    *ret_index = found.len ? word_index(words, count, found) : -1;
    if (found.len == 0 || *ret_index >= 0)
        return true;
    AUTO_ARENA arena = {0};
    Out known = out_new(&arena, 200);
    for (int i = 0; i < count; i++) {
        out_s(&known, i ? S(" · ") : S(""));
        out_s(&known, words[i]);
    }
    return err_set(err, ERR_LEDGER_FILTER, {"field", field}, {"found", found},
                   {"expected", out_str(&known)});
}

static bool task_wanted(const CampaignIndex *x, Str no, int level, int *ret_task, Err *err)
{
    *ret_task = no.len ? map_get(&x->tasks, no) : -1;
    if (no.len == 0)
        return true;
    return (*ret_task >= 0 && str_eq(x->def->tasks.items[*ret_task].level, ledger_levels[level])) ||
           err_set(err, ERR_TASK_UNKNOWN, {"found", no});
}

/* By party: who is asked for, or who the reader's unit and body are today. */
static const bool *parties_wanted(App *app, const CampaignIndex *x, const LedgerQuery *query)
{
    if (query->party.len == 0 && !query->own)
        return NULL;
    bool *wanted = arena_new(app->arena, bool, x->nparties);
    for (int p = 0; p < x->nparties; p++) {
        bool named = query->party.len == 0 || str_eq(x->party_codes[p], query->party);
        wanted[p] = named && (!query->own || progress_is_own(app, x, p));
    }
    return wanted;
}

bool ledger_filter_make(App *app, const Ledger *ledger, const LedgerSearch *search,
                        const LedgerQuery *query, LedgerFilter *ret_filter, Err *err)
{
    const CampaignIndex *x = ledger->index;
    LedgerFilter f = {.ledger = ledger, .search = search, .state = query->state};
    Str lights[LIGHT_COUNT], states[PROGRESS_STATES];
    int state;
    for (int i = 0; i < LIGHT_COUNT; i++)
        lights[i] = light_word((Light)i);
    for (int i = 0; i < PROGRESS_STATES; i++)
        states[i] = progress_word((ProgressState)i);
    if (!task_wanted(x, query->theme, 0, &f.theme, err) ||
        !task_wanted(x, query->area, 1, &f.area, err) ||
        !word_wanted(S("level"), query->level, ledger_levels, LEDGER_LEVELS, &f.level, err) ||
        !word_wanted(S("role"), query->role, ledger_roles, LEDGER_ROLES, &f.role, err) ||
        !word_wanted(S("light"), query->light, lights, LIGHT_COUNT, &f.light, err) ||
        !word_wanted(S("state"), query->state, states, PROGRESS_STATES, &state, err))
        return false;
    Str q = str_trim(query->q);
    if (q.len > LIMIT_LEDGER_QUERY_BYTES)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_LEDGER_QUERY_BYTES")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_LEDGER_QUERY_BYTES)},
                       {"found", arena_fmt(app->arena, "%td", q.len)});
    f.folded = fold(app->arena, q);
    f.parties = parties_wanted(app, x, query);
    f.any = f.theme >= 0 || f.area >= 0 || f.level >= 0 || f.role >= 0 || f.light >= 0 ||
            f.state.len > 0 || f.folded.len > 0 || f.parties;
    *ret_filter = f;
    return true;
}

static bool party_matches(const LedgerFilter *f, const TaskPlace *place)
{
    if (!f->parties && f->role < 0)
        return true;
    for (int i = 0; i < place->nparties && !place->restricted; i++) {
        const TaskParty *p = &place->parties[i];
        if ((!f->parties || f->parties[p->party]) &&
            (f->role < 0 || str_eq(p->role, ledger_roles[f->role])))
            return true;
    }
    return false;
}

static bool note_matches(const LedgerFilter *f, int task)
{
    const ProgressNote *note = f->ledger->notes[task];
    return f->state.len == 0 ||
           (note && str_eq(note->state, f->state) && !f->ledger->index->places[task].restricted);
}

static bool words_match(const LedgerFilter *f, int task)
{
    Str text = f->search->folded[task];
    return f->folded.len == 0 ||
           memmem(text.ptr, (size_t)text.len, f->folded.ptr, (size_t)f->folded.len);
}

bool ledger_task_matches(const LedgerFilter *f, int task)
{
    const TaskPlace *place = &f->ledger->index->places[task];
    return (f->theme < 0 || place->theme == f->theme) && (f->area < 0 || place->area == f->area) &&
           (f->level < 0 || f->search->levels[task] == f->level) && note_matches(f, task) &&
           party_matches(f, place) && words_match(f, task);
}

bool ledger_row_matches(const LedgerFilter *f, const LedgerRow *row)
{
    return f->light < 0 || (row->target && row->target->light == (Light)f->light);
}
