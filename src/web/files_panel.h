/* web/files_panel.h - the files of an object on its page: what there is, and the form that adds one.
 *
 * Callers: pages of what files are attached to (web/pages/task.c). */
#pragma once
#include "app/files/files.h"
#include "web/pieces.h"

typedef struct FilesPanel {
    Table files;
    bool may_add;
    Str action, help, accept; /* of the form */
    Options places;           /* what a file may be for (field "place"); empty: not asked */
    Str error;                /* why the last one was refused; empty: none was */
    bool is_spill;            /* … for what it is marked with: the procedure is one link away */
} FilesPanel;

/* object: "task 1.2"; action: where its form is sent. */
bool files_panel_fill(Ctx *c, Str object, Str action, FilesPanel *ret_panel, Err *err);
/* What a person is told of a file that was refused. */
void files_panel_refuse(Ctx *c, const Err *refused, FilesPanel *panel);
void files_panel(Out *out, const Ctx *c, const FilesPanel *panel);
/* "12 KB": for people. */
Str file_size_text(Arena *arena, int64_t bytes);
/* The name as a link, or what has become of it. */
Cell file_name_cell(const Ctx *c, const Attachment *attachment);
/* Whose it is. */
Str file_owner_text(const Ctx *c, const Attachment *attachment);
