/* What was read and is certain goes on record, one unit after the other. */
#include "app/folder_parts.h"

static bool keep_unit(App *app, Str sender, FolderResult *result, FolderUnit *u, FolderKept *kept,
                      Err *err)
{
    const Unit *unit = &app->def.units.items[u->unit];
    MonthFileList files = {0};
    MonthImport import;
    const MonthFrom from = {.sender = sender.len ? sender : unit->name, .channel = S("folder")};
    Str name = result->files.items[u->file].name;
    *arena_push(app->arena, &files) =
        (MonthFile){.name = arena_fmt(app->arena, "%.*s.json", STR_ARG(name)),
                    .bytes = u->json,
                    .period = result->period->code};
    u->faults = u->warnings = (Faults){.arena = app->arena};
    if (import_month(app, MONTH_REPORTS, &files, result->period->code, &from, &import, &u->faults,
                     &u->warnings, err)) {
        u->state = FOLDER_UNIT_KEPT;
        kept->reports++;
        return true;
    }
    u->state = FOLDER_UNIT_FAULTY;
    return err->code == ERR_NONE;
}

bool folder_keep(App *app, const FolderFileList *files, Str sender, FolderResult *result,
                 FolderKept *ret_kept, Err *err)
{
    FolderKept kept = {0};
    (void)files;
    for (int i = 0; i < result->units.count; i++) {
        FolderUnit *u = &result->units.items[i];
        if (u->state == FOLDER_UNIT_READY && !keep_unit(app, sender, result, u, &kept, err))
            return false;
    }
    *ret_kept = kept;
    return true;
}
