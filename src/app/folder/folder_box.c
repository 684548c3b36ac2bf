#include "app/folder/folder_box.h"

#include "app/files/file_check.h"
#include "base/hex.h"
#include "base/limits.h"
#include "sys/files.h"

enum { ID_BYTES = 16, DAY_MS = 24 * 60 * 60 * 1000 };

static bool boxes(const App *app, Str *ret_folder, Err *err)
{
    if (app->start.data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    *ret_folder = path_join(app->arena, app->start.data_folder, S("folders"));
    return true;
}

static Str pack_path(App *app, Str folder, Str id)
{
    return path_join(app->arena, folder, arena_fmt(app->arena, "%.*s.pack", STR_ARG(id)));
}

static Str answers_path(App *app, Str folder, Str id)
{
    return path_join(app->arena, folder, arena_fmt(app->arena, "%.*s.answers", STR_ARG(id)));
}

/* The line of words that a pack begins with; views. */
typedef struct Head {
    Str account, campaign, period, made;
} Head;

static bool take_line(Str *rest, Str *ret_line)
{
    if (str_find(*rest, S("\n"), 0) < 0)
        return false;
    *ret_line = str_cut(rest, '\n');
    return true;
}

static bool read_head(Str *rest, Head *ret_head)
{
    Str line;
    Head h;
    if (!take_line(rest, &line) || !str_eq(str_cut(&line, '\t'), S("duban-folder/1")))
        return false;
    h.account = str_cut(&line, '\t');
    h.campaign = str_cut(&line, '\t');
    h.period = str_cut(&line, '\t');
    h.made = line;
    *ret_head = h;
    return true;
}

/* What is older than a day goes, whoever's it was. */
static void sweep(App *app, Str folder)
{
    FolderList list = {0};
    Err ignored = {0};
    if (!folder_list(app->arena, folder, &list, &ignored))
        return;
    for (int i = 0; i < list.count; i++) {
        Str name = list.items[i].name, id = str_sub(name, 0, ID_BYTES * 2), bytes = {"", 0};
        Head head;
        int64_t made;
        if (list.items[i].is_folder || !str_ends(name, S(".pack")))
            continue;
        ArenaMark mark = arena_mark(app->arena);
        bool old = !file_read(app->arena, path_join(app->arena, folder, name),
                              LIMIT_HTTP_BODY_BYTES * INT64_C(2), &bytes, &ignored) ||
                   !read_head(&bytes, &head) || !str_to_i64(head.made, &made) ||
                   made + DAY_MS < app->now_ms;
        if (old) {
            file_remove(path_join(app->arena, folder, name));
            file_remove(answers_path(app, folder, id));
        }
        arena_rewind(app->arena, mark);
    }
}

/* Something is in one of them: a folder of nothing is a slip of the hand, and no reading of it would say so. */
static bool check_some(const FolderFileList *files, Err *err)
{
    for (int i = 0; i < files->count; i++)
        if (files->items[i].bytes.len)
            return true;
    return err_set(err, ERR_FOLDER_EMPTY);
}

bool folder_box_make(App *app, Str period, const FolderFileList *files, Str *ret_id, Err *err)
{
    unsigned char random[ID_BYTES];
    Str folder;
    const CampaignPeriod *known;
    Out out = out_new(app->arena, LIMIT_HTTP_BODY_BYTES * (size_t)2);
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_REPORT_SUBMIT, S(""), S("folder"), err) ||
        !app_period(app, period, &known, err) || !check_some(files, err) ||
        !boxes(app, &folder, err) || !folder_make(folder, err))
        return false;
    sweep(app, folder);
    app->start.random_bytes(app->start.random_ctx, random, sizeof random);
    Str id = hex_of(app->arena, random, sizeof random);
    out_f(&out, "duban-folder/1\t%.*s\t%.*s\t%.*s\t%lld\n", STR_ARG(app->actor.name),
          STR_ARG(app->def.code), STR_ARG(known->code), (long long)app->now_ms);
    for (int i = 0; i < files->count; i++) {
        Str name;
        if (!file_name_clean(app->arena, files->items[i].name, &name, err))
            return false;
        out_f(&out, "%lld\t%.*s\n", (long long)files->items[i].bytes.len, STR_ARG(name));
        out_s(&out, files->items[i].bytes);
    }
    if (!out_ok(&out))
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_FOLDER_BYTES")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_HTTP_BODY_BYTES)},
                       {"found", arena_fmt(app->arena, "%lld", (long long)out.len)});
    if (!file_write(pack_path(app, folder, id), out_str(&out), err))
        return false;
    *ret_id = id;
    return true;
}

static bool read_files(App *app, Str rest, FolderBox *box)
{
    while (rest.len) {
        Str line;
        int64_t bytes;
        if (!take_line(&rest, &line) || !str_to_i64(str_cut(&line, '\t'), &bytes) || bytes < 0 ||
            bytes > rest.len)
            return false;
        *arena_push(app->arena, &box->files) =
            (FolderFile){line, str_sub(rest, 0, (ptrdiff_t)bytes)};
        rest = str_sub(rest, (ptrdiff_t)bytes, rest.len);
    }
    return true;
}

bool folder_box_open(App *app, Str id, FolderBox *ret_box, Err *err)
{
    unsigned char ignored[ID_BYTES];
    FolderBox box = {.id = id}, sent = {0};
    Str folder, bytes, answers;
    Head head;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_REPORT_SUBMIT, S(""), S("folder"), err) || !boxes(app, &folder, err))
        return false;
    if (!hex_parse(id, ignored, sizeof ignored) ||
        !file_read(app->arena, pack_path(app, folder, id), LIMIT_HTTP_BODY_BYTES * INT64_C(2),
                   &bytes, err) ||
        !read_head(&bytes, &head) || !str_eq(head.account, app->actor.name) ||
        !str_eq(head.campaign, app->def.code) || !read_files(app, bytes, &sent))
        return err_set(err, ERR_FOLDER_BOX);
    folder_gather(app->arena, &sent.files, &box.files);
    box.period = head.period;
    if (file_exists(answers_path(app, folder, id)) &&
        (!file_read(app->arena, answers_path(app, folder, id), LIMIT_HTTP_BODY_BYTES, &answers,
                    err) ||
         !folder_answers_read(app->arena, answers, S("answers.csv"), (CsvConvert){0}, &box.answers,
                              err)))
        return false;
    *ret_box = box;
    return true;
}

bool folder_box_answer(App *app, const FolderBox *box, const FolderAnswers *answers, Err *err)
{
    Str folder;
    Out out = out_new(app->arena, LIMIT_HTTP_BODY_BYTES);
    CsvOut csv = csv_out_new(&out, false);
    if (!boxes(app, &folder, err))
        return false;
    for (int pass = 0; pass < 2; pass++) {
        const FolderAnswers *from = pass ? answers : &box->answers;
        for (int i = 0; i < from->count; i++) {
            const FolderAnswer *a = &from->items[i];
            csv_text(&csv, a->item.len ? arena_fmt(app->arena, "%.*s:%.*s", STR_ARG(a->id),
                                                   STR_ARG(a->item))
                                       : a->id);
            csv_text(&csv, a->choice);
            csv_end_row(&csv);
        }
    }
    return file_write(answers_path(app, folder, box->id), out_str(&out), err);
}
