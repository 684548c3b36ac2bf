#include "app/result/flow.h"

#include "app/campaign_index.h"
#include "app/person.h"
#include "app/report/confirm.h"
#include "app/report/review_desk.h"
#include "app/score/screening_answer.h"
#include "store/appeal.h"

/* ---- days and who did it ---- */

static void set_days(const CampaignPeriod *p, Flow *f)
{
    const Date days[FLOW_STEPS] = {
        [FLOW_COLLECT] = p->due_on,     [FLOW_LOCK] = p->lock_on,
        [FLOW_TRIAL] = p->trial_run_on, [FLOW_OPEN] = p->trial_run_on,
        [FLOW_APPEALS] = p->appeal_on,  [FLOW_CONFIRM] = p->freeze_on,
        [FLOW_FREEZE] = p->freeze_on,   [FLOW_PUBLISH] = p->issue_on,
        [FLOW_CIRCULAR] = p->issue_on,
    };
    for (int i = 0; i < FLOW_STEPS; i++)
        f->lines[i].due = days[i];
    if (f->until != DATE_NONE)
        f->lines[FLOW_APPEALS].due = f->until;
}

static void done_by(Flow *f, FlowStep step, Str by, int64_t at)
{
    f->lines[step].state = FLOW_DONE;
    f->lines[step].by = by;
    f->lines[step].at = at;
}

static void done_on(Flow *f, FlowStep step, Str by, Str on)
{
    done_by(f, step, by, 0);
    (void)date_parse(on, &f->lines[step].on, NULL);
}

static bool set_circular(App *app, Flow *f, Err *err)
{
    CircularList list = {0};
    f->lines[FLOW_CIRCULAR].absent |= app->def.issuer.len == 0;
    if (!circular_list(app->db, app->arena, app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (str_eq(list.items[i].period, f->period->code) && list.items[i].version == 1)
            done_on(f, FLOW_CIRCULAR, list.items[i].issued_by, list.items[i].issued_on);
    return true;
}

static bool appeals_open(App *app, Str period, int *ret_open, Err *err)
{
    AppealList appeals = {0};
    *ret_open = 0;
    if (!appeal_list(app->db, app->arena, app->def.code, period, &appeals, err))
        return false;
    for (int i = 0; i < appeals.count; i++)
        *ret_open += appeals.items[i].ruling.len == 0;
    return true;
}

static void set_results(App *app, Flow *f, int open)
{
    const ResultState *r = &f->result;
    if (f->lock.has_lock && f->lock.locked && str_eq(f->lock.newest.state, S("locked")))
        done_by(f, FLOW_LOCK, f->lock.newest.by, f->lock.newest.at);
    if (r->tried)
        done_by(f, FLOW_TRIAL, r->trials.items[0].made_by, r->trials.items[0].made_at);
    if (r->opening) {
        done_by(f, FLOW_OPEN, r->opening->by, r->opening->at);
        if (f->until != DATE_NONE && app->today > f->until && open == 0)
            f->lines[FLOW_APPEALS].state = FLOW_DONE;
    }
    if (r->confirmation)
        done_by(f, FLOW_CONFIRM, r->confirmation->by, r->confirmation->at);
    if (r->is_frozen)
        done_by(f, FLOW_FREEZE, r->frozen.items[0].frozen_by, r->frozen.items[0].made_at);
    if (r->is_published)
        done_on(f, FLOW_PUBLISH, r->frozen.items[0].published_by, r->frozen.items[0].published_on);
}

/* The last one that is done makes the ones before it done or passed by; the first after it is next. */
static void settle(App *app, Flow *f)
{
    int last = -1;
    for (int i = 0; i < FLOW_STEPS; i++)
        if (f->lines[i].state == FLOW_DONE)
            last = i;
    f->next = last + 1;
    while (f->next < FLOW_STEPS && f->lines[f->next].absent)
        f->next++;
    for (int i = 0; i < FLOW_STEPS; i++) {
        FlowLine *line = &f->lines[i];
        if (line->state != FLOW_DONE)
            line->state = i < last ? FLOW_PASSED_BY : i == f->next ? FLOW_NEXT : FLOW_AHEAD;
        line->late = i >= f->next && line->due != DATE_NONE && app->today > line->due;
    }
    f->lines[FLOW_COLLECT].late &= f->next == FLOW_COLLECT;
}

bool flow_steps(App *app, const CampaignPeriod *period, Flow *ret_flow, Err *err)
{
    Flow f = {.period = period, .until = DATE_NONE};
    int open;
    for (int i = 0; i < FLOW_STEPS; i++)
        f.lines[i] = (FlowLine){.state = FLOW_AHEAD, .due = DATE_NONE, .on = DATE_NONE};
    if (!result_state(app, app->db, period, &f.result, err) ||
        !lock_state(app, app->db, period->code, &f.lock, err) ||
        !appeals_open(app, period->code, &open, err))
        return false;
    if (f.result.opening)
        (void)date_parse(f.result.opening->until, &f.until, NULL);
    for (int i = FLOW_APPEALS; i < FLOW_STEPS; i++)
        f.lines[i].absent = !period->ranked;
    set_days(period, &f);
    set_results(app, &f, open);
    if (!set_circular(app, &f, err))
        return false;
    if (period->due_on != DATE_NONE && app->today > period->due_on)
        f.lines[FLOW_COLLECT].state = FLOW_DONE;
    settle(app, &f);
    *ret_flow = f;
    return true;
}

/* ---- what blocks ---- */

static FlowBlock *block(App *app, Flow *f, FlowBlockKind kind, int n, bool hard)
{
    FlowBlock *b = arena_push(app->arena, &f->blocks);
    *b = (FlowBlock){.kind = kind, .n = n, .hard = hard};
    f->blocked |= hard;
    return b;
}

static void add_name(App *app, FlowBlock *b, Str name)
{
    if (b->names.count < FLOW_NAMES_SHOWN)
        *arena_push(app->arena, &b->names) = name;
}

static bool add_reports(App *app, Flow *f, Err *err)
{
    ReviewDesk desk;
    if (!review_desk_make(app, f->period, &desk, err))
        return false;
    f->units = desk.rows.count;
    f->reported = desk.rows.count - desk.missing;
    if (desk.missing == 0 && desk.returned == 0 && f->next == FLOW_COLLECT) {
        f->lines[FLOW_COLLECT].state = FLOW_DONE;
        settle(app, f);
    }
    if (f->next > FLOW_TRIAL)
        return true;
    if (desk.missing) {
        FlowBlock *b = block(app, f, FLOW_MISSING, desk.missing, false);
        for (int i = 0; i < desk.rows.count; i++)
            if (!desk.rows.items[i].hidden && desk.rows.items[i].standing.version == 0)
                add_name(app, b, desk.rows.items[i].unit->name);
    }
    if (desk.returned)
        block(app, f, FLOW_RETURNED, desk.returned, false);
    if (desk.waiting)
        block(app, f, FLOW_UNREAD, desk.waiting, false);
    return true;
}

static bool add_sheets(App *app, Flow *f, Err *err)
{
    ConfirmDues dues;
    FlowBlock waits = {.kind = FLOW_UNCONFIRMED};
    if (f->next > FLOW_TRIAL)
        return true;
    if (!confirm_dues(app, &dues, err))
        return false;
    for (int i = 0; i < dues.count; i++)
        if (dues.items[i].period == f->period && dues.items[i].version == 0) {
            waits.n++;
            add_name(app, &waits, dues.items[i].body_name);
        }
    if (waits.n)
        *arena_push(app->arena, &f->blocks) = waits;
    return true;
}

/* A question, never a verdict: it blocks nothing. Where no rule holds there is none. */
static bool add_findings(App *app, Flow *f, Err *err)
{
    ScreeningCounts counts;
    if (f->next > FLOW_OPEN || f->reported == 0)
        return true;
    if (!screening_counts(app, f->period, &counts, err))
        return false;
    int open = counts.of[SCREENING_OPEN] + counts.of[SCREENING_ASKED],
        answered = counts.of[SCREENING_ANSWERED];
    if (open + answered == 0)
        return true;
    FlowBlock *b = block(app, f, FLOW_FINDINGS, open + answered, false);
    b->open = open;
    b->answered = answered;
    return true;
}

static bool add_results(App *app, Flow *f, Err *err)
{
    EvaluationList list = {0};
    MonthStamp stamp;
    int open;
    bool waits = f->next >= FLOW_APPEALS && f->next <= FLOW_FREEZE;
    if (!appeals_open(app, f->period->code, &open, err))
        return false;
    if (waits && open)
        block(app, f, FLOW_APPEAL_OPEN, open, true);
    if (waits && f->until != DATE_NONE && app->today <= f->until)
        block(app, f, FLOW_WINDOW, 0, true);
    if (f->next == FLOW_FREEZE &&
        app_is_self(app, f->result.confirmation->by, f->result.confirmation->behalf))
        block(app, f, FLOW_SELF, 0, true);
    if (f->next < FLOW_OPEN || f->next > FLOW_FREEZE || !f->result.tried)
        return true;
    if (!month_compute(app, f->period, &list, &stamp, err))
        return err->code == ERR_PERIOD_EMPTY;
    if (!str_eq(result_digest_of(app, &list), f->result.digest))
        block(app, f, FLOW_MOVED, 0, true);
    return true;
}

/* A trial is measured, and neither frozen nor published. */
static bool add_schemes(App *app, Flow *f, Err *err)
{
    FlowBlock waits = {.kind = FLOW_SCHEME, .hard = f->next >= FLOW_FREEZE};
    for (int g = 0; g < app->def.groups.count; g++) {
        Scheme scheme;
        Str digest;
        const PeerGroup *group = &app->def.groups.items[g];
        if (!scheme_for_period(app, f->period, group->code, &scheme, &digest, err)) {
            if (err->code != ERR_SCHEME_NONE)
                return false;
            continue;
        }
        *arena_push(app->arena, &f->schemes) = (FlowScheme){group, scheme.version, scheme.plan_no};
        if (scheme_is_trial(&scheme) && f->next <= FLOW_PUBLISH && f->period->ranked) {
            waits.n++;
            add_name(app, &waits, group->name);
        }
    }
    *err = (Err){0};
    f->blocked |= waits.n > 0 && waits.hard;
    if (waits.n)
        *arena_push(app->arena, &f->blocks) = waits;
    return true;
}

static Action action_of(int step)
{
    switch (step) {
    case FLOW_COLLECT:
        return ACT_REPORT_REVIEW;
    case FLOW_LOCK:
        return ACT_PERIOD_LOCK;
    case FLOW_TRIAL:
        return ACT_EVALUATE;
    case FLOW_OPEN:
        return ACT_RESULT_OPEN;
    case FLOW_APPEALS:
        return ACT_APPEAL_RULE;
    case FLOW_CONFIRM:
        return ACT_RESULT_CONFIRM;
    case FLOW_FREEZE:
        return ACT_FREEZE;
    case FLOW_PUBLISH:
        return ACT_PUBLISH;
    default:
        return ACT_CIRCULAR_ISSUE;
    }
}

bool flow_read(App *app, Str code, Flow *ret_flow, Err *err)
{
    const CampaignPeriod *period;
    if (!app_permit(app, ACT_RESULT_TRIAL_READ, S(""), code, err) || !app_need_campaign(app, err) ||
        !app_period(app, code, &period, err) || !flow_steps(app, period, ret_flow, err) ||
        !add_reports(app, ret_flow, err) || !add_sheets(app, ret_flow, err) ||
        !add_findings(app, ret_flow, err))
        return false;
    if (!add_results(app, ret_flow, err) || !add_schemes(app, ret_flow, err))
        return false;
    *err = (Err){0};
    ret_flow->may =
        ret_flow->next < FLOW_STEPS && permit_any(&app->actor, action_of(ret_flow->next));
    return true;
}

bool flow_period_in_hand(App *app, const CampaignPeriod **ret_period, Err *err)
{
    *ret_period = app->def.periods.count ? &app->def.periods.items[0] : NULL;
    for (int i = 0; i < app->def.periods.count; i++) {
        const CampaignPeriod *p = &app->def.periods.items[i];
        Flow f;
        if ((p->opens_on == DATE_NONE ? p->from : p->opens_on) > app->today)
            break;
        *ret_period = p;
        if (!flow_steps(app, p, &f, err))
            return false;
        if (f.next < FLOW_STEPS && (p->ranked || !f.result.tried))
            return true;
    }
    return *ret_period || err_set(err, ERR_PERIOD_UNKNOWN, {"found", S("")}, {"expected", S("")});
}

/* ---- words ---- */

Str flow_step_word(FlowStep step)
{
    static const Str words[FLOW_STEPS] = {SC("collect"), SC("lock"),    SC("trial"),
                                          SC("open"),    SC("appeals"), SC("confirm"),
                                          SC("freeze"),  SC("publish"), SC("circular")};
    return words[step];
}

Str flow_step_text(Lang lang, FlowStep step)
{
    static const Msg words[FLOW_STEPS] = {MSG_FLOW_COLLECT, MSG_FLOW_LOCK,    MSG_FLOW_TRIAL,
                                          MSG_FLOW_OPEN,    MSG_FLOW_APPEALS, MSG_FLOW_CONFIRM,
                                          MSG_FLOW_FREEZE,  MSG_FLOW_PUBLISH, MSG_FLOW_CIRCULAR};
    return msg(lang, words[step]);
}

Str flow_block_word(FlowBlockKind kind)
{
    static const Str words[FLOW_BLOCKS] = {
        SC("missing"), SC("returned"), SC("unread"), SC("unconfirmed"), SC("findings"),
        SC("appeals"), SC("window"),   SC("moved"),  SC("self"),        SC("scheme")};
    return words[kind];
}

Str flow_block_text(const App *app, Lang lang, const Flow *f, const FlowBlock *b)
{
    static const Msg words[FLOW_BLOCKS] = {MSG_FLOW_BLOCK_MISSING,  MSG_FLOW_BLOCK_RETURNED,
                                           MSG_FLOW_BLOCK_UNREAD,   MSG_FLOW_BLOCK_UNCONFIRMED,
                                           MSG_FLOW_BLOCK_FINDINGS, MSG_FLOW_BLOCK_APPEALS,
                                           MSG_FLOW_BLOCK_WINDOW,   MSG_FLOW_BLOCK_MOVED,
                                           MSG_FLOW_BLOCK_SELF,     MSG_FLOW_BLOCK_SCHEME};
    Out names = out_new(app->arena, 1 << 16);
    for (int i = 0; i < b->names.count; i++) {
        out_s(&names, i ? (lang == LANG_EN ? S(", ") : S("、")) : S(""));
        out_s(&names, b->names.items[i]);
    }
    if (b->names.count && b->names.count < b->n)
        out_s(&names, lang == LANG_EN ? S(" …") : S("等"));
    return msg_str(app->arena, lang, words[b->kind], {"n", arena_fmt(app->arena, "%d", b->n)},
                   {"open", arena_fmt(app->arena, "%d", b->open)},
                   {"answered", arena_fmt(app->arena, "%d", b->answered)},
                   {"names", out_str(&names)},
                   {"until", f->until == DATE_NONE ? S("") : date_str(app->arena, f->until)});
}

Str flow_schemes_text(const App *app, Lang lang, const Flow *f)
{
    Out out = out_new(app->arena, 1 << 16);
    for (int i = 0; i < f->schemes.count; i++) {
        const FlowScheme *s = &f->schemes.items[i];
        out_s(&out, i == 0 ? S("") : lang == LANG_EN ? S("; ") : S("；"));
        msg_out(&out, lang, MSG_FLOW_SCHEME, {"group", s->group->name},
                {"version", arena_fmt(app->arena, "%d", s->version)},
                {"document", s->document.len ? s->document : msg(lang, MSG_FLOW_SCHEME_TRIAL)});
    }
    return out_str(&out);
}

Str flow_who(App *app, Str account)
{
    return person_post(app, account);
}

void flow_json(App *app, const Flow *f, Json *json)
{
    static const Str states[] = {SC("done"), SC("passed_by"), SC("next"), SC("ahead")};
    json_kstr(json, S("period"), f->period->code);
    json_kstr(json, S("next"), f->next < FLOW_STEPS ? flow_step_word((FlowStep)f->next) : S(""));
    json_kbool(json, S("blocked"), f->blocked);
    json_kstr(json, S("digest"), f->result.digest);
    json_ki64(json, S("units"), f->units);
    json_ki64(json, S("reported"), f->reported);
    json_key(json, S("steps"));
    json_array(json);
    for (int i = 0; i < FLOW_STEPS; i++) {
        const FlowLine *line = &f->lines[i];
        if (line->absent)
            continue;
        json_object(json);
        json_kstr(json, S("step"), flow_step_word((FlowStep)i));
        json_kstr(json, S("state"), states[line->state]);
        if (line->due != DATE_NONE)
            json_kstr(json, S("due"), date_str(app->arena, line->due));
        json_kbool(json, S("late"), line->late);
        if (line->by.len)
            json_kstr(json, S("by"), flow_who(app, line->by));
        if (line->at)
            json_kstr(json, S("at"), instant_minute(app->arena, line->at));
        if (line->on != DATE_NONE)
            json_kstr(json, S("on"), date_str(app->arena, line->on));
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("schemes"));
    json_array(json);
    for (int i = 0; i < f->schemes.count; i++) {
        json_object(json);
        json_kstr(json, S("group"), f->schemes.items[i].group->code);
        json_ki64(json, S("version"), f->schemes.items[i].version);
        json_kstr(json, S("document"), f->schemes.items[i].document);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("blocks"));
    json_array(json);
    for (int i = 0; i < f->blocks.count; i++) {
        json_object(json);
        json_kstr(json, S("kind"), flow_block_word(f->blocks.items[i].kind));
        json_kbool(json, S("hard"), f->blocks.items[i].hard);
        json_ki64(json, S("n"), f->blocks.items[i].n);
        json_object_end(json);
    }
    json_array_end(json);
}
