/* app/upkeep/export_rows.h - the rows that exports have in table job, so that they outlive the server. Callers: app/upkeep/jobs. */
#pragma once
#include "app/upkeep/jobs.h"
#include "store/job.h"

typedef struct ExportRow {
    Str id;
    JobOrder order;
} ExportRow;
typedef LIST_OF(ExportRow) ExportRows;

typedef struct ExportChange {
    Str id, state;
    int64_t began_at, ended_at, percent;
    Str said; /* last words of one that failed */
} ExportChange;

/* folder: whose server it is; taken over only by one with the same. */
bool export_row_new(Db *db, Str folder, Str id, const JobOrder *order, int64_t now_ms, Err *err);
bool export_row_drop(Db *db, Str id, int64_t now_ms, Err *err);
bool export_rows_change(Db *db, const ExportChange *changes, int count, Err *err);
/* What waits or runs, and what was done after `since`; oldest first. */
bool export_rows_left(Db *db, Arena *arena, Str folder, int64_t since, ExportRows *ret_rows,
                      Err *err);
