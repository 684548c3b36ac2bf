#include "app/ledger_words.h"
#include "app/target/target_change.h"
#include "app/target/target_words.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/workbook.h"

const CliOption cli_target_options[] = {
    {"--split", CLI_VALUE, "additive|weighted|ratio|milestone|each|set_by_province",
     MSG_OPT_TARGET_SPLIT},
    {"--finding", CLI_VALUE, "over|under|other|any|fits", MSG_OPT_TARGET_FINDING},
    {"--words", CLI_VALUE, "TEXT", MSG_OPT_TARGET_WORDS},
    {"--newest", CLI_FLAG, NULL, MSG_OPT_TARGET_NEWEST},
    {"--unit", CLI_VALUE, "CODE", MSG_OPT_TARGET_UNIT},
    {"--from", CLI_VALUE, "2021-08", MSG_OPT_TARGET_FROM},
    {"--value", CLI_VALUE, "NUMBER", MSG_OPT_TARGET_VALUE},
    {"--reason", CLI_VALUE, "TEXT", MSG_OPT_REASON},
    {"--document", CLI_VALUE, "TEXT", MSG_OPT_TARGET_DOCUMENT},
    {"--seen", CLI_VALUE, "COUNT", MSG_OPT_TARGET_SEEN},
    {"--format", CLI_VALUE, "text|csv|json|xlsx", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static void figures_line(Cli *cli, const TargetView *v, const TargetFigures *f, Str name, Out *out)
{
    const Target *t = &v->index->def->targets.items[v->target];
    Str none = S("—");
    msg_out(out, cli->lang, MSG_OUT_TARGET_FIGURES, {"name", name},
            {"owed", f->owed.value.len ? f->owed.value : none}, {"unit", t->unit},
            {"actual", f->actual.len ? f->actual : none},
            {"percent", f->percent.len ? f->percent : none}, {"gap", f->gap.len ? f->gap : none});
    out_c(out, '\n');
}

static void list_text(Cli *cli, const TargetViews *views, bool faults_only, Out *out)
{
    for (int i = 0; i < views->count; i++) {
        const TargetView *v = &views->items[i];
        const Target *t = &v->index->def->targets.items[v->target];
        if (faults_only && v->check.findings.count == 0)
            continue;
        figures_line(cli, v, &v->city,
                     arena_fmt(cli->arena, "%.*s %.*s [%.*s]", STR_ARG(t->code),
                               STR_ARG(target_title(v)), STR_ARG(split_text(cli->lang, v->split))),
                     out);
        for (int k = 0; k < v->check.findings.count; k++) {
            out_s(out, S("  ! "));
            out_s(out, finding_text(cli->arena, cli->lang, v, &v->check.findings.items[k]));
            out_c(out, '\n');
        }
    }
}

static bool list(Cli *cli, const CliArgs *args, App *app, int format, bool faults_only, Err *err)
{
    TargetViews views = {0};
    TargetFilter filter = {.split = cli_value(args, "--split"),
                           .finding = faults_only && !cli_has(args, "--finding")
                                          ? S("any")
                                          : cli_value(args, "--finding"),
                           .words = cli_value(args, "--words"),
                           .newest = cli_has(args, "--newest")};
    int ignored;
    if (!cli_choice(args, "--split", "additive|weighted|ratio|milestone|each|set_by_province",
                    &ignored, err) ||
        !cli_choice(args, "--finding", "over|under|other|any|fits", &ignored, err) ||
        !targets_read(app, &filter, &views, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Sheet sheet = targets_sheet(app, cli->lang, &views);
    if (format == 3)
        return workbook_write(cli, args, &sheet, 1, app->def.sample, err);
    if (format == 1) {
        sheet_csv(&sheet, &out);
    } else if (format == 2) {
        Json json = json_new(&out, true);
        targets_json(app, &views, &json);
        out_c(&out, '\n');
    } else {
        sample_mark(cli, app, &out);
        list_text(cli, &views, faults_only, &out);
        if (faults_only)
            msg_out(&out, cli->lang, MSG_OUT_TARGET_CHECKED, {"count", cli_i64(cli, views.count)});
        out_s(&out, faults_only ? S("\n") : S(""));
    }
    return cli_write(cli, &out, err);
}

static void change_line(Cli *cli, const TargetChange *c, bool after_bad, Str unit, Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_TARGET_CHANGE, {"no", cli_i64(cli, c->seq)},
            {"whose", unit.len ? unit : msg(cli->lang, MSG_LEDGER_CITY)}, {"from", c->from},
            {"before", c->before.len ? c->before : S("—")}, {"after", c->after},
            {"reason", c->reason});
    if (after_bad) {
        out_c(out, ' ');
        msg_out(out, cli->lang, MSG_TARGETS_AFTER_BAD, {"period", c->behind_period},
                {"gap", c->behind_gap.len ? c->behind_gap : S("—")});
    }
    out_c(out, '\n');
}

static void show_text(Cli *cli, App *app, const TargetView *v, Out *out)
{
    const Target *t = &v->index->def->targets.items[v->target];
    sample_mark(cli, app, out);
    msg_out(out, cli->lang, MSG_OUT_TARGET_HEAD, {"code", t->code}, {"what", target_title(v)},
            {"split", split_text(cli->lang, v->split)},
            {"trajectory", trajectory_text(cli->lang, v->city.trajectory)},
            {"likely", forecast_text(cli->arena, cli->lang, &v->city.forecast)});
    out_c(out, '\n');
    figures_line(cli, v, &v->city, msg(cli->lang, MSG_LEDGER_CITY), out);
    for (int i = 0; i < v->rows.count; i++)
        figures_line(cli, v, &v->rows.items[i].figures,
                     v->index->def->units.items[v->rows.items[i].unit].name, out);
    for (int i = 0; i < v->check.findings.count; i++) {
        out_s(out, S("  ! "));
        out_s(out, finding_text(cli->arena, cli->lang, v, &v->check.findings.items[i]));
        out_c(out, '\n');
    }
    for (int i = 0; i < v->changes.count; i++)
        change_line(cli, v->changes.items[i].change, v->changes.items[i].is_after_bad,
                    v->changes.items[i].change->unit.len
                        ? unit_name(app, v->changes.items[i].change->unit)
                        : S(""),
                    out);
}

static bool show(Cli *cli, const CliArgs *args, App *app, Str code, int format, Err *err)
{
    TargetView v;
    if (!target_read(app, code, cli_has(args, "--newest"), &v, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Sheet sheet = target_sheet(app, cli->lang, &v);
    if (format == 3)
        return workbook_write(cli, args, &sheet, 1, app->def.sample, err);
    if (format == 1) {
        sheet_csv(&sheet, &out);
    } else if (format == 2) {
        Json json = json_new(&out, true);
        target_json(app, &v, &json);
        out_c(&out, '\n');
    } else {
        show_text(cli, app, &v, &out);
    }
    return cli_write(cli, &out, err);
}

static bool change(Cli *cli, const CliArgs *args, App *app, Str code, int format, Err *err)
{
    TargetChange made;
    TargetEntry entry = {.target = code,
                         .unit = cli_value(args, "--unit"),
                         .reason = cli_value(args, "--reason"),
                         .document = cli_value(args, "--document"),
                         .seen = TARGET_SEEN_ANY};
    if (!cli_need(args, "--from", &entry.from, err) ||
        !cli_need(args, "--value", &entry.value, err) ||
        !cli_number(args, "--seen", 0, INT32_MAX, &entry.seen, err) ||
        !target_change(app, &entry, &made, err))
        return false;
    Out out = out_new(cli->arena, 16384);
    if (format == 2) {
        Json json = json_new(&out, true);
        target_change_json(app, &made, &json);
        out_c(&out, '\n');
    } else {
        change_line(cli, &made, false, made.unit.len ? unit_name(app, made.unit) : S(""), &out);
    }
    return cli_write(cli, &out, err);
}

bool cmd_target(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Str verb = args->rest[0];
    int format = 0;
    if (!cli_choice(args, "--format", "text|csv|json|xlsx", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    bool check = str_eq(verb, S("check"));
    if (check || str_eq(verb, S("list")))
        return list(cli, args, &app, format, check, err);
    if (!str_eq(verb, S("show")) && !str_eq(verb, S("change")))
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("target")}, {"found", verb},
                       {"expected", S("list | show | check | change")});
    if (args->nrest != 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("TARGET")}, {"command", S("target")});
    return str_eq(verb, S("show")) ? show(cli, args, &app, args->rest[1], format, err)
                                   : change(cli, args, &app, args->rest[1], format, err);
}
