#include "app/files/file_object.h"

#include "app/campaign_index.h"
#include "app/files/files.h"
#include "app/restricted.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/appeal.h"
#include "store/draft.h"
#include "store/evaluation.h"
#include "store/month.h"
#include "store/review.h"
#include "store/screening.h"
#include "sys/json_in.h"

static bool find_report(App *app, Str unit, FileObject *o)
{
    Str period = str_cut(&unit, ' ');
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->units, unit);
    if (at < 0 || map_get(&x->periods, period) < 0)
        return false;
    o->unit = &x->def->units.items[at];
    return true;
}

/* What was ruled on rests on the files that were there. */
static bool find_appeal(App *app, Str id, FileObject *o)
{
    Err ignored = {0};
    AppealRow row;
    bool found = false;
    if (!appeal_find(app->db, app->arena, app->def.code, id, &found, &row, &ignored) || !found)
        return false;
    o->unit = app_unit(app, row.unit);
    o->indicator = row.indicator;
    if (row.ruling.len)
        (void)err_set(&o->ended, ERR_APPEAL_RULED, {"unit", row.unit}, {"period", row.period});
    return o->unit != NULL;
}

/* A finding that somebody has answered: it is the unit's and the office's alone. */
static bool find_finding(App *app, Str id, FileObject *o)
{
    Err ignored = {0};
    ScreeningAnswers steps = {0};
    if (id.len == 0 ||
        !screening_answers(app->db, app->arena, app->def.code, S(""), id, &steps, &ignored) ||
        steps.count == 0)
        return false;
    const ScreeningAnswer *last = &steps.items[steps.count - 1];
    o->unit = app_unit(app, last->unit);
    o->indicator = last->indicator;
    o->also = ACT_SCREENING_ANSWER;
    if (str_eq(last->step, S("accepted")))
        (void)err_set(&o->ended, ERR_SCREENING_CLOSED);
    return o->unit != NULL;
}

/* What shows that the commitments of a formal talk are kept, while they are worked on. */
static bool find_talk(App *app, Str id, FileObject *o)
{
    Err ignored = {0};
    TalkRow row;
    bool found = false;
    if (id.len == 0 || !talk_find(app->db, app->arena, app->def.code, id, &found, &row, &ignored) ||
        !found)
        return false;
    Str state = row.steps.count ? row.steps.items[row.steps.count - 1].state : S("");
    o->unit = app_unit(app, row.unit);
    o->also = ACT_TALK_READ;
    if (!str_eq(state, S("held")))
        (void)err_set(&o->ended, ERR_TALK_STATE, {"unit", row.unit}, {"period", row.period},
                      {"found", state}, {"expected", S("held")});
    return o->unit != NULL;
}

bool file_object_find(App *app, Str object, FileObject *ret_object, Err *err)
{
    FileObject o = {.task = -1, .indicator = S(""), .also = ACT_COUNT};
    Str rest = object, kind = str_cut(&rest, ' ');
    bool found = false;
    if (str_eq(kind, S("task")))
        found = (o.task = map_get(&app_index(app)->tasks, rest)) >= 0;
    else if (str_eq(kind, S("report")))
        found = find_report(app, rest, &o);
    else if (str_eq(kind, S("appeal")))
        found = find_appeal(app, rest, &o);
    else if (str_eq(kind, S("talk")))
        found = find_talk(app, rest, &o);
    else if (str_eq(kind, S("screening")))
        found = find_finding(app, rest, &o);
    if (!found)
        return err_set(err, ERR_FILE_OBJECT, {"found", utf8_prefix(object, 80)});
    *ret_object = o;
    return true;
}

/* ---- what a file of a report shows ---- */

/* The place that a draft gives the file: {"evidence": [{"digest": …, "place": …}]}. */
static Str place_in_draft(App *app, Str body, Str digest)
{
    Tree *root = NULL;
    Err ignored = {0};
    if (body.len == 0 || !json_parse(app->arena, body, &root, &ignored))
        return S("");
    for (const Tree *m = root->first; m; m = m->next)
        for (const Tree *item = str_eq(m->key, S("evidence")) ? m->first : NULL; item;
             item = item->next) {
            Str of = S(""), place = S("");
            for (const Tree *x = item->first; x; x = x->next) {
                of = str_eq(x->key, S("digest")) ? x->text : of;
                place = str_eq(x->key, S("place")) ? x->text : place;
            }
            if (str_eq(of, digest))
                return place;
        }
    return S("");
}

/* The same of a version that was sent: its row [digest, name, place]. */
static Str place_in_version(App *app, Str submission, Str digest)
{
    SubmissionTaskList rows = {0};
    Err ignored = {0};
    if (!submission_tasks(app->db, app->arena, submission, &rows, &ignored))
        return S("");
    for (int i = 0; i < rows.count; i++) {
        Tree *cells = NULL;
        if (str_eq(rows.items[i].kind, S("evidence")) &&
            json_parse(app->arena, rows.items[i].cells, &cells, &ignored) && cells->first &&
            str_eq(cells->first->text, digest) && cells->first->next && cells->first->next->next)
            return cells->first->next->next->text;
    }
    return S("");
}

/* A line of an asked-for correction that names the file and a figure not everybody may see. */
static bool in_correction(App *app, Str unit, Str digest)
{
    const CampaignIndex *x = app_index(app);
    CorrectionAsks asks = {0};
    Err ignored = {0};
    Str mark = str_sub(digest, 0, FILE_MARK_LEN);
    if (!correction_asks(app->db, app->arena, app->def.code, unit, LIMIT_CORRECTIONS_SHOWN, &asks,
                         &ignored))
        return false;
    for (int i = 0; i < asks.count; i++)
        for (Str body = asks.items[i].body; body.len;) {
            Str line = str_cut(&body, '\n');
            if (!str_has(line, mark))
                continue;
            for (int k = 0; k < x->def->indicators.count; k++)
                if (x->restricted_indicators[k] && str_has(line, x->def->indicators.items[k].code))
                    return true;
        }
    return false;
}

bool file_object_restricted(App *app, Str object, Str digest)
{
    Str unit = object;
    if (!str_eq(str_cut(&unit, ' '), S("report")))
        return false;
    Str period = str_cut(&unit, ' ');
    SubmissionList versions = {0};
    DraftRow draft = {0};
    Err ignored = {0};
    if (submission_versions(app->db, app->arena, app->def.code, S("report"), period, unit,
                            &versions, &ignored))
        for (int i = 0; i < versions.count; i++)
            if (restricted_indicator(app, place_in_version(app, versions.items[i].id, digest)))
                return true;
    if (draft_find(app->db, app->arena, app->def.code, period, unit, &draft, &ignored) &&
        restricted_indicator(app, place_in_draft(app, draft.body, digest)))
        return true;
    return in_correction(app, unit, digest);
}
