#include "app/report/report_receipt.h"

#include "app/person.h"
#include "app/report/report_parts.h"
#include "app/restricted.h"
#include "app/result/unit_view.h"
#include "base/json.h"
#include "i18n/msg.h"
#include "store/campaign.h"
#include "store/files.h"

/* ---- what stands on record ---- */

static Str post_of(App *app, Str account)
{
    return str_eq(account, S(APPROVED_BY_SCAN)) ? S("") : person_post(app, account);
}

static ReceiptSecond second_of(const Submission *s)
{
    if (s->approved_by.len == 0)
        return SECOND_NONE;
    if (str_eq(s->approved_by, S(APPROVED_BY_SCAN)))
        return SECOND_SCAN;
    return str_eq(s->approved_by, s->filled_by) ? SECOND_SAME : SECOND_OTHER;
}

static void count_rows(const SubmissionView *v, ReportReceipt *r)
{
    for (int i = 0; i < v->values.count; i++) {
        const SubmissionValue *x = &v->values.items[i];
        r->values += x->value.len > 0 || x->na || x->state.len > 0;
    }
    for (int i = 0; i < v->tasks.count; i++) {
        r->tasks += str_eq(v->tasks.items[i].kind, S("task"));
        r->files += str_eq(v->tasks.items[i].kind, S("evidence"));
    }
}

bool report_receipt(App *app, Str submission, ReportReceipt *ret_receipt, Err *err)
{
    SubmissionView v;
    ReportReceipt r = {.made_at = app->now_ms};
    if (!submission_view(app, submission, &v, err))
        return false;
    if (!str_eq(v.head.kind, S("report")))
        return err_set(err, ERR_SUBMISSION_UNKNOWN, {"found", submission});
    r.head = v.head;
    r.unit_name = unit_name(app, v.head.party);
    r.period_name = period_name(app, v.head.period);
    r.due_on = DATE_NONE;
    int period = app_period_index(app, v.head.period);
    const Unit *unit = app_unit(app, v.head.party);
    if (period >= 0 && unit) {
        r.due_on = app->def.periods.items[period].due_on;
        r.form = report_head_of(app, &app->def.periods.items[period], unit).title;
    }
    r.second = second_of(&v.head);
    count_rows(&v, &r);
    AuditHead row;
    r.filled_post = post_of(app, v.head.filled_by);
    r.approved_post = post_of(app, v.head.approved_by);
    r.entered_post = post_of(app, v.head.entered_by);
    if (!audit_row_of(app->db, app->arena, app->def.code,
                      arena_fmt(app->arena, "submission %.*s", STR_ARG(submission)),
                      v.head.received_at, &row, err))
        return false;
    r.chain_seq = row.seq;
    r.chain_head = row.hash;
    *ret_receipt = r;
    return true;
}

/* ---- JSON ---- */

static Str second_word(ReceiptSecond second)
{
    static const Str words[] = {SC(""), SC("other"), SC("same_account"), SC("scan")};
    return words[second];
}

void report_receipt_json(const ReportReceipt *r, Arena *arena, Json *json)
{
    const Submission *s = &r->head;
    json_object(json);
    json_kstr(json, S("submission"), s->id);
    json_kstr(json, S("form"), r->form);
    json_kstr(json, S("unit"), s->party);
    json_kstr(json, S("unit_name"), r->unit_name);
    json_kstr(json, S("period"), s->period);
    json_ki64(json, S("version"), s->version);
    json_kstr(json, S("channel"), s->channel);
    json_kstr(json, S("received_at"), instant_str(arena, s->received_at));
    json_kstr(json, S("due_on"), r->due_on == DATE_NONE ? S("") : date_str(arena, r->due_on));
    json_ki64(json, S("late_workdays"), s->late_days);
    json_kstr(json, S("on_behalf_of"), s->sender);
    json_kstr(json, S("entered_by"), s->entered_by);
    json_kstr(json, S("filled_by"), s->filled_by);
    json_kstr(json, S("filled_post"), r->filled_post);
    json_kstr(json, S("approved_by"), r->second == SECOND_SCAN ? S("") : s->approved_by);
    json_kstr(json, S("approved_post"), r->approved_post);
    json_kstr(json, S("second_signature"), second_word(r->second));
    json_ki64(json, S("values"), r->values);
    json_ki64(json, S("tasks"), r->tasks);
    json_ki64(json, S("files"), r->files);
    json_kstr(json, S("digest"), s->body_digest);
    json_ki64(json, S("audit_row"), r->chain_seq);
    json_kstr(json, S("audit_head"), r->chain_head);
    json_object_end(json);
}

/* ---- words ---- */

static Str say_args(Arena *arena, Lang lang, Msg id, const Arg *args, int nargs)
{
    Out out = out_new(arena, 16 * 1024);
    msg_out_args(&out, lang, id, args, nargs);
    return out_str(&out);
}
#define say(arena, lang, id, ...)                                                                  \
    say_args((arena), (lang), (id), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                         \
             (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)

Str report_channel_text(Lang lang, Str channel)
{
    static const struct {
        Str word;
        Msg text;
    } words[] = {{SC("web"), MSG_CHANNEL_WEB},
                 {SC("workbook"), MSG_CHANNEL_WORKBOOK},
                 {SC("folder"), MSG_CHANNEL_FOLDER},
                 {SC("paper"), MSG_CHANNEL_PAPER},
                 {SC("api"), MSG_CHANNEL_API}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(words[i].word, channel))
            return msg(lang, words[i].text);
    return msg(lang, MSG_CHANNEL_COMMAND);
}

static void line(Arena *arena, ReceiptLines *lines, Lang lang, Msg label, Str value)
{
    if (value.len)
        *arena_push(arena, lines) = (ReceiptLine){msg(lang, label), value};
}

/* "2021-05-06 09:00:07" */
static Str second_of_day(Arena *arena, int64_t at)
{
    Str full = instant_str(arena, at);
    return arena_fmt(arena, "%.*s %.*s", 10, full.ptr, 8, full.ptr + 11);
}

void report_receipt_lines(const ReportReceipt *r, Arena *a, Lang lang, ReceiptLines *ret_lines)
{
    const Submission *s = &r->head;
    Str days = arena_fmt(a, "%d", s->late_days);
    Str in_time = s->late_days ? say(a, lang, MSG_RECEIPT_LATE, {"days", days})
                               : msg(lang, MSG_RECEIPT_IN_TIME);
    Str second[] = {S(""), r->approved_post,
                    say(a, lang, MSG_RECEIPT_SAME_ACCOUNT, {"who", r->approved_post}),
                    msg(lang, MSG_RECEIPT_SCAN)};
    line(a, ret_lines, lang, MSG_RECEIPT_NUMBER, s->id);
    line(a, ret_lines, lang, MSG_RECEIPT_FORM, r->form);
    line(a, ret_lines, lang, MSG_RECEIPT_UNIT, r->unit_name);
    line(a, ret_lines, lang, MSG_RECEIPT_PERIOD, r->period_name);
    line(a, ret_lines, lang, MSG_RECEIPT_VERSION, arena_fmt(a, "%d", s->version));
    line(a, ret_lines, lang, MSG_RECEIPT_CHANNEL, report_channel_text(lang, s->channel));
    line(a, ret_lines, lang, MSG_RECEIPT_RECEIVED, second_of_day(a, s->received_at));
    line(a, ret_lines, lang, MSG_RECEIPT_TIMELY, in_time);
    line(a, ret_lines, lang, MSG_RECEIPT_BEHALF, s->sender);
    line(a, ret_lines, lang, MSG_RECEIPT_FILLED, r->filled_post);
    line(a, ret_lines, lang, MSG_RECEIPT_APPROVED, second[r->second]);
    if (!str_eq(s->entered_by, s->approved_by)) /* who signs in the browser has sent it too */
        line(a, ret_lines, lang, MSG_RECEIPT_ENTERED, r->entered_post);
    line(a, ret_lines, lang, MSG_RECEIPT_CONTENT,
         say(a, lang, MSG_RECEIPT_COUNTS, {"values", arena_fmt(a, "%d", r->values)},
             {"tasks", arena_fmt(a, "%d", r->tasks)}, {"files", arena_fmt(a, "%d", r->files)}));
    line(a, ret_lines, lang, MSG_RECEIPT_DIGEST, s->body_digest);
    line(a, ret_lines, lang, MSG_RECEIPT_CHAIN,
         say(a, lang, MSG_RECEIPT_CHAIN_ROW, {"row", arena_fmt(a, "%lld", (long long)r->chain_seq)},
             {"digest", r->chain_head}));
}

/* ---- the paper ---- */

static Str office_of(const App *app)
{
    for (int i = 0; i < app->def.bodies.count; i++)
        if (str_eq(app->def.bodies.items[i].kind, S("office")))
            return app->def.bodies.items[i].name;
    return S("");
}

bool report_receipt_paper(App *app, const ReportReceipt *r, Paper *ret_paper, Err *err)
{
    static const PaperColumn columns[] = {{{"", 0}, PAPER_LEFT}, {{"", 0}, PAPER_LEFT}};
    Arena *a = app->arena;
    Paper paper = {.title = msg(LANG_ZH, MSG_RECEIPT_HEADING)};
    ReceiptLines lines = {0};
    *err = (Err){0};
    if (app->def.sample)
        *arena_push(a, &paper.marks) = msg(LANG_ZH, MSG_OUT_SAMPLE);
    paper.addressees = say(a, LANG_ZH, MSG_RECEIPT_TO, {"unit", r->unit_name});
    paper_paragraph(
        a, &paper.body,
        say(a, LANG_ZH, MSG_RECEIPT_SAYS, {"period", r->period_name}, {"form", r->form}));
    report_receipt_lines(r, a, LANG_ZH, &lines);
    PaperTable *table = paper_table(a, &paper.body, columns, 2);
    for (int i = 0; i < lines.count; i++) {
        paper_cell(a, table, lines.items[i].label);
        paper_cell(a, table, lines.items[i].value);
    }
    paper_note(a, &paper.body, say(a, LANG_ZH, MSG_RECEIPT_VERIFY, {"id", r->head.id}));
    paper.signature = office_of(app);
    Out day = out_new(a, 64);
    date_out_cn(&day, instant_to_date(r->head.received_at, OFFSET_MINUTES_CHINA));
    paper.date = out_str(&day);
    *ret_paper = paper;
    return true;
}
