#include "app/report/review_desk.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_review_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--cause", CLI_VALUE, "WORD,…", MSG_OPT_REVIEW_CAUSE},
    {"--place", CLI_VALUE, "CODE,…", MSG_OPT_REVIEW_PLACE},
    {"--note", CLI_VALUE, "TEXT", MSG_OPT_REVIEW_NOTE},
    {"--reason", CLI_VALUE, "TEXT", MSG_OPT_REASON},
    {"--format", CLI_VALUE, "text|json|csv", MSG_OPT_FORMAT},
    {"--together", CLI_FLAG, NULL, MSG_OPT_REVIEW_TOGETHER},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static void answer_text(Cli *cli, const App *app, const ReviewAnswer *a, Out *out)
{
    Str unit = unit_name(app, a->unit), version = cli_i64(cli, a->version);
    if (a->accepted || a->before) {
        msg_out(out, cli->lang, a->before ? MSG_OUT_REVIEW_BEFORE : MSG_OUT_REVIEW_ACCEPTED,
                {"unit", unit}, {"version", version});
    } else {
        Out why = out_new(cli->arena, 4096);
        msg_err(&why, cli->lang, &a->why);
        out_s(out, out_str(&why));
    }
    out_c(out, '\n');
}

static bool accept(Cli *cli, const CliArgs *args, App *app, Str period, Err *err)
{
    ReviewAnswers answers = {0};
    int n = args->nrest - 1;
    ReviewPick *picks = arena_new(cli->arena, ReviewPick, n);
    for (int i = 0; i < n; i++) {
        const Unit *unit = app_unit(app, args->rest[i + 1]);
        picks[i] =
            (ReviewPick){unit ? unit->code : args->rest[i + 1], REVIEW_SEEN_ANY, REVIEW_SEEN_ANY};
    }
    if (!review_accept(app, period, picks, n, cli_has(args, "--together"), &answers, err))
        return false;
    Out out = out_new(cli->arena, 1 << 20);
    for (int i = 0; i < answers.count; i++)
        answer_text(cli, app, &answers.items[i], &out);
    return cli_write(cli, &out, err);
}

static ReviewWords words_of(Cli *cli, Str list)
{
    ReviewWords words = {0};
    while (list.len) {
        Str word = str_trim(str_cut(&list, ','));
        if (word.len)
            *arena_push(cli->arena, &words) = word;
    }
    return words;
}

static bool give_back(Cli *cli, const CliArgs *args, App *app, Str period, Err *err)
{
    ReportStep step;
    if (args->nrest != 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("UNIT")}, {"command", S("review")});
    const Unit *unit = app_unit(app, args->rest[1]);
    ReviewReturn order = {.unit = unit ? unit->code : args->rest[1],
                          .version = REVIEW_SEEN_ANY,
                          .step = REVIEW_SEEN_ANY,
                          .causes = words_of(cli, cli_value(args, "--cause")),
                          .places = words_of(cli, cli_value(args, "--place")),
                          .note = cli_value(args, "--note")};
    if (!review_return(app, period, &order, &step, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, MSG_OUT_REVIEW_RETURNED, {"unit", unit_name(app, order.unit)},
            {"version", cli_i64(cli, step.version)});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static bool lock(Cli *cli, const CliArgs *args, App *app, Str period, bool opening, Err *err)
{
    PeriodLock state;
    Str reason = cli_value(args, "--reason");
    if (opening ? !lock_open(app, period, reason, &state, err)
                : !lock_period(app, period, reason, &state, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, opening ? MSG_OUT_REVIEW_OPENED : MSG_OUT_REVIEW_LOCKED,
            {"period", period_name(app, period)});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static void row_text(Cli *cli, const ReviewRow *row, Out *out)
{
    const ReportStanding *s = &row->standing;
    Str state =
        row->hidden ? msg(cli->lang, MSG_REVIEW_HIDDEN) : review_state_text(cli->lang, s->state);
    out_pad(out, row->unit->code, 8);
    out_pad(out, row->unit->name, 32);
    out_s(out, state);
    if (!row->hidden && s->version)
        msg_out(out, cli->lang, MSG_OUT_REVIEW_ROW,
                {"at", instant_minute(cli->arena, s->received_at)},
                {"filled", cli_i64(cli, row->filled)}, {"owed", cli_i64(cli, row->owed)});
    if (!row->hidden && s->late_days)
        msg_out(out, cli->lang, s->version ? MSG_OUT_REVIEW_LATE : MSG_OUT_REVIEW_OVERDUE,
                {"n", cli_i64(cli, s->late_days)});
    out_c(out, '\n');
}

static bool list(Cli *cli, const CliArgs *args, App *app, Str period, Err *err)
{
    int format = 0;
    ReviewDesk desk;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (!cli_choice(args, "--format", "text|json|csv", &format, err) ||
        !review_desk(app, period, &desk, err))
        return false;
    if (format == 1) {
        Json json = json_new(&out, true);
        json_object(&json);
        review_desk_json(app, &desk, &json);
        json_object_end(&json);
        out_c(&out, '\n');
    } else if (format == 2) {
        Sheet sheet = review_table(app, cli->lang, &desk);
        sheet_csv(&sheet, &out);
    } else {
        sample_mark(cli, app, &out);
        for (int i = 0; i < desk.rows.count; i++)
            row_text(cli, &desk.rows.items[i], &out);
    }
    return cli_write(cli, &out, err);
}

bool cmd_review(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Str verb = args->rest[0], period;
    if (!cli_need(args, "--period", &period, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (str_eq(verb, S("list")))
        return list(cli, args, &app, period, err);
    if (str_eq(verb, S("accept")))
        return accept(cli, args, &app, period, err);
    if (str_eq(verb, S("return")))
        return give_back(cli, args, &app, period, err);
    if (str_eq(verb, S("lock")) || str_eq(verb, S("unlock")))
        return lock(cli, args, &app, period, str_eq(verb, S("unlock")), err);
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("review")}, {"found", verb},
                   {"expected", S("list | accept | return | lock | unlock")});
}
