#include "app/files/files.h"
#include "app/person.h"
#include "app/score/screening_answer.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"
#include "sys/par.h"
#include "sys/spool.h"

const CliOption cli_screening_options[] = {
    {"--unit", CLI_VALUE, "UNIT", MSG_OPT_UNIT},
    {"--values", CLI_VALUE, "FILE", MSG_OPT_SCREENING_VALUES},
    {"--wide", CLI_FLAG, NULL, MSG_OPT_SCORE_WIDE},
    {"--scheme", CLI_VALUE, "FILE", MSG_OPT_SCREENING_SCHEME},
    {"--total", CLI_VALUE, "UNIT", MSG_OPT_SCREENING_TOTAL},
    {"--rules", CLI_VALUE, "FILE", MSG_OPT_SCREENING_RULES},
    {"--finding", CLI_VALUE, "ID", MSG_OPT_SCREENING_FINDING},
    {"--say", CLI_VALUE, "explained|correcting|asked|accepted", MSG_OPT_SCREENING_SAY},
    {"--words", CLI_VALUE, "TEXT", MSG_OPT_SCREENING_WORDS},
    {"--correction", CLI_VALUE, "ID", MSG_OPT_SCREENING_CORRECTION},
    {"--file", CLI_VALUE, "PATH", MSG_OPT_SCREENING_FILE},
    {"--format", CLI_VALUE, "text|csv|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { OUT_MAX = 64 << 20 };

static bool write_report(Cli *cli, const ScreeningReport *report, int format, Out *out, Err *err)
{
    if (format == 1) {
        screening_csv(cli->arena, cli->lang, report, out);
    } else if (format == 2) {
        Json json = json_new(out, true);
        screening_json(cli->arena, cli->lang, report, &json);
        out_c(out, '\n');
    } else {
        screening_text(cli->arena, cli->lang, report, out);
    }
    return cli_write(cli, out, err);
}

static bool of_files(Cli *cli, const CliArgs *args, ScreeningReport *ret_report, Err *err)
{
    ScreeningFiles files = {.values = cli_value(args, "--values"),
                            .scheme = cli_value(args, "--scheme"),
                            .rules = cli_value(args, "--rules"),
                            .period = args->nrest ? args->rest[0] : S(""),
                            .total = cli_value(args, "--total"),
                            .unit = cli_value(args, "--unit"),
                            .wide = cli_has(args, "--wide")};
    spool_guard();
    ParPool *pool = par_pool(cli->arena, 0);
    ParFor par = par_on(pool);
    files.par = &par;
    bool ok = screening_files(cli->arena, &files, ret_report, &cli->faults, err);
    par_end(pool);
    return ok;
}

/* ---- one finding and its answer ---- */

typedef enum Say { SAY_EXPLAINED, SAY_CORRECTING, SAY_ASKED, SAY_ACCEPTED } Say;

static bool say(Cli *cli, App *app, const CliArgs *args, Str period, Str id, Err *err)
{
    int word = 0;
    if (!cli_choice(args, "--say", "explained|correcting|asked|accepted", &word, err))
        return false;
    if (word == SAY_ASKED || word == SAY_ACCEPTED)
        return screening_close(app, period, id, word == SAY_ACCEPTED, cli_value(args, "--words"),
                               &cli->faults, err);
    const ScreeningReply reply = {.period = period,
                                  .id = id,
                                  .correcting = word == SAY_CORRECTING,
                                  .words = cli_value(args, "--words"),
                                  .correction = cli_value(args, "--correction")};
    return screening_answer(app, &reply, &cli->faults, err);
}

static bool add_file(Cli *cli, App *app, Str id, Str path, Err *err)
{
    Attachment attachment;
    FileEntry entry = {.object = arena_fmt(cli->arena, "screening %.*s", STR_ARG(id)),
                       .name = path};
    return file_read(cli->arena, path, LIMIT_FILE_BYTES + 1, &entry.bytes, err) &&
           file_add(app, &entry, &attachment, err);
}

static void case_text(Cli *cli, App *app, const ScreeningCase *k, Out *out)
{
    sample_mark(cli, app, out);
    screening_finding_text(cli->arena, cli->lang, &k->report, k->finding, out);
    for (int i = 0; i < k->steps.count; i++) {
        const ScreeningAnswer *a = &k->steps.items[i];
        msg_out(out, cli->lang, MSG_SCREENING_ANSWER_SAID,
                {"at", instant_minute(cli->arena, a->at)},
                {"by", person_words(app, cli->lang, a->by, a->behalf)},
                {"step", screening_step_text(cli->lang, a->step)}, {"words", a->words});
        out_c(out, '\n');
    }
}

static bool of_finding(Cli *cli, App *app, const CliArgs *args, Str id, int format, Err *err)
{
    ScreeningCase k;
    Str period = args->rest[0], path = cli_value(args, "--file");
    if ((cli_has(args, "--say") && !say(cli, app, args, period, id, err)) ||
        (path.len && !add_file(cli, app, id, path, err)) ||
        !screening_case(app, period, id, &k, &cli->faults, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (format == 2) {
        Json json = json_new(&out, true);
        json_object(&json);
        screening_case_json(app, cli->lang, &k, &json);
        json_object_end(&json);
        out_c(&out, '\n');
    } else {
        case_text(cli, app, &k, &out);
    }
    return cli_write(cli, &out, err);
}

bool cmd_screening(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    ScreeningReport report;
    int format = 0;
    if (!cli_choice(args, "--format", "text|csv|json", &format, err))
        return false;
    Out out = out_new(cli->arena, OUT_MAX);
    if (cli_value(args, "--values").len)
        return of_files(cli, args, &report, err) && write_report(cli, &report, format, &out, err);
    static const char *const of_values[] = {"--scheme", "--total"};
    for (size_t i = 0; i < sizeof of_values / sizeof *of_values; i++)
        if (cli_has(args, of_values[i]))
            return err_set(err, ERR_CLI_MISSING, {"what", S("--values")},
                           {"command", S("screening")});
    if (args->nrest == 0)
        return err_set(err, ERR_CLI_MISSING, {"what", S("PERIOD")}, {"command", S("screening")});
    Str finding = cli_value(args, "--finding");
    if (!finding.len && (cli_has(args, "--say") || cli_has(args, "--file")))
        return err_set(err, ERR_CLI_MISSING, {"what", S("--finding")}, {"command", S("screening")});
    if (!cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (finding.len)
        return of_finding(cli, &app, args, finding, format, err);
    if (!screening_run(&app, args->rest[0], cli_value(args, "--unit"), cli_value(args, "--rules"),
                       &report, &cli->faults, err))
        return false;
    if (format == 0)
        sample_mark(cli, &app, &out);
    return write_report(cli, &report, format, &out, err);
}
