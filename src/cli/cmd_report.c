#include "app/report/report_check.h"
#include "app/report/report_receipt.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"

const CliOption cli_report_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--unit", CLI_VALUE, "CODE", MSG_OPT_UNIT},
    {"--seen", CLI_VALUE, "REVISION", MSG_OPT_REPORT_SEEN},
    {"--sender", CLI_VALUE, "POST", MSG_OPT_SENDER},
    {"--original", CLI_VALUE, "FILE", MSG_OPT_REPORT_ORIGINAL},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

typedef struct ReportWork {
    Cli *cli;
    const CliArgs *args;
    App *app;
    Str period, unit;
    int64_t seen;
    bool json;
} ReportWork;

static bool need_file(const ReportWork *w, int64_t limit, Str *ret_bytes, Err *err)
{
    if (w->args->nrest < 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("FILE")}, {"command", S("report")});
    return file_read(w->cli->arena, w->args->rest[1], limit, ret_bytes, err);
}

static Str state_name(Lang lang, ReportState state)
{
    static const Msg words[REPORT_STATES] = {
        [REPORT_NOT_OPENED] = MSG_REPORT_STATE_NOT_OPENED,
        [REPORT_OPEN] = MSG_REPORT_STATE_OPEN,
        [REPORT_DRAFT] = MSG_REPORT_STATE_DRAFT,
        [REPORT_FILLED] = MSG_REPORT_STATE_FILLED,
        [REPORT_RECEIVED] = MSG_REPORT_STATE_RECEIVED,
        [REPORT_RETURNED] = MSG_REPORT_STATE_RETURNED,
        [REPORT_CORRECTED] = MSG_REPORT_STATE_CORRECTED,
        [REPORT_ACCEPTED] = MSG_REPORT_STATE_ACCEPTED,
        [REPORT_LOCKED] = MSG_REPORT_STATE_LOCKED,
    };
    return msg(lang, words[state]);
}

static void standing_line(const ReportWork *w, const ReportStanding *s, Out *out)
{
    Lang lang = w->cli->lang;
    msg_out(out, lang, MSG_OUT_REPORT_STANDING, {"unit", s->unit->name},
            {"state", state_name(lang, s->state)}, {"version", cli_i64(w->cli, s->version)});
    const struct {
        bool is;
        Msg word;
    } flags[] = {{s->late && !s->missing, MSG_REPORT_LATE},
                 {s->missing, MSG_REPORT_MISSING},
                 {s->on_behalf, MSG_REPORT_ON_BEHALF},
                 {s->by_channel, MSG_REPORT_BY_CHANNEL}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].is) {
            out_s(out, S(" · "));
            msg_out(out, lang, flags[i].word, {"days", cli_i64(w->cli, s->late_days)},
                    {"channel", report_channel_text(lang, s->channel)});
        }
    out_c(out, '\n');
}

/* ---- the words ---- */

static bool show(ReportWork *w, Out *out, Err *err)
{
    const CampaignPeriod *period;
    ReportStandingList list = {0};
    if (!app_permit(w->app, ACT_REPORT_FILL, w->unit, w->period, err) ||
        !app_period(w->app, w->period, &period, err))
        return false;
    const Unit *unit = w->unit.len ? app_unit(w->app, w->unit) : NULL;
    if (w->unit.len && !unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", w->unit});
    if (unit ? !report_state(w->app, period, unit, arena_push(w->cli->arena, &list), err)
             : !report_states(w->app, period, &list, err))
        return false;
    Json json = json_new(out, true);
    if (w->json)
        json_array(&json);
    for (int i = 0; i < list.count; i++)
        if (w->json)
            report_standing_json(&list.items[i], w->cli->arena, &json);
        else
            standing_line(w, &list.items[i], out);
    if (w->json) {
        json_array_end(&json);
        out_c(out, '\n');
    }
    return true;
}

static void form_text(const ReportWork *w, const ReportForm *f, Out *out)
{
    Lang lang = w->cli->lang;
    standing_line(w, &f->standing, out);
    msg_out(out, lang, MSG_OUT_REPORT_FORM, {"title", f->head.title},
            {"lines", cli_i64(w->cli, f->lines.count)}, {"tasks", cli_i64(w->cli, f->tasks.count)},
            {"revision", cli_i64(w->cli, f->draft.revision)});
    out_c(out, '\n');
    for (int b = 0; b < f->blocks.count; b++) {
        const ReportBlock *block = &f->blocks.items[b];
        out_f(out, "%.*s %.*s\n", STR_ARG(block->code), STR_ARG(block->name));
        for (int i = 0; i < block->count; i++) {
            const ReportLine *l = &f->lines.items[block->first + i];
            out_s(out, S("  "));
            msg_out(out, lang, MSG_OUT_REPORT_LINE, {"name", l->indicator->name},
                    {"unit", l->indicator->unit}, {"annual", l->annual}, {"last", l->last_month},
                    {"month", l->cells.month},
                    {"value", l->prefilled ? S("") : l->cells.cumulative});
            out_c(out, '\n');
        }
    }
}

static bool open(ReportWork *w, Out *out, Err *err)
{
    ReportForm form;
    if (!report_form_open(w->app, w->period, w->unit, &form, err))
        return false;
    if (w->json) {
        Json json = json_new(out, true);
        report_form_json(&form, w->app, &json);
        out_c(out, '\n');
    } else {
        form_text(w, &form, out);
    }
    return true;
}

static void draft_out(const ReportWork *w, const DraftRow *draft, Msg words, Out *out)
{
    if (w->json) {
        Json json = json_new(out, true);
        report_draft_json(draft, w->cli->arena, &json);
    } else {
        msg_out(out, w->cli->lang, words, {"revision", cli_i64(w->cli, draft->revision)},
                {"at", instant_minute(w->cli->arena, draft->saved_at)});
    }
    out_c(out, '\n');
}

static bool save(ReportWork *w, Out *out, Err *err)
{
    DraftRow draft;
    ReportDraftEntry entry = {.period = w->period, .unit = w->unit, .seen = w->seen};
    if (!need_file(w, LIMIT_REPORT_DRAFT_BYTES, &entry.body, err) ||
        !report_draft_save(w->app, &entry, &draft, err))
        return false;
    draft_out(w, &draft, MSG_OUT_REPORT_SAVED, out);
    return true;
}

static bool check(ReportWork *w, Out *out, Err *err)
{
    Str body = S("");
    ReportFindingList findings = {0};
    if ((w->args->nrest > 1 && !need_file(w, LIMIT_REPORT_DRAFT_BYTES, &body, err)) ||
        !report_check(w->app, w->period, w->unit, body, &findings, err))
        return false;
    if (w->json) {
        Json json = json_new(out, true);
        report_findings_json(&findings, w->cli->arena, w->cli->lang, &json);
        out_c(out, '\n');
        return true;
    }
    for (int i = 0; i < findings.count; i++) {
        const ReportFinding *f = &findings.items[i];
        out_s(out, report_finding_text(w->cli->arena, w->cli->lang, f));
        if (f->answer.len)
            out_f(out, " [%.*s]", STR_ARG(f->answer));
        out_c(out, '\n');
    }
    msg_out(out, w->cli->lang, MSG_OUT_REPORT_CHECKED, {"count", cli_i64(w->cli, findings.count)});
    out_c(out, '\n');
    return true;
}

static bool fill(ReportWork *w, Out *out, Err *err)
{
    DraftRow draft;
    if (!report_fill(w->app, w->period, w->unit, w->seen, &draft, err))
        return false;
    draft_out(w, &draft, MSG_OUT_REPORT_FILLED, out);
    return true;
}

static bool unfill(ReportWork *w, Out *out, Err *err)
{
    DraftRow draft;
    if (!report_unfill(w->app, w->period, w->unit, w->seen, &draft, err))
        return false;
    draft_out(w, &draft, MSG_OUT_REPORT_UNFILLED, out);
    return true;
}

static void sent_out(const ReportWork *w, const MonthImport *import, Out *out)
{
    msg_out(out, w->cli->lang, MSG_OUT_REPORT_SENT, {"id", import->submission},
            {"values", cli_i64(w->cli, import->values)});
    out_c(out, '\n');
}

static bool send(ReportWork *w, Out *out, Err *err)
{
    MonthImport import;
    Faults warnings = {.arena = w->cli->arena};
    const ReportSend entry = {.period = w->period, .unit = w->unit, .seen = w->seen};
    bool ok = report_send(w->app, &entry, &import, &w->cli->faults, &warnings, err);
    cli_print_faults(w->cli, &warnings);
    if (ok)
        sent_out(w, &import, out);
    return ok;
}

static bool behalf(ReportWork *w, Out *out, Err *err)
{
    MonthImport import;
    Faults warnings = {.arena = w->cli->arena};
    ReportBehalf entry = {.period = w->period,
                          .unit = w->unit,
                          .sender = cli_value(w->args, "--sender"),
                          .original_name = cli_value(w->args, "--original")};
    if (!need_file(w, LIMIT_REPORT_DRAFT_BYTES, &entry.body, err) ||
        (entry.original_name.len && !file_read(w->cli->arena, entry.original_name,
                                               LIMIT_FILE_BYTES + 1, &entry.original, err)))
        return false;
    bool ok = report_on_behalf(w->app, &entry, &import, &w->cli->faults, &warnings, err);
    cli_print_faults(w->cli, &warnings);
    if (ok)
        sent_out(w, &import, out);
    return ok;
}

static bool attach(ReportWork *w, Out *out, Err *err)
{
    Attachment attachment;
    FileEntry entry = {.object = report_object(w->cli->arena, w->period, w->unit)};
    if (!need_file(w, LIMIT_FILE_BYTES + 1, &entry.bytes, err))
        return false;
    entry.name = w->args->rest[1];
    if (!file_add(w->app, &entry, &attachment, err))
        return false;
    msg_out(out, w->cli->lang, MSG_OUT_FILE_ADDED, {"id", attachment.id}, {"name", attachment.name},
            {"bytes", cli_i64(w->cli, attachment.bytes)});
    out_c(out, '\n');
    return true;
}

bool cmd_report(Cli *cli, const CliArgs *args, Err *err)
{
    static const struct {
        Str word;
        bool (*run)(ReportWork *, Out *, Err *);
    } words[] = {{SC("open"), open},     {SC("save"), save},     {SC("check"), check},
                 {SC("fill"), fill},     {SC("unfill"), unfill}, {SC("send"), send},
                 {SC("behalf"), behalf}, {SC("attach"), attach}, {SC("show"), show}};
    AUTO_APP app = {0};
    int format = 0;
    ReportWork w = {.cli = cli, .args = args, .app = &app, .seen = REPORT_SEEN_ANY};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!str_eq(words[i].word, args->rest[0]))
            continue;
        if (!cli_need(args, "--period", &w.period, err) ||
            !cli_choice(args, "--format", "text|json", &format, err) ||
            !cli_number(args, "--seen", 0, INT32_MAX, &w.seen, err) ||
            !cli_app(cli, cli_value(args, "--campaign"), &app, err))
            return false;
        w.json = format == 1;
        w.unit = cli_has(args, "--unit") ? cli_value(args, "--unit") : app.actor.unit;
        return words[i].run(&w, &out, err) && cli_write(cli, &out, err);
    }
    return err_set(
        err, ERR_CLI_OPTION_VALUE, {"option", S("report")}, {"found", args->rest[0]},
        {"expected", S("open · save · check · fill · unfill · send · behalf · attach · show")});
}
