#include "app/inbox/inbox.h"

#include "app/inbox/due_words.h"
#include "app/ledger_words.h"
#include "app/paper/circular_desk.h"
#include "app/permissions.h"
#include "app/report/review_desk.h"
#include "app/talk/talks.h"
#include "base/limits.h"

#define SAY(id, ...) msg_str(app->arena, lang, (id), ##__VA_ARGS__)

static Str number(const App *app, int n)
{
    return arena_fmt(app->arena, "%d", n);
}

Str inbox_group_word(InboxGroup group)
{
    static const Str words[INBOX_GROUPS] = {SC("late"), SC("today"), SC("week"), SC("later")};
    return words[group];
}

Str inbox_kind_word(InboxKind kind)
{
    static const Str words[INBOX_KINDS] = {
        [INBOX_RETURNED] = SC("returned"),
        [INBOX_SECOND] = SC("second"),
        [INBOX_REPORT] = SC("report"),
        [INBOX_CONFIRM] = SC("confirm"),
        [INBOX_SCORE] = SC("score"),
        [INBOX_APPEAL] = SC("appeal"),
        [INBOX_TALK_NOTICE] = SC("talk_notice"),
        [INBOX_TALK_REPORT] = SC("talk_report"),
        [INBOX_RECEIPT] = SC("receipt"),
        [INBOX_CIRCULAR] = SC("circular"),
        [INBOX_TALK_DECIDE] = SC("talk_decide"),
        [INBOX_TALK_HOLD] = SC("talk_hold"),
        [INBOX_TALK_COMMITMENT] = SC("talk_commitment"),
        [INBOX_TALK_APPLY] = SC("talk_apply"),
        [INBOX_TALK_NOTIFY] = SC("talk_notify"),
        [INBOX_TALK_VERIFY] = SC("talk_verify"),
        [INBOX_TALK_CLOSE] = SC("talk_close"),
        [INBOX_APPEALS] = SC("appeals"),
        [INBOX_FINDINGS] = SC("findings"),
        [INBOX_FINDINGS_CLOSE] = SC("findings_close"),
        [INBOX_OPEN] = SC("open"),
        [INBOX_CONFIRM_RESULT] = SC("confirm_result"),
        [INBOX_FREEZE] = SC("freeze"),
        [INBOX_PUBLISH] = SC("publish"),
        [INBOX_ISSUE] = SC("issue"),
        [INBOX_DRAFT] = SC("draft"),
        [INBOX_CORRECTION] = SC("correction"),
        [INBOX_PURGES] = SC("purges"),
        [INBOX_TRIAL_RUN] = SC("trial_run"),
        [INBOX_ESCALATED] = SC("escalated"),
        [INBOX_RULE] = SC("rule"),
        [INBOX_SCHEME] = SC("scheme"),
        [INBOX_REVIEW] = SC("review"),
        [INBOX_REPORTS] = SC("reports"),
        [INBOX_CONFIRMATIONS] = SC("confirmations"),
        [INBOX_RECEIPTS] = SC("receipts"),
        [INBOX_TASK] = SC("task"),
        [INBOX_NOTE] = SC("note"),
        [INBOX_RED] = SC("red"),
        [INBOX_TASKS] = SC("tasks"),
        [INBOX_STUCK] = SC("stuck"),
        [INBOX_ACCOUNTS] = SC("accounts"),
        [INBOX_CALENDAR] = SC("calendar"),
        [INBOX_BACKUP] = SC("backup"),
        [INBOX_JOBS] = SC("jobs"),
        [INBOX_ALERTS] = SC("alerts"),
        [INBOX_CHECKPOINT] = SC("checkpoint"),
        [INBOX_VERIFY] = SC("verify"),
    };
    return words[kind];
}

/* The sentence of a kind that needs no choice; each takes what it names of the arguments below. */
static const Msg texts[INBOX_KINDS] = {
    [INBOX_RETURNED] = MSG_INBOX_RETURNED,
    [INBOX_SECOND] = MSG_INBOX_SECOND,
    [INBOX_REPORT] = MSG_INBOX_REPORT,
    [INBOX_CONFIRM] = MSG_INBOX_CONFIRM,
    [INBOX_SCORE] = MSG_INBOX_SCORE,
    [INBOX_APPEAL] = MSG_INBOX_APPEAL,
    [INBOX_TALK_NOTICE] = MSG_INBOX_TALK_NOTICE,
    [INBOX_TALK_REPORT] = MSG_INBOX_TALK_REPORT,
    [INBOX_RECEIPT] = MSG_INBOX_RECEIPT,
    [INBOX_CIRCULAR] = MSG_INBOX_CIRCULAR,
    [INBOX_TALK_DECIDE] = MSG_INBOX_TALK_DECIDE,
    [INBOX_TALK_HOLD] = MSG_INBOX_TALK_HOLD,
    [INBOX_TALK_COMMITMENT] = MSG_INBOX_TALK_COMMITMENT,
    [INBOX_TALK_APPLY] = MSG_INBOX_TALK_APPLY,
    [INBOX_TALK_NOTIFY] = MSG_INBOX_TALK_NOTIFY,
    [INBOX_TALK_VERIFY] = MSG_INBOX_TALK_VERIFY,
    [INBOX_TALK_CLOSE] = MSG_INBOX_TALK_CLOSE,
    [INBOX_APPEALS] = MSG_INBOX_APPEALS,
    [INBOX_FINDINGS] = MSG_INBOX_FINDINGS,
    [INBOX_FINDINGS_CLOSE] = MSG_INBOX_FINDINGS_CLOSE,
    [INBOX_OPEN] = MSG_INBOX_OPEN,
    [INBOX_CONFIRM_RESULT] = MSG_INBOX_CONFIRM_RESULT,
    [INBOX_FREEZE] = MSG_INBOX_FREEZE,
    [INBOX_PUBLISH] = MSG_INBOX_PUBLISH,
    [INBOX_ISSUE] = MSG_INBOX_ISSUE,
    [INBOX_DRAFT] = MSG_INBOX_DRAFT_DRAFTED,
    [INBOX_CORRECTION] = MSG_INBOX_CORRECTION,
    [INBOX_PURGES] = MSG_INBOX_PURGES,
    [INBOX_TRIAL_RUN] = MSG_INBOX_TRIAL_RUN,
    [INBOX_ESCALATED] = MSG_INBOX_ESCALATED,
    [INBOX_RULE] = MSG_INBOX_RULE,
    [INBOX_SCHEME] = MSG_INBOX_SCHEME,
    [INBOX_REVIEW] = MSG_INBOX_REVIEW,
    [INBOX_REPORTS] = MSG_INBOX_REPORTS,
    [INBOX_CONFIRMATIONS] = MSG_INBOX_CONFIRMATIONS,
    [INBOX_RECEIPTS] = MSG_INBOX_RECEIPTS,
    [INBOX_TASK] = MSG_INBOX_TASK,
    [INBOX_NOTE] = MSG_INBOX_NOTE,
    [INBOX_RED] = MSG_INBOX_RED,
    [INBOX_TASKS] = MSG_INBOX_TASKS,
    [INBOX_STUCK] = MSG_INBOX_STUCK,
    [INBOX_ACCOUNTS] = MSG_INBOX_ACCOUNTS,
    [INBOX_CALENDAR] = MSG_INBOX_CALENDAR,
    [INBOX_BACKUP] = MSG_INBOX_BACKUP,
    [INBOX_JOBS] = MSG_INBOX_JOBS,
    [INBOX_ALERTS] = MSG_INBOX_ALERTS,
    [INBOX_CHECKPOINT] = MSG_INBOX_CHECKPOINT,
    [INBOX_VERIFY] = MSG_INBOX_VERIFY,
};

/* What a draft waits for. */
static Msg draft_text(Str word)
{
    static const Msg steps[CIRCULAR_STEPS] = {
        [CIRCULAR_DRAFTED] = MSG_INBOX_DRAFT_DRAFTED,
        [CIRCULAR_CHECKED] = MSG_INBOX_DRAFT_CHECKED,
        [CIRCULAR_COUNTERSIGNED] = MSG_INBOX_DRAFT_COUNTERSIGNED,
        [CIRCULAR_APPROVED] = MSG_INBOX_DRAFT_APPROVED,
    };
    CircularStep step;
    return circular_step_parse(word, &step) ? steps[step] : MSG_INBOX_DRAFT_ISSUE;
}

/* Which paper of a period: the circular, or one that comes later. */
static Msg paper_text(Str word)
{
    static const Msg papers[CIRCULAR_KINDS] = {
        [CIRCULAR_OF_MONTH] = MSG_INBOX_PAPER_CIRCULAR,
        [CIRCULAR_CORRECTS] = MSG_INBOX_PAPER_NOTICE,
        [CIRCULAR_WITHDRAWS] = MSG_INBOX_PAPER_WITHDRAWAL,
    };
    CircularKind kind;
    return papers[circular_kind_parse(word, &kind) ? kind : CIRCULAR_OF_MONTH];
}

static Msg text_of(const InboxItem *item)
{
    switch (item->kind) {
    case INBOX_DRAFT:
        return draft_text(item->code);
    case INBOX_RECEIPT:
        return item->period ? MSG_INBOX_RECEIPT : MSG_INBOX_RECEIPT_MORE;
    case INBOX_NOTE:
        return item->task ? MSG_INBOX_NOTE : MSG_INBOX_NOTE_MORE;
    case INBOX_RED:
        return item->task ? MSG_INBOX_RED : MSG_INBOX_RED_MORE;
    case INBOX_STUCK:
        return item->task ? MSG_INBOX_STUCK : MSG_INBOX_STUCK_MORE;
    case INBOX_TASK:
        return item->late ? MSG_INBOX_TASK_LATE : MSG_INBOX_TASK;
    case INBOX_TASKS:
        return item->late ? MSG_INBOX_TASKS_LATE : MSG_INBOX_TASKS;
    default:
        return texts[item->kind];
    }
}

Str inbox_text(const App *app, Lang lang, const InboxItem *item)
{
    bool counted = item->kind == INBOX_REPORTS || item->kind == INBOX_CONFIRMATIONS;
    const Arg args[] = {
        {"period", item->period ? item->period->name : S("")},
        {"unit", item->unit ? item->unit->name : S("")},
        {"task", item->task ? item->task->title : S("")},
        {"code", item->code},
        {"paper", msg(lang, paper_text(item->note))},
        {"n", number(app, item->n)},
        {"total", number(app, item->total)},
        {"received", number(app, counted ? item->total - item->n : 0)},
        {"points", item->names.count ? item->names.items[0] : S("")},
    };
    return msg_str_args(app->arena, lang, text_of(item), args, sizeof args / sizeof args[0]);
}

/* "-3.21" is 3.21 points behind. */
static Str points_behind(Str gap)
{
    return str_starts(gap, S("-")) ? str_sub(gap, 1, gap.len) : gap;
}

/* What stands under the sentence: names, figures, what somebody wrote. */
static Str facts_of(const App *app, Lang lang, const InboxItem *item)
{
    switch (item->kind) {
    case INBOX_APPEAL:
        return item->note;
    case INBOX_TALK_NOTICE:
        return msg(lang, MSG_INBOX_TALK_NOTICE_MORE);
    case INBOX_CORRECTION:
        return msg(lang, MSG_INBOX_CORRECTION_MORE);
    case INBOX_CALENDAR:
        return msg(lang, MSG_INBOX_CALENDAR_MORE);
    case INBOX_BACKUP:
    case INBOX_CHECKPOINT:
    case INBOX_VERIFY:
        return item->since == DATE_NONE
                   ? msg(lang, MSG_INBOX_NEVER)
                   : SAY(MSG_INBOX_LAST,
                         {"on", due_on_words(app->arena, lang, app->today, item->since)});
    case INBOX_NOTE:
    case INBOX_RED:
        if (item->task)
            return SAY(item->code.len ? MSG_INBOX_GAP : MSG_INBOX_BEHIND, {"what", item->note},
                       {"gap", points_behind(item->code)});
        break;
    case INBOX_TASK:
        if (item->light >= LIGHT_YELLOW)
            return SAY(MSG_INBOX_LIT, {"light", light_text(lang, item->light, LIGHT_HAS_ONE)});
        return item->note;
    case INBOX_STUCK:
        if (item->task)
            return item->note;
        break;
    case INBOX_REPORT:
        return item->code.len ? msg(lang, MSG_INBOX_REPORT_DRAFT) : S("");
    case INBOX_RETURNED:
        return SAY(MSG_INBOX_RETURNED_WHY,
                   {"causes", review_causes_text(app->arena, lang, item->code)},
                   {"note", item->note});
    default:
        break;
    }
    if (item->names.count == 0)
        return S("");
    NameList names = name_list_begin(app->arena, lang, INBOX_NAMES_SHOWN);
    for (int i = 0; i < item->names.count; i++)
        name_list_add(&names, i < item->stands.count
                                  ? SAY(MSG_INBOX_STANDS, {"unit", item->names.items[i]},
                                        {"state", msg(lang, item->stands.items[i])})
                                  : item->names.items[i]);
    names.count = item->n; /* those that are not named count */
    Str named = name_list_end(&names);
    if (item->kind != INBOX_CONFIRM || item->total == 0)
        return named;
    return SAY(MSG_INBOX_CONFIRM_SILENT, {"names", named}, {"n", number(app, item->total)});
}

Str inbox_detail(const App *app, Lang lang, const InboxItem *item)
{
    Str facts = facts_of(app, lang, item);
    if (!item->by_others)
        return facts;
    Str whose = SAY(MSG_INBOX_WHOSE, {"role", role_name(lang, item->whose)});
    return facts.len ? SAY(MSG_INBOX_BOTH, {"facts", facts}, {"whose", whose}) : whose;
}

/* "明天截止", "今天截止"; what is late and told to leaders says so. Empty: as any other day. */
static Str step_words(const App *app, Lang lang, const InboxItem *item)
{
    if (!item->stepped || !item->unit || item->day.on == DATE_NONE)
        return S("");
    int days = item->day.on - app->today;
    if (days == 0 || days == 1)
        return msg(lang, days ? MSG_INBOX_DUE_TOMORROW : MSG_INBOX_DUE_TODAY);
    if (item->step.kind != REMIND_ESCALATED || !item->day.counted)
        return S("");
    return SAY(item->unit->leader.len ? MSG_INBOX_TOLD_LEADER : MSG_INBOX_TOLD_OFFICE,
               {"late", due_left_words(app->arena, lang, app->today, &item->day)});
}

Str inbox_left(const App *app, Lang lang, const InboxItem *item)
{
    Str step = step_words(app, lang, item);
    if (step.len)
        return step;
    if (item->day.on == DATE_NONE)
        return item->since == DATE_NONE
                   ? S("")
                   : SAY(MSG_INBOX_SINCE,
                         {"on", due_on_words(app->arena, lang, app->today, item->since)});
    int days = item->day.on - app->today;
    if (item->day.counted || days == 0)
        return due_left_words(app->arena, lang, app->today, &item->day);
    return SAY(days < 0 ? MSG_INBOX_PAST_UNCOUNTED : MSG_INBOX_LEFT_UNCOUNTED,
               {"n", number(app, days < 0 ? -days : days)});
}

Str inbox_counts_text(const App *app, Lang lang, const Inbox *inbox)
{
    static const Msg words[INBOX_GROUPS] = {MSG_INBOX_COUNT_LATE, MSG_INBOX_COUNT_TODAY,
                                            MSG_INBOX_COUNT_WEEK, MSG_INBOX_COUNT_LATER};
    NameList counts = name_list_begin(app->arena, lang, INBOX_GROUPS);
    for (int i = 0; i < INBOX_GROUPS; i++)
        if (inbox->counts[i])
            name_list_add(&counts, SAY(words[i], {"n", number(app, inbox->counts[i])}));
    return counts.count ? name_list_end(&counts) : msg(lang, MSG_INBOX_NOTHING);
}

Str inbox_group_text(Lang lang, InboxGroup group)
{
    static const Msg heads[INBOX_GROUPS] = {MSG_INBOX_LATE, MSG_INBOX_TODAY, MSG_INBOX_WEEK,
                                            MSG_INBOX_LATER};
    return msg(lang, heads[group]);
}

/* ---- what happened ---- */

static Str word_of(Lang lang, const Happened *h)
{
    switch (h->kind) {
    case HAPPENED_NOTED:
        return progress_text(lang, h->word);
    case HAPPENED_TALK:
        return talk_state_name(lang, h->word);
    case HAPPENED_RULED:
        return msg(lang,
                   str_eq(h->word, S("upheld")) ? MSG_HAPPENED_UPHELD : MSG_HAPPENED_REJECTED);
    default:
        return h->word;
    }
}

static Msg sentence_of(const Happened *h)
{
    static const Msg words[] = {
        [HAPPENED_PUBLISHED] = MSG_HAPPENED_PUBLISHED,
        [HAPPENED_FROZEN] = MSG_HAPPENED_FROZEN,
        [HAPPENED_TRIAL] = MSG_HAPPENED_TRIAL,
        [HAPPENED_ISSUED] = MSG_HAPPENED_ISSUED,
        [HAPPENED_NOTICE] = MSG_HAPPENED_NOTICE,
        [HAPPENED_NOTED] = MSG_HAPPENED_NOTED,
        [HAPPENED_REPORT] = MSG_HAPPENED_REPORT,
        [HAPPENED_REPORTS] = MSG_HAPPENED_REPORTS,
        [HAPPENED_CONFIRMATIONS] = MSG_HAPPENED_CONFIRMATIONS,
        [HAPPENED_EVENTS] = MSG_HAPPENED_EVENTS,
        [HAPPENED_CORRECTED] = MSG_HAPPENED_CORRECTED,
        [HAPPENED_APPEAL] = MSG_HAPPENED_APPEAL,
        [HAPPENED_RULED] = MSG_HAPPENED_RULED,
        [HAPPENED_TALK] = MSG_HAPPENED_TALK,
        [HAPPENED_DELEGATED] = MSG_HAPPENED_DELEGATED,
    };
    if (h->kind != HAPPENED_REPORT)
        return words[h->kind];
    return !h->unit ? MSG_HAPPENED_CONFIRMED : h->n ? MSG_HAPPENED_REPORT_LATE : words[h->kind];
}

Str happened_text(const App *app, Lang lang, const Happened *h)
{
    const Arg args[] = {
        {"by", h->by},
        {"period", h->period ? h->period->name : S("")},
        {"unit", h->own    ? msg(lang, MSG_HAPPENED_OWN)
                 : h->unit ? h->unit->name
                           : S("")},
        {"task", h->task ? h->task->title : S("")},
        {"word", word_of(lang, h)},
        {"n", number(app, h->n)},
    };
    return msg_str_args(app->arena, lang, sentence_of(h), args, sizeof args / sizeof args[0]);
}

/* ---- the whole as text ---- */

static void plain_item(const App *app, Lang lang, const InboxItem *item, int at, Out *out)
{
    Str left = inbox_left(app, lang, item), detail = inbox_detail(app, lang, item);
    Str on = item->day.on == DATE_NONE ? S("")
                                       : due_on_words(app->arena, lang, app->today, item->day.on);
    out_f(out, "%d. ", at);
    out_s(out, inbox_text(app, lang, item));
    if (on.len || left.len)
        msg_out(out, lang, MSG_INBOX_PLAIN_DAY, {"on", on},
                {"left", on.len && left.len
                             ? arena_fmt(app->arena, "%.*s%.*s",
                                         STR_ARG(msg(lang, MSG_INBOX_PLAIN_COMMA)), STR_ARG(left))
                             : left});
    out_c(out, '\n');
    if (detail.len)
        out_f(out, "   %.*s\n", STR_ARG(detail));
    if (item->kind == INBOX_REPORTS && item->period)
        out_f(out, "   %.*s" INBOX_CALLS_LINK "%.*s\n", STR_ARG(msg(lang, MSG_INBOX_PLAIN_CALLS)),
              STR_ARG(item->period->code));
}

static void plain_events(const App *app, Lang lang, const Inbox *inbox, Out *out)
{
    if (inbox->happened.count == 0)
        return;
    out_f(out, "\n%.*s\n", STR_ARG(msg(lang, MSG_INBOX_HAPPENED)));
    for (int i = 0; i < inbox->happened.count; i++) {
        const Happened *h = &inbox->happened.items[i];
        Str on = due_on_words(app->arena, lang, app->today,
                              instant_to_date(h->at, OFFSET_MINUTES_CHINA));
        out_f(out, "- %.*s %.*s\n", STR_ARG(on), STR_ARG(happened_text(app, lang, h)));
    }
    if (inbox->more_happened) {
        msg_out(out, lang, MSG_INBOX_MORE_HAPPENED, {"n", number(app, inbox->more_happened)});
        out_c(out, '\n');
    }
}

void inbox_plain(const App *app, Lang lang, const Inbox *inbox, Out *out)
{
    int at = 0;
    msg_out(out, lang, MSG_INBOX_PLAIN_HEAD, {"campaign", app->def.name},
            {"on", due_on_words(app->arena, lang, app->today, app->today)});
    out_c(out, '\n');
    out_s(out, inbox_counts_text(app, lang, inbox));
    out_c(out, '\n');
    for (int i = 0; i < inbox->items.count; i++) {
        const InboxItem *item = &inbox->items.items[i];
        if (i == 0 || item->group != item[-1].group)
            out_f(out, "\n%.*s\n", STR_ARG(inbox_group_text(lang, item->group)));
        plain_item(app, lang, item, ++at, out);
    }
    plain_events(app, lang, inbox, out);
}
