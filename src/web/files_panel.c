#include "web/files_panel.h"

#include "app/files/file_check.h"
#include "app/ledger/progress.h"
#include "base/limits.h"

#include "web/templates/files_panel.html.h"

Str file_size_text(Arena *arena, int64_t bytes)
{
    Out out = out_new(arena, 40);
    if (bytes < 1024 * 1024) {
        out_i64(&out, (bytes + 1023) / 1024);
        out_s(&out, S(" KB"));
    } else {
        out_fixed(&out, bytes * 10 / (1024 * 1024), 1);
        out_s(&out, S(" MB"));
    }
    return out_str(&out);
}

Cell file_name_cell(const Ctx *c, const Attachment *a)
{
    if (a->purged_at)
        return (Cell){.text = msg(c->lang, MSG_FILES_PURGED), .dim = true};
    Cell cell = {.text = a->name, .href = link_to(c, "/files/{id}", {"id", a->id})};
    if (a->withdrawn_at)
        cell.mark = msg(c->lang, MSG_FILES_WITHDRAWN);
    return cell;
}

Str file_owner_text(const Ctx *c, const Attachment *a)
{
    return a->unit.len ? index_party_name(app_index((App *)(uintptr_t)&c->app), a->unit)
                       : msg(c->lang, MSG_FILES_OFFICE);
}

/* Only who may add to the object takes back what is theirs; the office everybody's. */
static bool may_withdraw(Ctx *c, const Attachment *a)
{
    Err refused = {0};
    return !a->purged_at && !a->withdrawn_at &&
           permit(&c->app.actor, ACT_FILE_ADD,
                  a->unit.len ? progress_seat(&c->app, a->unit) : S(""), &refused);
}

static void add_row(Ctx *c, const Attachment *a, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    Cell name = file_name_cell(c, a);
    Act *act = NULL;
    name.note = msg_str(c->arena, c->lang, MSG_FILES_BY, {"unit", file_owner_text(c, a)},
                        {"at", instant_minute(c->arena, a->added_at)},
                        {"size", file_size_text(c->arena, a->bytes)});
    *row_add_cell(c->arena, row) = name;
    if (may_withdraw(c, a)) {
        act = arena_new(c->arena, Act, 1);
        *act = (Act){.action = link_to(c, "/files/{id}/withdraw", {"id", a->id}),
                     .label = msg(c->lang, MSG_FILES_WITHDRAW)};
    }
    *row_add_cell(c->arena, row) = (Cell){.act = act};
}

bool files_panel_fill(Ctx *c, Str object, Str action, FilesPanel *ret_panel, Err *err)
{
    Arena *a = c->arena;
    AttachmentList list = {0};
    FilesPanel p = {.action = action, .may_add = file_may_add(&c->app, object)};
    if (!files_of(&c->app, object, &list, err))
        return false;
    p.files = (Table){.tight = true, .empty = msg(c->lang, MSG_FILES_NONE)};
    table_add_column(a, &p.files, msg(c->lang, MSG_FILES_NAME), CELL_HEAD);
    table_add_column(a, &p.files, S(""), CELL_SHORT);
    for (int i = 0; i < list.count; i++)
        add_row(c, &list.items[i], &p.files);
    p.accept = file_endings(a, S("."), S(","));
    p.help = msg_str(a, c->lang, MSG_FILES_HELP, {"endings", file_endings(a, S(""), S(" "))},
                     {"limit", arena_fmt(a, "%d", LIMIT_FILE_BYTES >> 20)});
    *ret_panel = p;
    return true;
}

void files_panel_refuse(Ctx *c, const Err *refused, FilesPanel *panel)
{
    Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
    msg_err(&sentence, c->lang, refused);
    panel->error = out_str(&sentence);
    panel->is_spill = refused->code == ERR_FILE_MARK;
}

void files_panel(Out *out, const Ctx *c, const FilesPanel *panel)
{
    files_panel_html(out, c, panel);
}
