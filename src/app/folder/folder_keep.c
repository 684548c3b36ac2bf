/* What was read and is certain goes on record, one unit after the other: the office enters on behalf of each. */
#include "app/files/files.h"
#include "app/folder/folder_out.h"
#include "app/folder/folder_parts.h"
#include "app/report/report_form.h"
#include "base/limits.h"

static bool keep_unit(App *app, const FolderFileList *files, Str sender, FolderResult *result,
                      FolderUnit *u, FolderKept *kept, Err *err)
{
    const Unit *unit = &app->def.units.items[u->unit];
    const FolderFile *original = &files->items[u->file];
    MonthImport import;
    ReportBehalf entry = {.period = result->period->code,
                          .unit = unit->code,
                          .sender = sender.len ? sender : unit->name,
                          .channel = S("folder"),
                          .body = u->json,
                          .original_name = folder_file_base(original->name),
                          .original = original->bytes,
                          .original_of_many = result->files.items[u->file].of_many};
    if (u->signed_copies.count && files->items[u->signed_copies.items[0]].bytes.len) {
        entry.signed_name = folder_file_base(files->items[u->signed_copies.items[0]].name);
        entry.signed_copy = files->items[u->signed_copies.items[0]].bytes;
    }
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
static bool keep_beside(App *app, const FolderFileList *files, FolderResult *result,
                        const FolderUnit *u, FolderKept *kept, Err *err)
{
    for (int i = 0; i < u->signed_copies.count + u->beside.count; i++) {
        bool is_signed = i < u->signed_copies.count;
        int at =
            is_signed ? u->signed_copies.items[i] : u->beside.items[i - u->signed_copies.count];
        Attachment attachment;
        const FileEntry entry = {.object = report_object(app->arena, result->period->code,
                                                         app->def.units.items[u->unit].code),
                                 .name = folder_file_base(files->items[at].name),
                                 .bytes = files->items[at].bytes,
                                 .for_office = result->files.items[at].of_many};
        if (file_add(app, &entry, &attachment, err)) {
            kept->signed_copies += is_signed;
            continue;
        }
        ErrKind kind = err_kind(err->code);
        if (kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_TOO_LARGE)
            return false;
        kept->signed_copies += /* came with the report */
            is_signed && i == 0 && err->code == ERR_FILE_TWICE && u->state == FOLDER_UNIT_KEPT;
        if (err->code != ERR_FILE_TWICE) {
            result->files.items[at].state = FOLDER_REFUSED;
            result->files.items[at].err = *err;
        }
        *err = (Err){0};
    }
    return true;
}

/* One row for the folder as it came: each file's digest and what became of it, before any report of it is kept. */
static bool tell_audit(App *app, const FolderResult *result, Err *err)
{
    Out out = out_new(app->arena, LIMIT_JSON_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    json_key(&json, S("files"));
    json_array(&json);
    for (int i = 0; i < result->files.count; i++) {
        const FolderFileLine *line = &result->files.items[i];
        json_object(&json);
        json_kstr(&json, S("name"), line->name);
        json_kstr(&json, S("digest"), line->digest);
        json_kstr(&json, S("state"), folder_file_word(line->state));
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    AppWrite write = {.action = ACT_REPORT_SUBMIT,
                      .object = arena_fmt(app->arena, "folder %.*s", STR_ARG(result->period->code)),
                      .detail = out_str(&out)};
    return app_write(app, &write, err);
}

bool folder_keep(App *app, const FolderFileList *files, Str sender, FolderResult *result,
                 FolderKept *ret_kept, Err *err)
{
    FolderKept kept = {0};
    if (!tell_audit(app, result, err))
        return false;
    for (int i = 0; i < result->units.count; i++) {
        FolderUnit *u = &result->units.items[i];
        if (u->state == FOLDER_UNIT_READY && !keep_unit(app, files, sender, result, u, &kept, err))
            return false;
        if ((u->state == FOLDER_UNIT_KEPT || u->state == FOLDER_UNIT_SAME) &&
            !keep_beside(app, files, result, u, &kept, err))
            return false;
    }
    *ret_kept = kept;
    return true;
}
