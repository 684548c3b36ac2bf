/* What was read and is certain goes on record, one unit after the other: the office enters on behalf of each. */
#include "app/files.h"
#include "app/folder_parts.h"
#include "app/report_form.h"

static bool keep_unit(App *app, const FolderFileList *files, Str sender, FolderResult *result,
                      FolderUnit *u, FolderKept *kept, Err *err)
{
    const Unit *unit = &app->def.units.items[u->unit];
    const FolderFile *original = &files->items[u->file];
    MonthImport import;
    const ReportBehalf entry = {.period = result->period->code,
                                .unit = unit->code,
                                .sender = sender.len ? sender : unit->name,
                                .channel = S("folder"),
                                .body = u->json,
                                .original_name = original->name,
                                .original = original->bytes};
    u->faults = u->warnings = (Faults){.arena = app->arena};
    if (report_on_behalf(app, &entry, &import, &u->faults, &u->warnings, err)) {
        u->state = FOLDER_UNIT_KEPT;
        kept->reports++;
        return true;
    }
    ErrKind kind = err_kind(err->code);
    u->state = FOLDER_UNIT_FAULTY;
    if (err->code && kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_TOO_LARGE)
        return false;
    if (err->code)
        faults_add(&u->faults, err);
    *err = (Err){0};
    return true;
}

/* Beside the report; one that is there already, or may not be kept, stops nobody. */
static bool keep_signed(App *app, const FolderFileList *files, FolderResult *result,
                        const FolderUnit *u, FolderKept *kept, Err *err)
{
    for (int i = 0; i < u->signed_copies.count; i++) {
        int at = u->signed_copies.items[i];
        Attachment attachment;
        const FileEntry entry = {.object = report_object(app->arena, result->period->code,
                                                         app->def.units.items[u->unit].code),
                                 .name = files->items[at].name,
                                 .bytes = files->items[at].bytes};
        if (file_add(app, &entry, &attachment, err)) {
            kept->signed_copies++;
            continue;
        }
        ErrKind kind = err_kind(err->code);
        if (kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_TOO_LARGE)
            return false;
        if (err->code != ERR_FILE_TWICE) {
            result->files.items[at].state = FOLDER_REFUSED;
            result->files.items[at].err = *err;
        }
        *err = (Err){0};
    }
    return true;
}

bool folder_keep(App *app, const FolderFileList *files, Str sender, FolderResult *result,
                 FolderKept *ret_kept, Err *err)
{
    FolderKept kept = {0};
    for (int i = 0; i < result->units.count; i++) {
        FolderUnit *u = &result->units.items[i];
        if (u->state == FOLDER_UNIT_READY && !keep_unit(app, files, sender, result, u, &kept, err))
            return false;
        if ((u->state == FOLDER_UNIT_KEPT || u->state == FOLDER_UNIT_SAME) &&
            !keep_signed(app, files, result, u, &kept, err))
            return false;
    }
    *ret_kept = kept;
    return true;
}
