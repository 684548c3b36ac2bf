#include "app/ledger/progress.h"
#include "app/ledger_words.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_progress_options[] = {
    {"--task", CLI_VALUE, "NO", MSG_OPT_TASK},
    {"--state", CLI_VALUE, "on_track|at_risk|stuck|done_claimed", MSG_OPT_STATE},
    {"--text", CLI_VALUE, "TEXT", MSG_OPT_TEXT},
    {"--seen", CLI_VALUE, "COUNT", MSG_OPT_SEEN},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static void note_line(Cli *cli, const ProgressNote *note, Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_PROGRESS_LINE, {"no", cli_i64(cli, note->seq)},
            {"at", instant_str(cli->arena, note->at)}, {"by", note->by},
            {"state", progress_text(cli->lang, note->state)},
            {"text", note->purged ? msg(cli->lang, MSG_PROGRESS_PURGED) : note->text});
    out_c(out, '\n');
}

static void notes_json(Cli *cli, const App *app, Str task, const ProgressNoteList *notes, Out *out)
{
    Json json = json_new(out, true);
    json_object(&json);
    json_kstr(&json, S("campaign"), app->def.code);
    json_kbool(&json, S("sample"), app->def.sample);
    json_kstr(&json, S("task"), task);
    json_key(&json, S("notes"));
    json_array(&json);
    for (int i = 0; i < notes->count; i++) {
        const ProgressNote *n = &notes->items[i];
        json_object(&json);
        json_ki64(&json, S("seq"), n->seq);
        json_kstr(&json, S("state"), n->state);
        json_kstr(&json, S("text"), n->text);
        json_kstr(&json, S("at"), instant_str(cli->arena, n->at));
        json_kstr(&json, S("by"), n->by);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    out_c(out, '\n');
}

static bool print_notes(Cli *cli, App *app, Str task, int format, Err *err)
{
    ProgressNoteList notes = {0};
    Out out = out_new(cli->arena, 16 << 20);
    if (!progress_read(app, task, &notes, err))
        return false;
    if (format == 1) {
        notes_json(cli, app, task, &notes, &out);
        return cli_write(cli, &out, err);
    }
    sample_mark(cli, app, &out);
    for (int i = 0; i < notes.count; i++)
        note_line(cli, &notes.items[i], &out);
    if (notes.count == 0) {
        msg_out(&out, cli->lang, MSG_OUT_PROGRESS_NONE, {"task", task});
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

bool cmd_progress(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    int format = 0;
    ProgressNote note;
    ProgressEntry entry = {.text = cli_value(args, "--text"), .seen = PROGRESS_SEEN_ANY};
    if (!cli_need(args, "--task", &entry.task, err) ||
        !cli_choice(args, "--format", "text|json", &format, err) ||
        !cli_number(args, "--seen", 0, INT32_MAX, &entry.seen, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (!cli_has(args, "--state") && !cli_has(args, "--text"))
        return print_notes(cli, &app, entry.task, format, err);
    if (!cli_need(args, "--state", &entry.state, err) || !progress_add(&app, &entry, &note, err))
        return false;
    Out out = out_new(cli->arena, 8192);
    msg_out(&out, cli->lang, MSG_OUT_PROGRESS_ADDED, {"task", note.task},
            {"no", cli_i64(cli, note.seq)}, {"state", progress_text(cli->lang, note.state)});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}
