/* The draft of a report: saving it, the first signature and taking that back. */
#include "app/person.h"
#include "app/report/report_form.h"
#include "app/report/report_parts.h"
#include "base/json.h"
#include "store/people.h"

bool report_accounts(App *app, Str unit, int *ret_count, Err *err)
{
    return unit_account_count(app->db, app->def.code, unit, app_today(app), ret_count, err);
}

/* ---- writing ---- */

typedef struct Saving {
    App *app;
    AppWrite write;
    const CampaignPeriod *period;
    const Unit *unit;
    DraftRow draft; /* as it will be */
    int64_t seen;
    Str from; /* state that it must be in, else any but `filled` */
} Saving;

static Str number(Arena *arena, int64_t n)
{
    return arena_fmt(arena, "%lld", (long long)n);
}

bool report_sent_already(App *app, Db *db, Str submission, Err *err)
{
    Submission sent;
    return submission_find(db, app->arena, app->def.code, submission, &sent, err) &&
           err_set(err, ERR_REPORT_SENT, {"unit", unit_name(app, sent.party)},
                   {"period", sent.period}, {"version", number(app->arena, sent.version)},
                   {"when", instant_minute(app->arena, sent.received_at)});
}

bool report_draft_there(App *app, Db *db, const DraftRow *now, const CampaignPeriod *period,
                        const Unit *unit, Err *err)
{
    if (now->revision == 0)
        return err_set(err, ERR_DRAFT_NONE, {"unit", unit->code}, {"period", period->code});
    return !str_eq(now->state, S("gone")) || report_sent_already(app, db, now->submission, err);
}

bool report_draft_seen(App *app, Db *db, const DraftRow *now, int64_t seen, Err *err)
{
    if (seen == REPORT_SEEN_ANY || seen == now->revision)
        return true;
    if (str_eq(now->state, S("gone")))
        return report_sent_already(app, db, now->submission, err);
    return err_set(err, ERR_DRAFT_MOVED, {"who", person_post(app, now->saved_by)},
                   {"when", instant_minute(app->arena, now->saved_at)},
                   {"found", number(app->arena, now->revision)},
                   {"expected", number(app->arena, seen)});
}

static bool signed_already(App *app, const DraftRow *now, Err *err)
{
    return err_set(err, ERR_DRAFT_SIGNED, {"who", person_post(app, now->filled_by)},
                   {"when", instant_minute(app->arena, now->filled_at)});
}

void report_draft_detail(Arena *arena, const DraftRow *d, Str *ret_object, Str *ret_detail)
{
    Out out = out_new(arena, 4096);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("period"), d->period);
    json_kstr(&json, S("unit"), d->unit);
    json_ki64(&json, S("revision"), d->revision);
    json_kstr(&json, S("state"), d->state);
    json_object_end(&json);
    *ret_object = arena_fmt(arena, "draft %.*s", STR_ARG(d->id));
    *ret_detail = out_str(&out);
}

/* Nobody else writes now: what was seen still stands. */
static bool save(Db *tx, void *ctx, Err *err)
{
    Saving *w = ctx;
    App *app = w->app;
    DraftRow now;
    if (!report_takes(app, tx, w->period, w->unit, err) ||
        !draft_find(tx, app->arena, app->def.code, w->period->code, w->unit->code, &now, err) ||
        !report_draft_seen(app, tx, &now, w->seen, err))
        return false;
    if (w->from.len && !str_eq(now.state, w->from))
        return str_eq(now.state, S("filled")) ? signed_already(app, &now, err)
                                              : err_set(err, ERR_DRAFT_NOT_SIGNED);
    if (w->from.len == 0 && str_eq(now.state, S("filled")))
        return signed_already(app, &now, err);
    w->draft.id = now.revision ? now.id : app_id(app);
    w->draft.revision = now.revision + 1;
    w->draft.submission = now.submission;
    report_draft_detail(app->arena, &w->draft, &w->write.object, &w->write.detail);
    return draft_save(tx, app->def.code, &w->draft, err);
}

static bool begin(App *app, Str period, Str unit, int64_t seen, Saving *w, DraftRow *ret_now,
                  Err *err)
{
    *w = (Saving){.app = app, .seen = seen};
    if (!report_find(app, ACT_REPORT_FILL, period, unit, &w->period, &w->unit, err) ||
        !report_takes(app, app->db, w->period, w->unit, err))
        return false;
    w->write = (AppWrite){.action = ACT_REPORT_FILL,
                          .party = w->unit->code,
                          .object = report_object(app->arena, w->period->code, w->unit->code),
                          .fn = save,
                          .ctx = w};
    return draft_find(app->db, app->arena, app->def.code, w->period->code, w->unit->code, ret_now,
                      err);
}

bool report_draft_save(App *app, const ReportDraftEntry *entry, DraftRow *ret_draft, Err *err)
{
    Saving w;
    DraftRow now;
    ReportDoc doc;
    if (!begin(app, entry->period, entry->unit, entry->seen, &w, &now, err) ||
        !report_doc_parse(app->arena, entry->body, &doc, err) ||
        !report_own(app, w.period, w.unit, now.body, &doc, err))
        return false;
    Str body = report_doc_body(app->arena, &doc);
    if (now.revision && str_eq(now.state, S("open")) && str_eq(now.body, body)) {
        *ret_draft = now;
        return true;
    }
    w.draft = (DraftRow){.period = w.period->code,
                         .unit = w.unit->code,
                         .state = S("open"),
                         .body = body,
                         .saved_at = app->now_ms,
                         .saved_by = app->actor.name};
    if (!app_write(app, &w.write, err))
        return false;
    *ret_draft = w.draft;
    return true;
}

/* Only what a file is for: what was signed stays as it was signed. */
bool report_file_place(App *app, Str period, Str unit, Str digest, Str place, Err *err)
{
    Saving w;
    DraftRow now;
    ReportDoc doc;
    const ReportField field = {arena_fmt(app->arena, "file.%.*s", STR_ARG(digest)), place};
    if (!begin(app, period, unit, REPORT_SEEN_ANY, &w, &now, err) ||
        !report_doc_parse(app->arena, now.body, &doc, err) ||
        !report_doc_fields(app->arena, &field, 1, &doc, err))
        return false;
    bool filled = str_eq(now.state, S("filled"));
    w.seen = now.revision;
    w.from = filled ? now.state : S("");
    w.draft = now;
    w.draft.period = w.period->code;
    w.draft.unit = w.unit->code;
    w.draft.state = filled ? now.state : S("open");
    w.draft.body = report_doc_body(app->arena, &doc);
    w.draft.saved_at = app->now_ms;
    w.draft.saved_by = app->actor.name;
    return app_write(app, &w.write, err);
}

/* From one state to the other, the body as it is. */
static bool turn(App *app, Str period, Str unit, int64_t seen, bool sign, DraftRow *ret_draft,
                 Err *err)
{
    Saving w;
    DraftRow now;
    if (!begin(app, period, unit, seen, &w, &now, err) ||
        !report_draft_there(app, app->db, &now, w.period, w.unit, err))
        return false;
    w.from = sign ? S("open") : S("filled");
    w.draft = now;
    w.draft.state = sign ? S("filled") : S("open");
    w.draft.filled_at = sign ? app->now_ms : 0;
    w.draft.filled_by = sign ? app->actor.name : S("");
    if (w.seen == REPORT_SEEN_ANY)
        w.seen = now.revision; /* what was read is what is signed */
    if (!app_write(app, &w.write, err))
        return false;
    *ret_draft = w.draft;
    return true;
}

bool report_fill(App *app, Str period, Str unit, int64_t seen, DraftRow *ret_draft, Err *err)
{
    return turn(app, period, unit, seen, true, ret_draft, err);
}

bool report_unfill(App *app, Str period, Str unit, int64_t seen, DraftRow *ret_draft, Err *err)
{
    return turn(app, period, unit, seen, false, ret_draft, err);
}
