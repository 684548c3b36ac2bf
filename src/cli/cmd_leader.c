#include "app/leader/leader.h"
#include "app/paper_file.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_leader_options[] = {
    {"--post", CLI_VALUE, "POST", MSG_OPT_LEADER_POST},
    {"--handed", CLI_FLAG, NULL, MSG_OPT_LEADER_HANDED},
    {"--format", CLI_VALUE, "text|json|txt|docx|pdf", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { AS_TEXT, AS_JSON, AS_TXT, AS_DOCX, AS_PDF };

bool cmd_leader(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    LeaderPage page;
    int format = 0;
    if (!cli_choice(args, "--format", "text|json|txt|docx|pdf", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !leader_read(&app, cli_value(args, "--post"), &page, err) ||
        !leader_mark(&app, &page, cli_has(args, "--handed"), err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (format == AS_DOCX || format == AS_PDF) {
        Paper paper = leader_paper(&app, &page);
        Str bytes;
        if (!paper_file(&app, &paper, format == AS_PDF ? PAPER_AS_PDF : PAPER_AS_DOCX, app.now_ms,
                        &bytes, err))
            return false;
        out_s(&out, bytes);
    } else if (format == AS_JSON) {
        Json json = json_new(&out, true);
        leader_json(&app, &page, &json);
        out_c(&out, '\n');
    } else {
        leader_text(&app, cli->lang, &page, &out);
    }
    return cli_write(cli, &out, err);
}
