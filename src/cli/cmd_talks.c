#include "app/paper_file.h"
#include "app/result/replay.h"
#include "app/score/explain_text.h"
#include "app/score/stability.h"
#include "app/talk/talk_docs.h"
#include "app/talk/talk_paper.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

#include <string.h>

const CliOption cli_talks_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--unit", CLI_VALUE, "UNIT", MSG_OPT_UNIT},
    {"--id", CLI_VALUE, "ID", MSG_OPT_TALK_ID},
    {"--minutes", CLI_FLAG, NULL, MSG_OPT_TALK_MINUTES},
    {"--position", CLI_VALUE, "1", MSG_OPT_TALK_POSITION},
    {"--reason", CLI_VALUE, "TEXT", MSG_TALK_F_REASON},
    {"--basis", CLI_VALUE, "TEXT", MSG_TALK_F_BASIS},
    {"--on", CLI_VALUE, "2021-06-30", MSG_TALK_F_ON},
    {"--at", CLI_VALUE, "15:00", MSG_TALK_F_AT},
    {"--place", CLI_VALUE, "TEXT", MSG_TALK_F_PLACE},
    {"--talkers", CLI_VALUE, "POSTS", MSG_TALK_F_TALKERS},
    {"--talked", CLI_VALUE, "POSTS", MSG_TALK_F_TALKED},
    {"--demands", CLI_VALUE, "TEXT", MSG_TALK_F_DEMANDS},
    {"--tolerance", CLI_VALUE, "no|yes", MSG_TALK_F_TOLERANCE},
    {"--tolerance-why", CLI_VALUE, "TEXT", MSG_TALK_F_TOLERANCE_WHY},
    {"--document", CLI_VALUE, "NUMBER", MSG_TALK_F_DOCUMENT},
    {"--opinion", CLI_VALUE, "TEXT", MSG_TALK_F_OPINION},
    {"--number", CLI_VALUE, "NUMBER", MSG_TALK_F_NUMBER},
    {"--issuer", CLI_VALUE, "NAME", MSG_TALK_F_ISSUER},
    {"--matters", CLI_VALUE, "TEXT", MSG_TALK_F_MATTERS},
    {"--signer", CLI_VALUE, "POST", MSG_TALK_F_SIGNER},
    {"--attendees", CLI_VALUE, "POSTS", MSG_TALK_F_ATTENDEES},
    {"--recorder", CLI_VALUE, "POST", MSG_TALK_F_RECORDER},
    {"--problems", CLI_VALUE, "LINES", MSG_TALK_F_PROBLEMS},
    {"--explanation", CLI_VALUE, "TEXT", MSG_TALK_F_EXPLANATION},
    {"--causes", CLI_VALUE, "TEXT", MSG_TALK_F_CAUSES},
    {"--requirements", CLI_VALUE, "LINES", MSG_TALK_F_REQUIREMENTS},
    {"--signed-office", CLI_VALUE, "TEXT", MSG_TALK_F_SIGNED_OFFICE},
    {"--signed-unit", CLI_VALUE, "TEXT", MSG_TALK_F_SIGNED_UNIT},
    {"--open", CLI_VALUE, "no|yes", MSG_TALK_F_OPEN},
    {"--days", CLI_VALUE, "30", MSG_TALK_F_DAYS},
    {"--days-kind", CLI_VALUE, "days|workdays", MSG_TALK_F_DAYS_KIND},
    {"--text", CLI_VALUE, "TEXT", MSG_TALK_F_TEXT},
    {"--evidence", CLI_VALUE, "LINES", MSG_TALK_F_EVIDENCE},
    {"--sender", CLI_VALUE, "POST", MSG_TALK_F_SENDER},
    {"--result", CLI_VALUE, "pass|fail", MSG_TALK_F_RESULT},
    {"--paper", CLI_VALUE, "application|notice|minutes|list", MSG_OPT_TALK_PAPER},
    {"--format", CLI_VALUE, "text|json|txt|docx|pdf", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

/* `with`: the proposal that this one is one talk with; itself when it stands alone. */
static void talk_text(Cli *cli, const App *app, const TalkRow *t, const TalkRow *with, Str share,
                      Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_TALK, {"period", period_name(app, t->period)},
            {"group", group_name(app, t->group)}, {"unit", unit_name(app, t->unit)},
            {"months", t->months}, {"state", talk_state_name(cli->lang, talk_state(t))});
    out_c(out, '\n');
    for (int i = 0; i < t->steps.count; i++) {
        const TalkStep *s = &t->steps.items[i];
        msg_out(out, cli->lang, s->by.len ? MSG_OUT_TALK_STEP : MSG_OUT_TALK_STEP_OWN,
                {"date", s->on_date}, {"state", talk_state_name(cli->lang, s->state)},
                {"by", s->by}, {"reason", s->reason});
        out_c(out, '\n');
    }
    if (with != t) {
        msg_out(out, cli->lang, MSG_OUT_TALK_MERGED, {"unit", unit_name(app, with->unit)});
        out_c(out, '\n');
    }
    if (share.len) {
        msg_out(out, cli->lang, MSG_OUT_TALK_STABILITY, {"share", share});
        out_c(out, '\n');
    }
    talk_evidence_text(app, cli->lang, t, out);
}

/* Of a proposal that waits for its decision: how often the unit is among the last with other weights. */
static bool stability_share(Cli *cli, App *app, const TalkRow *t, Str *ret_share, Err *err)
{
    int64_t in_bottom, draws;
    *ret_share = S("");
    if (!str_eq(talk_state(t), S("proposed")))
        return true;
    if (!stability_of_talk(app, t, &in_bottom, &draws, err))
        return false;
    if (draws > 0)
        *ret_share = stability_percent(cli->arena, in_bottom, draws);
    return true;
}

static void talk_json(Json *json, const App *app, const TalkRow *t, const TalkRow *with, Str share)
{
    json_object(json);
    json_kstr(json, S("period"), t->period);
    json_kstr(json, S("group"), t->group);
    json_kstr(json, S("unit"), t->unit);
    json_kstr(json, S("name"), unit_name(app, t->unit));
    json_kstr(json, S("step"), t->step);
    json_kstr(json, S("months"), t->months);
    json_kstr(json, S("bodies"), t->bodies);
    json_kstr(json, S("one_talk_with"), with == t ? S("") : with->unit);
    json_kstr(json, S("state"), talk_state(t));
    json_kstr(json, S("evidence"), t->evidence);
    json_kstr(json, S("stays_in_bottom_percent"), share);
    json_key(json, S("steps"));
    json_array(json);
    for (int i = 0; i < t->steps.count; i++) {
        json_object(json);
        json_kstr(json, S("state"), t->steps.items[i].state);
        json_kstr(json, S("on"), t->steps.items[i].on_date);
        json_kstr(json, S("by"), t->steps.items[i].by);
        json_kstr(json, S("reason"), t->steps.items[i].reason);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static bool print_talks(Cli *cli, App *app, const CliArgs *args, int format, Err *err)
{
    TalkList talks = {0};
    Str period = cli_value(args, "--period"), unit = cli_value(args, "--unit");
    if (!talks_list(app, &talks, err))
        return false;
    Out out = out_new(cli->arena, 16 << 20);
    Json json = json_new(&out, true);
    if (format == 1)
        json_array(&json);
    else
        sample_mark(cli, app, &out);
    int shown = 0, *first = arena_new(cli->arena, int, talks.count);
    talks_merge(cli->arena, &talks, first);
    for (int i = 0; i < talks.count; i++) {
        const TalkRow *t = &talks.items[i];
        if ((period.len && !str_eq(t->period, period)) ||
            (unit.len && !str_eq(t->unit, unit) && !str_eq(unit_name(app, t->unit), unit)))
            continue;
        Str share;
        if (!stability_share(cli, app, t, &share, err))
            return false;
        shown++;
        if (format == 1)
            talk_json(&json, app, t, &talks.items[first[i]], share);
        else
            talk_text(cli, app, t, &talks.items[first[i]], share, &out);
    }
    if (format == 1)
        json_array_end(&json);
    else if (shown == 0)
        out_s(&out, msg(cli->lang, MSG_OUT_NO_TALKS));
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_TXT, FORMAT_DOCX, FORMAT_PDF };

/* One proposal as a paper for approval. */
static bool print_paper(Cli *cli, App *app, const CliArgs *args, int format, Err *err)
{
    Str period, unit, file = {0};
    TalkPaper paper;
    if (!cli_need(args, "--period", &period, err) || !cli_need(args, "--unit", &unit, err) ||
        !talk_paper(app, period, unit, &paper, err) ||
        (format == FORMAT_DOCX && !talk_paper_docx(app, &paper, &file, err)) ||
        (format == FORMAT_PDF && !talk_paper_pdf(app, &paper, &file, err)))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    out_s(&out, file.len ? file : paper.text);
    return cli_write(cli, &out, err);
}

/* ---- acts ---- */

static const char *option_of(Arena *arena, const char *field)
{
    char *option = arena_new(arena, char, strlen(field) + 3);
    option[0] = option[1] = '-';
    for (size_t i = 0; field[i]; i++)
        option[i + 2] = field[i] == '_' ? '-' : field[i];
    return option;
}

static bool check_verb(Str verb, TalkAct *ret_act, Err *err)
{
    return talk_act_parse(verb, ret_act) || str_eq(verb, S("commit")) || str_eq(verb, S("show")) ||
           err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("talks")}, {"found", verb},
                   {"expected", S("apply | approve | waive | exempt | notify | receive | hold | "
                                  "commit | report | verify | close | withdraw | show")});
}

static bool act(Cli *cli, App *app, const CliArgs *args, Str id, TalkAct which, Err *err)
{
    TalkForm form;
    for (int f = 0; f < TALK_FIELDS; f++)
        form.values[f] =
            cli_lines(cli->arena, cli_value(args, option_of(cli->arena, talk_fields[f].name)));
    return talk_act(app, id, which, &form, err);
}

static bool commit(App *app, const CliArgs *args, Str id, Err *err)
{
    int64_t position;
    if (!cli_number(args, "--position", 1, LIMIT_TALK_COMMITMENTS, &position, err))
        return false;
    const TalkDone done = {.position = (int)position,
                           .done_on = cli_value(args, "--on"),
                           .result = cli_value(args, "--text"),
                           .evidence = cli_value(args, "--evidence")};
    return talk_commitment_report(app, id, &done, err);
}

static void case_text(Cli *cli, const App *app, const TalkCase *c, Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_TALK_CASE, {"id", c->row.id}, {"unit", c->unit->name},
            {"period", c->period->name},
            {"state", talk_state_name(cli->lang, talk_state_word(c->state))},
            {"next", talk_next_text(app, cli->lang, c)},
            {"due", c->due == DATE_NONE ? S("") : date_str(cli->arena, c->due)});
    out_c(out, '\n');
    for (int i = 0; i < c->commitments.count; i++) {
        const TalkCommitment *k = &c->commitments.items[i];
        msg_out(out, cli->lang, k->done_on.len ? MSG_OUT_TALK_DONE : MSG_OUT_TALK_OPEN,
                {"n", cli_i64(cli, k->position)}, {"what", k->what}, {"owner", k->owner},
                {"due", k->due_on}, {"done", k->done_on});
        out_c(out, '\n');
    }
}

static bool write_doc(Cli *cli, App *app, const CliArgs *args, Str id, int format, Err *err)
{
    TalkDoc doc;
    Str file = {0};
    int paper = 0;
    if (!cli_choice(args, "--paper", "application|notice|minutes|list", &paper, err) ||
        !talk_doc(app, id, (TalkDocKind)paper, &doc, err) ||
        (format != FORMAT_TXT &&
         !paper_file(app, &doc.paper, format == FORMAT_PDF ? PAPER_AS_PDF : PAPER_AS_DOCX,
                     app->now_ms, &file, err)))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    out_s(&out, format == FORMAT_TXT ? doc.text : file);
    return cli_write(cli, &out, err);
}

static bool show(Cli *cli, App *app, const CliArgs *args, Str id, int format, Err *err)
{
    TalkCase c;
    if (format >= FORMAT_TXT)
        return write_doc(cli, app, args, id, format, err);
    if (!talk_read(app, id, cli_has(args, "--minutes"), &c, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    if (format == 1) {
        talk_case_json(app, cli->lang, &c, true, &json);
        out_c(&out, '\n');
    } else {
        sample_mark(cli, app, &out);
        case_text(cli, app, &c, &out);
    }
    return cli_write(cli, &out, err);
}

/* The talk that is meant: --id, or the one of a period and unit. */
static bool which_talk(App *app, const CliArgs *args, Str *ret_id, Err *err)
{
    Str period, unit;
    *ret_id = cli_value(args, "--id");
    return ret_id->len ||
           (cli_need(args, "--period", &period, err) && cli_need(args, "--unit", &unit, err) &&
            talk_find_id(app, period, unit, ret_id, err));
}

/* talks [apply | approve | … | show] */
bool cmd_talks(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    int format = 0;
    TalkAct which = TALK_ACTS;
    Str id, verb = args->nrest > 0 ? args->rest[0] : S("");
    if (!cli_choice(args, "--format", "text|json|txt|docx|pdf", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (format >= FORMAT_TXT && verb.len == 0)
        return print_paper(cli, &app, args, format, err);
    if (verb.len == 0)
        return print_talks(cli, &app, args, format, err);
    if (!check_verb(verb, &which, err) || !which_talk(&app, args, &id, err))
        return false;
    if (!str_eq(verb, S("show")) &&
        !(str_eq(verb, S("commit")) ? commit(&app, args, id, err)
                                    : act(cli, &app, args, id, which, err)))
        return false;
    return show(cli, &app, args, id, format, err);
}
