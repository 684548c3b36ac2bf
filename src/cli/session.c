#include "cli/session.h"

static void salt_bytes(void *ctx, void *bytes, size_t len)
{
    RandomSource *source = ctx;
    unsigned char *to = bytes;
    if (!source->seeded) {
        random_bytes(bytes, len);
        return;
    }
    for (size_t i = 0; i < len; i++)
        to[i] = (unsigned char)randomness_u32(source);
}

AppStart cli_start(Cli *cli, Str campaign)
{
    return (AppStart){.db_url = cli->db_url,
                      .account = cli->as.len ? cli->as : cli->os_user,
                      .campaign = campaign,
                      .now_ms = cli->now_ms,
                      .ids = cli_ids(cli),
                      .random_bytes = salt_bytes,
                      .random_ctx = &cli->random,
                      .origin = S("terminal"),
                      .acting_for = cli->acting_for,
                      .data_folder = cli->data_folder,
                      .scanner = cli->scanner,
                      .fonts = cli->fonts};
}

bool cli_app(Cli *cli, Str campaign, App *ret_app, Err *err)
{
    AppStart start = cli_start(cli, campaign);
    return app_open(cli->arena, &start, ret_app, err);
}

Str cli_i64(Cli *cli, int64_t value)
{
    return arena_fmt(cli->arena, "%lld", (long long)value);
}

void sample_mark(const Cli *cli, const App *app, Out *out)
{
    if (!app->def.sample)
        return;
    out_s(out, msg(cli->lang, MSG_OUT_SAMPLE));
    out_c(out, '\n');
}

Str cli_lines(Arena *arena, Str value)
{
    Out out = out_new(arena, (size_t)value.len + 1);
    while (value.len) {
        ptrdiff_t at = str_find(value, S("\\n"), 0);
        out_s(&out, at < 0 ? value : str_sub(value, 0, at));
        if (at >= 0)
            out_c(&out, '\n');
        value = at < 0 ? S("") : str_sub(value, at + 2, value.len);
    }
    return out_str(&out);
}
