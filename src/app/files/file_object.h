/* app/files/file_object.h - what a file hangs at: "task 1.2", "report 2021-06 c01", "appeal ID",
 * "screening ID", "talk ID".
 *
 * Callers: app/files/files. */
#pragma once
#include "app/app.h"

typedef struct FileObject {
    int task;         /* -1: none */
    const Unit *unit; /* whose files they are; NULL at a task */
    Str indicator;    /* that it is about; empty: none, or several */
    Action also; /* a right that its readers need beside that of reading files; ACT_COUNT: none */
    Err ended;   /* why nothing is added any more; ERR_NONE */
} FileObject;
/* ERR_FILE_OBJECT. */
bool file_object_find(App *app, Str object, FileObject *ret_object, Err *err);

/* Whether that file of a report shows a restricted indicator: by what the report or its draft says it is for, or by a
 * correction of such a figure that rests on it. */
bool file_object_restricted(App *app, Str object, Str digest);
