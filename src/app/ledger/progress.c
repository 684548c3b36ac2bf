#include "app/ledger/progress.h"

#include "app/clean_text.h"
#include "app/restricted.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"

static const CleanRule note_rule = {SC("LIMIT_PROGRESS_CHARACTERS"), LIMIT_PROGRESS_CHARACTERS,
                                    false};
static const Str words[PROGRESS_STATES] = {
    [PROGRESS_ON_TRACK] = SC("on_track"),
    [PROGRESS_AT_RISK] = SC("at_risk"),
    [PROGRESS_STUCK] = SC("stuck"),
    [PROGRESS_DONE_CLAIMED] = SC("done_claimed"),
};

Str progress_word(ProgressState state)
{
    return words[state];
}

bool progress_parse(Str word, ProgressState *ret_state)
{
    for (int i = 0; i < PROGRESS_STATES; i++)
        if (str_eq(word, words[i])) {
            *ret_state = (ProgressState)i;
            return true;
        }
    return false;
}

/* --- who may write */

/* The unit that the party's seat has become by today; the party itself when it is still there. */
static Str seat_today(const App *app, const CampaignIndex *x, Str party)
{
    int at = map_get(&x->units, party);
    for (int guard = 0; at >= 0 && guard < x->def->units.count; guard++) {
        const Unit *unit = &x->def->units.items[at];
        bool ended = unit->valid_to != DATE_NONE && unit->valid_to < app->today;
        if (!ended || unit->successor.len == 0)
            return unit->code;
        at = map_get(&x->units, unit->successor);
    }
    return party;
}

static bool is_own(const App *app, Str code)
{
    return code.len && (str_eq(code, app->actor.unit) || str_eq(code, app->actor.body));
}

bool progress_is_own(const App *app, const CampaignIndex *x, int party)
{
    return is_own(app, seat_today(app, x, x->party_codes[party]));
}

/* The account's unit or body when it is responsible for the task or named at it; else empty. */
static Str own_party(const App *app, const CampaignIndex *x, int task)
{
    const TaskPlace *place = &x->places[task];
    for (int i = 0; i < place->nparties; i++) {
        if (str_eq(place->parties[i].role, S("lead_leader")))
            continue;
        Str code = seat_today(app, x, x->party_codes[place->parties[i].party]);
        if (is_own(app, code))
            return code;
    }
    return S("");
}

static Str party_for(const App *app, const CampaignIndex *x, int task)
{
    int area = x->places[task].area;
    Str own = own_party(app, x, task);
    return own.len || area < 0 ? own : own_party(app, x, area);
}

Str progress_party(App *app, int task)
{
    return party_for(app, app_index(app), task);
}

Str progress_seat(App *app, Str code)
{
    return seat_today(app, app_index(app), code);
}

static bool has_row(const CampaignIndex *x, int task)
{
    Str level = x->def->tasks.items[task].level;
    bool above = str_eq(level, S("theme")) || str_eq(level, S("area"));
    return !above || group_count(&x->children, task) == 0 || group_count(&x->targets_of, task) > 0;
}

bool progress_may(App *app, int task)
{
    const CampaignIndex *x = app_index(app);
    bool closed =
        x->places[task].restricted && !restricted_task_may(app, x->def->tasks.items[task].no);
    return !closed && has_row(x, task) &&
           permit(&app->actor, ACT_PROGRESS_NOTE, party_for(app, x, task), NULL);
}

/* --- what is written */

static Str number_text(Arena *arena, int64_t number)
{
    return arena_fmt(arena, "%lld", (long long)number);
}

static bool check_state(Str word, Str text, Err *err)
{
    ProgressState state;
    if (!progress_parse(word, &state)) {
        AUTO_ARENA arena = {0};
        Out known = out_new(&arena, 200);
        for (int i = 0; i < PROGRESS_STATES; i++) {
            out_s(&known, i ? S(" · ") : S(""));
            out_s(&known, words[i]);
        }
        return err_set(err, ERR_PROGRESS_STATE, {"found", utf8_prefix(word, 40)},
                       {"expected", out_str(&known)});
    }
    bool needs_text = state == PROGRESS_AT_RISK || state == PROGRESS_STUCK;
    return !needs_text || text.len > 0 || err_set(err, ERR_PROGRESS_TEXT);
}

typedef struct NoteWrite {
    App *app;
    AppWrite write;
    ProgressNote note;
    int64_t seen;
} NoteWrite;

/* The count is read in the transaction: of two notes at once the second meets the first. */
static bool save_note(Db *tx, void *ctx, Err *err)
{
    NoteWrite *w = ctx;
    App *app = w->app;
    int64_t last;
    if (!progress_last_seq(tx, app->def.code, w->note.task, &last, err))
        return false;
    if (w->seen != PROGRESS_SEEN_ANY && w->seen != last)
        return err_set(err, ERR_PROGRESS_CHANGED, {"task", w->note.task},
                       {"found", number_text(app->arena, last)},
                       {"expected", number_text(app->arena, w->seen)});
    w->note.id = app_id(app);
    w->note.seq = last + 1;
    Out detail = out_new(app->arena, 4096);
    Json json = json_new(&detail, false);
    json_object(&json);
    json_kstr(&json, S("task"), w->note.task);
    json_ki64(&json, S("seq"), w->note.seq);
    json_kstr(&json, S("state"), w->note.state);
    json_object_end(&json);
    w->write.object = arena_fmt(app->arena, "progress %.*s", STR_ARG(w->note.id));
    w->write.detail = out_str(&detail);
    return progress_save(tx, app->def.code, &w->note, err);
}

static bool find_task(App *app, Str no, int *ret_task, Err *err)
{
    *ret_task = map_get(&app_index(app)->tasks, no);
    return *ret_task >= 0 || err_set(err, ERR_TASK_UNKNOWN, {"found", utf8_prefix(no, 80)});
}

bool progress_add(App *app, const ProgressEntry *entry, ProgressNote *ret_note, Err *err)
{
    int task;
    NoteWrite w = {.app = app, .seen = entry->seen};
    if (!app_need_campaign(app, err) || !find_task(app, entry->task, &task, err))
        return false;
    const CampaignIndex *x = app_index(app);
    w.note = (ProgressNote){.task = x->def->tasks.items[task].no,
                            .state = entry->state,
                            .at = app->now_ms,
                            .by = app->actor.name};
    w.write = (AppWrite){.action = ACT_PROGRESS_NOTE,
                         .party = party_for(app, x, task),
                         .object = w.note.task,
                         .fn = save_note,
                         .ctx = &w};
    if (!app_permit(app, ACT_PROGRESS_NOTE, w.write.party, w.note.task, err))
        return false;
    bool restricted = x->places[task].restricted;
    if (restricted && !restricted_task_read(app, w.note.task, err))
        return false;
    if (!has_row(x, task))
        return err_set(err, ERR_PROGRESS_ROW, {"task", w.note.task});
    if (!clean_text(app->arena, &note_rule, entry->text, &w.note.text, err) ||
        !check_state(entry->state, restricted ? S("-") : w.note.text, err))
        return false;
    if (restricted && w.note.text.len) /* free text is off in a restricted area */
        return err_set(err, ERR_PROGRESS_RESTRICTED, {"task", w.note.task});
    if (!app_write(app, &w.write, err))
        return false;
    *ret_note = w.note;
    return true;
}

bool progress_read(App *app, Str no, ProgressNoteList *ret_notes, Err *err)
{
    int task;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_LEDGER_READ, S(""), S("ledger"), err) ||
        !find_task(app, no, &task, err))
        return false;
    if (app_index(app)->places[task].restricted && !restricted_task_read(app, no, err))
        return false;
    return progress_of_task(app->db, app->arena, app->def.code, no, ret_notes, err);
}
