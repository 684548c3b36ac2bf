#include "app/paper_file.h"

#include "app/file_turn.h"
#include "app/paper_json.h"
#include "base/limits.h"
#include "doc/docx.h"
#include "doc/pdf.h"
#include "sys/child.h"
#include "sys/files.h"
#include "sys/json_in.h"

Str paper_font_folder(Arena *arena, Str set, Str data_folder)
{
    return set.len || data_folder.len == 0 ? set : path_join(arena, data_folder, S("fonts"));
}

/* The error that the other process told, {"error":{"code":…,"args":{…}}}; false when it told none. */
static bool told(Arena *arena, Str line, Err *err)
{
    Tree *tree;
    Err ignored = {0};
    Arg args[ERR_ARGS_MAX];
    int count = 0;
    if (!str_starts(line, S("{")) || !json_parse(arena, line, &tree, &ignored))
        return false;
    const Tree *error = tree_get(tree, S("error"));
    const Tree *code = error ? tree_get(error, S("code")) : NULL;
    const Tree *map = error ? tree_get(error, S("args")) : NULL;
    for (const Tree *m = map ? map->first : NULL; m && count < ERR_ARGS_MAX; m = m->next)
        args[count++] = (Arg){str_z(arena, m->key), m->text};
    for (int i = ERR_NONE + 1; code && i < ERR_CODE_COUNT; i++)
        if (str_eq(str_from_z(err_code_name((ErrCode)i)), code->text)) {
            err_fill(err, (ErrCode)i, args, count);
            return true;
        }
    return false;
}

static bool ask(App *app, const Paper *paper, int64_t at_ms, Str fonts, Str *ret_bytes, Err *err)
{
    Arena *a = app->arena;
    ChildAnswer answer;
    const ChildQuestion question = {.input = paper_to_json(a, paper),
                                    .wait_ms = LIMIT_PDF_MS,
                                    .memory_bytes = LIMIT_PDF_MEMORY_BYTES,
                                    .answer_bytes = LIMIT_PDF_BYTES};
    char *const arguments[] = {(char *)(uintptr_t) "duban",
                               (char *)(uintptr_t) "render",
                               (char *)(uintptr_t) "--paper",
                               (char *)(uintptr_t) "--at",
                               (char *)(uintptr_t)str_z(a, arena_fmt(a, "%lld", (long long)at_ms)),
                               (char *)(uintptr_t) "--fonts",
                               (char *)(uintptr_t)str_z(a, fonts),
                               NULL};
    if (!child_ask(str_z(a, app->start.renderer), arguments, &question, a, &answer, err))
        return false;
    if (answer.late)
        return err_set(err, ERR_PDF_TIME, {"limit", arena_fmt(a, "%d", LIMIT_PDF_MS / 1000)});
    if (answer.status == 0 && str_starts(answer.bytes, S("%PDF-"))) {
        *ret_bytes = answer.bytes;
        return true;
    }
    return !told(a, answer.bytes, err) &&
           err_set(err, ERR_PDF_DIED, {"found", arena_fmt(a, "%d", answer.status)});
}

/* With others at work it waits a while. */
static bool ask_in_turn(App *app, const Paper *paper, int64_t at_ms, Str fonts, Str *ret_bytes,
                        Err *err)
{
    FileTurns *turns = app->start.file_turns;
    if (turns && !file_turn_take(turns, app->arena, err))
        return err_set(err, ERR_PDF_BUSY,
                       {"limit", arena_fmt(app->arena, "%d", turns->checks_max)});
    bool ok = ask(app, paper, at_ms, fonts, ret_bytes, err);
    if (turns)
        file_turn_leave(turns);
    return ok;
}

bool paper_file(App *app, const Paper *paper, PaperFormat format, int64_t at_ms, Str *ret_bytes,
                Err *err)
{
    if (format == PAPER_AS_DOCX)
        return docx_write(app->arena, paper, at_ms, OFFSET_MINUTES_CHINA, ret_bytes, err);
    Str fonts = paper_font_folder(app->arena, app->start.fonts, app->start.data_folder);
    return app->start.renderer.len
               ? ask_in_turn(app, paper, at_ms, fonts, ret_bytes, err)
               : pdf_write(app->arena, paper, at_ms, OFFSET_MINUTES_CHINA, fonts, ret_bytes, err);
}
