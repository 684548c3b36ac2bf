/* appeal: a unit contests a number of its own score, and somebody who had no hand in it rules. */
#include "app/appeal/appeal_doc.h"
#include "app/files/files.h"
#include "app/paper_file.h"
#include "app/person.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"

const CliOption cli_appeal_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--unit", CLI_VALUE, "UNIT", MSG_OPT_UNIT},
    {"--id", CLI_VALUE, "ID", MSG_OPT_APPEAL_ID},
    {"--rule", CLI_VALUE, "RULE", MSG_OPT_APPEAL_RULE},
    {"--leaf", CLI_VALUE, "NODE", MSG_OPT_APPEAL_LEAF},
    {"--about", CLI_VALUE, "value|late|missing|na", MSG_OPT_APPEAL_ABOUT},
    {"--value", CLI_VALUE, "VALUE", MSG_OPT_APPEAL_VALUE},
    {"--reason", CLI_VALUE, "TEXT", MSG_OPT_REASON},
    {"--late-reason", CLI_VALUE, "TEXT", MSG_OPT_APPEAL_LATE_REASON},
    {"--file", CLI_VALUE, "PATH", MSG_OPT_APPEAL_FILE},
    {"--state", CLI_VALUE, "open|upheld|part|rejected|withdrawn", MSG_OPT_APPEAL_STATE},
    {"--format", CLI_VALUE, "text|json|txt|docx|pdf", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

typedef enum Verb {
    VERB_FILE,
    VERB_UPHOLD,
    VERB_PART,
    VERB_REJECT,
    VERB_WITHDRAW,
    VERB_SHOW,
    VERB_LIST,
    VERBS
} Verb;

static bool verb_of(Str word, Verb *ret_verb, Err *err)
{
    static const Str words[VERBS] = {SC("file"),     SC("uphold"), SC("part"), SC("reject"),
                                     SC("withdraw"), SC("show"),   SC("list")};
    for (int i = 0; i < VERBS; i++)
        if (str_eq(words[i], word)) {
            *ret_verb = (Verb)i;
            return true;
        }
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("appeal")}, {"found", word},
                   {"expected", S("file | uphold | part | reject | withdraw | show | list")});
}

/* "4月 甲区 …：12.5 应为 13.1；待裁定". */
static void line_text(Cli *cli, App *app, const AppealCase *c, Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_APPEAL_LINE, {"id", c->row.id}, {"period", c->period->name},
            {"unit", c->unit->name}, {"line", appeal_line(app, cli->lang, c)},
            {"state", appeal_state_text(cli->lang, c->state)});
    out_c(out, '\n');
}

static Str rank_text(Cli *cli, int rank)
{
    return rank ? cli_i64(cli, rank) : S("—");
}

static void moved_text(Cli *cli, const AppealCase *c, const AppealMoved *m, Out *out)
{
    if (m->score_before.len == 0)
        return;
    msg_out(out, cli->lang, MSG_OUT_APPEAL_SCORE, {"before", m->score_before},
            {"after", m->score_after});
    out_c(out, '\n');
    if (!c->ranks)
        return;
    msg_out(out, cli->lang, MSG_OUT_APPEAL_RANK, {"before", rank_text(cli, m->rank_before)},
            {"after", rank_text(cli, m->rank_after)}, {"peers", cli_i64(cli, m->peers)},
            {"scores", cli_i64(cli, m->scores_moved)}, {"ranks", cli_i64(cli, m->ranks_moved)});
    out_c(out, '\n');
}

static void case_text(Cli *cli, App *app, const AppealCase *c, Out *out)
{
    const AppealRow *a = &c->row;
    line_text(cli, app, c, out);
    msg_out(out, cli->lang, MSG_OUT_APPEAL_FILED_BY, {"on", a->filed_on},
            {"by", person_words(app, cli->lang, a->filed_by, a->filed_behalf)},
            {"reason", a->reason});
    out_c(out, '\n');
    if (a->late_reason.len) {
        msg_out(out, cli->lang, MSG_OUT_APPEAL_LATE, {"reason", a->late_reason});
        out_c(out, '\n');
    }
    if (c->state == APPEAL_OPEN)
        return;
    msg_out(out, cli->lang, MSG_OUT_APPEAL_RULED_BY, {"on", a->ruled_on},
            {"by", person_words(app, cli->lang, a->ruled_by, a->ruled_behalf)},
            {"reason", a->ruling_reason}, {"state", appeal_state_text(cli->lang, c->state)});
    out_c(out, '\n');
    moved_text(cli, c, &a->moved, out);
}

static bool list(Cli *cli, App *app, const CliArgs *args, bool as_json, Err *err)
{
    AppealCases cases = {0};
    const AppealQuery query = {.period = cli_value(args, "--period"),
                               .state = cli_value(args, "--state"),
                               .what = cli_value(args, "--about")};
    if (!appeal_cases(app, &query, &cases, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    if (as_json)
        json_array(&json);
    else
        sample_mark(cli, app, &out);
    for (int i = 0; i < cases.count; i++) {
        if (as_json)
            appeal_json(app, cli->lang, &cases.items[i], &json);
        else
            line_text(cli, app, &cases.items[i], &out);
    }
    if (as_json) {
        json_array_end(&json);
        out_c(&out, '\n');
    } else if (cases.count == 0) {
        out_s(&out, msg(cli->lang, MSG_APPEALS_NONE));
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

static bool show(Cli *cli, App *app, Str id, bool as_json, Err *err)
{
    AppealCase c;
    if (!appeal_read(app, id, &c, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    if (as_json) {
        appeal_json(app, cli->lang, &c, &json);
        out_c(&out, '\n');
    } else {
        sample_mark(cli, app, &out);
        case_text(cli, app, &c, &out);
    }
    return cli_write(cli, &out, err);
}

enum { FORMAT_TXT = 2, FORMAT_DOCX, FORMAT_PDF };

/* The ruling as a paper. */
static bool paper(Cli *cli, App *app, Str id, int format, Err *err)
{
    AppealDoc doc;
    Str bytes = {0};
    if (!appeal_doc(app, id, &doc, err) ||
        (format != FORMAT_TXT &&
         !paper_file(app, &doc.paper, format == FORMAT_PDF ? PAPER_AS_PDF : PAPER_AS_DOCX,
                     app->now_ms, &bytes, err)))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    out_s(&out, format == FORMAT_TXT ? doc.text : bytes);
    return cli_write(cli, &out, err);
}

static bool file(App *app, const CliArgs *args, Str *ret_id, Err *err)
{
    AppealRow row;
    AppealFiling f = {.event = cli_value(args, "--rule"),
                      .node = cli_value(args, "--leaf"),
                      .what = cli_value(args, "--about"),
                      .wished = cli_value(args, "--value"),
                      .late_reason = cli_value(args, "--late-reason")};
    if (!cli_need(args, "--period", &f.period, err) || !cli_need(args, "--unit", &f.unit, err) ||
        !cli_need(args, "--reason", &f.reason, err) ||
        (f.node.len == 0 && !cli_need(args, "--rule", &f.event, err)) ||
        !appeal_file(app, &f, &row, err))
        return false;
    *ret_id = row.id;
    return true;
}

/* What shows it, among the files of the appeal. */
static bool add_file(Cli *cli, App *app, Str id, Str path, Err *err)
{
    Attachment attachment;
    FileEntry entry = {.object = arena_fmt(cli->arena, "appeal %.*s", STR_ARG(id)), .name = path};
    return file_read(cli->arena, path, LIMIT_FILE_BYTES + 1, &entry.bytes, err) &&
           file_add(app, &entry, &attachment, err);
}

/* The appeal that is meant: --id, or the first open one of a period and unit. */
static bool which(App *app, const CliArgs *args, Action action, Str *ret_id, Err *err)
{
    Str period, unit;
    *ret_id = cli_value(args, "--id");
    return ret_id->len ||
           (cli_need(args, "--period", &period, err) && cli_need(args, "--unit", &unit, err) &&
            appeal_find_open(app, action, period, unit, ret_id, err));
}

static bool rule(App *app, const CliArgs *args, Verb verb, Str id, Err *err)
{
    AppealRow row;
    AppealDecision d = {.ruling = verb == VERB_UPHOLD ? APPEAL_UPHELD
                                  : verb == VERB_PART ? APPEAL_PART
                                                      : APPEAL_REJECTED,
                        .value = cli_value(args, "--value"),
                        .reason = cli_value(args, "--reason")};
    return appeal_rule(app, id, &d, &row, err);
}

/* appeal file | uphold | part | reject | withdraw | show | list */
bool cmd_appeal(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Verb verb = VERB_LIST;
    Str id, reason;
    int format = 0;
    bool rules;
    if (!verb_of(args->rest[0], &verb, err) ||
        !cli_choice(args, "--format", "text|json|txt|docx|pdf", &format, err))
        return false;
    rules = verb == VERB_UPHOLD || verb == VERB_PART || verb == VERB_REJECT;
    if ((rules && !cli_need(args, "--reason", &reason, err)) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (verb == VERB_LIST)
        return list(cli, &app, args, format == 1, err);
    if (verb == VERB_FILE ? !file(&app, args, &id, err)
                          : !which(&app, args, rules ? ACT_APPEAL_RULE : ACT_APPEAL_READ, &id, err))
        return false;
    if ((rules && !rule(&app, args, verb, id, err)) ||
        (verb == VERB_WITHDRAW && !appeal_withdraw(&app, id, cli_value(args, "--reason"), err)))
        return false;
    Str path = cli_value(args, "--file");
    if (path.len && !add_file(cli, &app, id, path, err))
        return false;
    return format >= FORMAT_TXT ? paper(cli, &app, id, format, err)
                                : show(cli, &app, id, format == 1, err);
}
