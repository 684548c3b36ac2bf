#include "app/paper/circular_back.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"

const CliOption cli_circular_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--notice", CLI_FLAG, NULL, MSG_OPT_NOTICE},
    {"--withdraw", CLI_FLAG, NULL, MSG_OPT_CIRCULAR_WITHDRAW},
    {"--passage", CLI_VALUE, "opening|overall|ahead|problems|requirements|closing",
     MSG_OPT_CIRCULAR_PASSAGE},
    {"--text", CLI_VALUE, "TEXT", MSG_OPT_CIRCULAR_TEXT},
    {"--issuer", CLI_VALUE, "NAME", MSG_CIRCULAR_F_ISSUER},
    {"--mark", CLI_VALUE, "MARK", MSG_CIRCULAR_F_MARK},
    {"--basis", CLI_VALUE, "TEXT", MSG_CIRCULAR_F_BASIS},
    {"--reason", CLI_VALUE, "TEXT", MSG_CIRCULAR_F_REASON},
    {"--countersign", CLI_VALUE, "ACCOUNTS", MSG_OPT_CIRCULAR_COUNTERSIGN},
    {"--step", CLI_VALUE, "drafted|checked|countersigned|approved|returned", MSG_OPT_CIRCULAR_STEP},
    {"--opinion", CLI_VALUE, "TEXT", MSG_CIRCULAR_F_OPINION},
    {"--number", CLI_VALUE, "NUMBER", MSG_CIRCULAR_F_NUMBER},
    {"--on", CLI_VALUE, "2021-07-19", MSG_CIRCULAR_F_ON},
    {"--unit", CLI_VALUE, "UNIT", MSG_OPT_UNIT},
    {"--signer", CLI_VALUE, "POST", MSG_CIRCULAR_F_SIGNER},
    {"--sender", CLI_VALUE, "POST", MSG_CIRCULAR_F_SENDER},
    {"--sheet", CLI_VALUE, "FILE", MSG_OPT_CIRCULAR_SHEET},
    {"--back", CLI_VALUE, "FILE", MSG_OPT_CIRCULAR_BACK},
    {"--take", CLI_VALUE, "REVISION", MSG_OPT_CIRCULAR_TAKE},
    {"--format", CLI_VALUE, "txt|trace|docx|pdf|json", MSG_OPT_FORMAT},
    {"--all", CLI_FLAG, NULL, MSG_OPT_CIRCULAR_ALL},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { FORMAT_TXT, FORMAT_TRACE, FORMAT_DOCX, FORMAT_PDF, FORMAT_JSON };

static bool put(Cli *cli, const CircularEntry *e, const char *ending, Str bytes, Err *err)
{
    Str name = arena_fmt(cli->arena, "%.*s.%s", STR_ARG(e->period->code), ending);
    return file_write(path_join(cli->arena, cli->out_file, name), bytes, err);
}

/* Every circular that there is to read into a folder, as docx and pdf, or in the one form that was named. */
static bool write_all(Cli *cli, App *app, const CliArgs *args, int format, Err *err)
{
    CircularEntries entries = {0};
    bool named = cli_has(args, "--format");
    if (cli->out_file.len == 0)
        return err_set(err, ERR_CLI_MISSING, {"command", S("circular --all")},
                       {"what", S("--out")});
    if (named && format != FORMAT_DOCX && format != FORMAT_PDF)
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("--format")},
                       {"found", cli_value(args, "--format")}, {"expected", S("docx | pdf")});
    if (!circular_entries(app, &entries, err))
        return false;
    for (int i = entries.count - 1; i >= 0; i--) {
        const CircularEntry *e = &entries.items[i];
        Circular circular = {0};
        Str docx, pdf;
        if (!circular_read(app, e->period->code, &circular, err))
            return false;
        if ((!named || format == FORMAT_DOCX) &&
            (!circular_docx(app, &circular, &docx, err) || !put(cli, e, "docx", docx, err)))
            return false;
        if ((!named || format == FORMAT_PDF) &&
            (!circular_pdf(app, &circular, &pdf, err) || !put(cli, e, "pdf", pdf, err)))
            return false;
    }
    cli_note(cli, MSG_OUT_CIRCULARS, {"count", cli_i64(cli, entries.count)},
             {"folder", cli->out_file});
    return true;
}

/* ---- acts ---- */

typedef enum { VERB_SHOW, VERB_DRAFT, VERB_SIGN, VERB_ISSUE, VERB_RECEIVE } Verb;

static bool check_verb(Str word, Verb *ret_verb, Err *err)
{
    static const Str verbs[] = {SC(""), SC("draft"), SC("sign"), SC("issue"), SC("receive")};
    for (int i = 0; i < (int)(sizeof verbs / sizeof verbs[0]); i++)
        if (str_eq(word, verbs[i])) {
            *ret_verb = (Verb)i;
            return true;
        }
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("circular")}, {"found", word},
                   {"expected", S("draft | sign | issue | receive")});
}

static CircularKind kind_of(const CliArgs *args)
{
    return cli_has(args, "--withdraw") ? CIRCULAR_WITHDRAWS
           : cli_has(args, "--notice") ? CIRCULAR_CORRECTS
                                       : CIRCULAR_OF_MONTH;
}

/* One passage of the text may be given anew; what else stands there stays. */
static bool save_draft(Cli *cli, App *app, const CliArgs *args, Str period, CircularDesk *desk,
                       Err *err)
{
    int passage = 0;
    CircularEdit edit = {.kind = kind_of(args),
                         .seen = -1,
                         .issuer = cli_value(args, "--issuer"),
                         .mark = cli_value(args, "--mark"),
                         .basis = cli_value(args, "--basis"),
                         .reason = cli_value(args, "--reason"),
                         .countersign = cli_value(args, "--countersign"),
                         .source = S("command")};
    edit.no_countersign = str_eq(edit.countersign, S("-"));
    if (cli_has(args, "--passage")) {
        if (!cli_choice(args, "--passage", "opening|overall|ahead|problems|requirements|closing",
                        &passage, err) ||
            !circular_desk_read(app, period, edit.kind != CIRCULAR_OF_MONTH, desk, err))
            return false;
        edit.text = desk->text;
        edit.text.passages[passage] = cli_lines(cli->arena, cli_value(args, "--text"));
        edit.given = true;
    }
    return circular_save_draft(app, period, &edit, desk, err);
}

static bool sign(Cli *cli, App *app, const CliArgs *args, Str period, bool later,
                 CircularDesk *desk, Err *err)
{
    int step = 0;
    Str word;
    if (!cli_need(args, "--step", &word, err) ||
        !cli_choice(args, "--step", "drafted|checked|countersigned|approved|returned", &step, err))
        return false;
    /* who drafts may say the rest at once: nothing need be typed before */
    if (step == CIRCULAR_DRAFTED && !save_draft(cli, app, args, period, desk, err))
        return false;
    return circular_do_sign(app, period, later, (CircularStep)step, S(""),
                            cli_value(args, "--opinion"), desk, err);
}

/* Of all units that signed on paper. */
static bool receive_sheet(Cli *cli, App *app, Str path, Str period, bool later, Err *err)
{
    CircularSheet sheet = {.name = path};
    int entered, before;
    if (!file_read(cli->arena, path, LIMIT_RECEIPT_SHEET_BYTES, &sheet.bytes, err) ||
        !circular_do_receive_sheet(app, period, later, &sheet, &entered, &before, &cli->faults,
                                   err))
        return false;
    cli_note(cli, MSG_OUT_CIRCULAR_SHEET, {"n", cli_i64(cli, entered)},
             {"before", cli_i64(cli, before)});
    return true;
}

static bool receive(Cli *cli, App *app, const CliArgs *args, Str period, bool later, Err *err)
{
    Str sheet = cli_value(args, "--sheet");
    if (sheet.len)
        return receive_sheet(cli, app, sheet, period, later, err);
    return circular_do_receive(app, period, later, cli_value(args, "--unit"),
                               cli_value(args, "--signer"), cli_value(args, "--sender"), err);
}

static bool act(Cli *cli, App *app, const CliArgs *args, Verb verb, Str period, CircularDesk *desk,
                Err *err)
{
    bool later = kind_of(args) != CIRCULAR_OF_MONTH;
    switch (verb) {
    case VERB_DRAFT:
        return save_draft(cli, app, args, period, desk, err);
    case VERB_SIGN:
        return sign(cli, app, args, period, later, desk, err);
    case VERB_ISSUE:
        return circular_do_issue(app, period, later, cli_value(args, "--number"),
                                 cli_value(args, "--on"), desk, err);
    case VERB_RECEIVE:
        return receive(cli, app, args, period, later, err) &&
               circular_desk_read(app, period, later, desk, err);
    default:
        return circular_desk_read(app, period, later, desk, err);
    }
}

static bool print(Cli *cli, App *app, const CircularDesk *desk, int format, Err *err)
{
    Str file = {0};
    if ((format == FORMAT_DOCX && !circular_docx(app, &desk->circular, &file, err)) ||
        (format == FORMAT_PDF && !circular_pdf(app, &desk->circular, &file, err)))
        return false;
    Out out = out_new(cli->arena, 64 << 20);
    Json json = json_new(&out, true);
    if (format == FORMAT_TRACE) {
        Sheet trace = circular_trace(app, cli->lang, &desk->circular.figures);
        sheet_csv(&trace, &out);
    } else if (format == FORMAT_JSON) {
        circular_desk_json(app, cli->lang, desk, &json);
        out_c(&out, '\n');
    } else {
        out_s(&out, file.len ? file : desk->circular.text);
    }
    return cli_write(cli, &out, err);
}

/* ---- the one that a leader edited ---- */

static void back_out(Cli *cli, const CircularBack *b, Out *out)
{
    Str taken = cli_i64(cli, b->seen);
    for (int i = 0; i < b->differences.count; i++) {
        const CircularDifference *d = &b->differences.items[i];
        out_f(out, "%.*s\n  %.*s\n", STR_ARG(circular_difference_place(cli->arena, cli->lang, d)),
              STR_ARG(circular_difference_text(cli->arena, d)));
    }
    for (int i = 0; i < b->points.count; i++) {
        const CircularPoint *p = &b->points.items[i];
        out_f(out, "! %.*s: %.*s%s%.*s\n", STR_ARG(p->place),
              STR_ARG(circular_point_text(cli->arena, cli->lang, p)), p->reference.len ? "  " : "",
              STR_ARG(p->reference));
    }
    for (int i = 0; i < b->remarks.count; i++)
        out_f(out, "# %.*s: %.*s: %.*s\n", STR_ARG(b->remarks.items[i].place),
              STR_ARG(b->remarks.items[i].author), STR_ARG(b->remarks.items[i].text));
    if (b->differences.count + b->points.count == 0)
        msg_out(out, cli->lang, MSG_OUT_CIRCULAR_BACK_SAME);
    else if (b->same)
        msg_out(out, cli->lang, MSG_CIRCULAR_BACK_SAME);
    else
        msg_out(out, cli->lang, MSG_OUT_CIRCULAR_BACK_TAKE, {"period", b->desk.period->code},
                {"file", b->file}, {"seen", taken});
    out_c(out, '\n');
}

/* Shows what differs; with --take, which names the revision that was shown, it becomes the next one. */
static bool bring_back(Cli *cli, App *app, const CliArgs *args, Str period, int format, Err *err)
{
    CircularBack b;
    CircularDesk desk;
    Str path = cli_value(args, "--back"), bytes;
    CircularKind kind = kind_of(args);
    int64_t seen = -1;
    if (cli_has(args, "--take") && (!str_to_i64(cli_value(args, "--take"), &seen) || seen < 0 ||
                                    seen > LIMIT_CIRCULAR_REVISIONS))
        return err_set(err, ERR_CIRCULAR_BACK_SEEN);
    if (!file_read(cli->arena, path, LIMIT_DOCX_BYTES, &bytes, err) ||
        !circular_back_read(app, cli->lang, period, kind, path, bytes, &b, err))
        return false;
    if (cli_has(args, "--take")) {
        CircularEdit edit = {
            .kind = kind, .seen = (int)seen, .given = true, .text = b.text, .source = S("docx")};
        if (!circular_save_draft(app, period, &edit, &desk, err))
            return false;
        cli_note(cli, MSG_OUT_CIRCULAR_NEXT, {"period", desk.period->name},
                 {"number", desk.circular.paper.number},
                 {"next", circular_next_text(app, cli->lang, &desk)});
        return true;
    }
    Out out = out_new(cli->arena, 64 << 20);
    Json json = json_new(&out, true);
    if (format == FORMAT_JSON) {
        circular_back_json(&b, &json);
        out_c(&out, '\n');
    } else {
        back_out(cli, &b, &out);
    }
    return cli_write(cli, &out, err);
}

/* circular [draft | sign | issue | receive] */
bool cmd_circular(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    CircularDesk desk;
    Verb verb;
    Str period;
    int format = 0;
    if (!cli_choice(args, "--format", "txt|trace|docx|pdf|json", &format, err) ||
        !check_verb(args->nrest > 0 ? args->rest[0] : S(""), &verb, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (cli_has(args, "--all"))
        return write_all(cli, &app, args, format, err);
    if (!cli_need(args, "--period", &period, err))
        return false;
    if (cli_has(args, "--back"))
        return bring_back(cli, &app, args, period, format, err);
    if (!act(cli, &app, args, verb, period, &desk, err))
        return false;
    if (verb != VERB_SHOW && !cli_has(args, "--format")) {
        cli_note(cli, MSG_OUT_CIRCULAR_NEXT, {"period", desk.period->name},
                 {"number", desk.circular.paper.number},
                 {"next", circular_next_text(&app, cli->lang, &desk)});
        return true;
    }
    return print(cli, &app, &desk, format, err);
}
