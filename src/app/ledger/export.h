/* app/ledger/export.h - what leaves the house as a file: the ledger, all reports, the campaign, a circular.
 *
 * One use-case each: permission, then the file by app/export_file (room asked first, written row by
 * row, whole or not at all). Reports and the campaign are taken out as a whole, so each time is an
 * audit row, on record before the file is there. A unit takes out its own reports. Callers:
 * cli/cmd_export, cli/cmd_render (the child process of a server's job). */
#pragma once
#include "app/app.h"
#include "app/export_file.h"
#include "i18n/msg.h"

typedef enum ExportKind {
    EXPORT_LEDGER,   /* xlsx · csv */
    EXPORT_REPORTS,  /* xlsx · csv: every value ever submitted, versions too */
    EXPORT_CAMPAIGN, /* xlsx: what `import campaign` reads back as an equal campaign */
    EXPORT_CIRCULAR, /* docx, of a period */
    EXPORT_KINDS
} ExportKind;

typedef enum ExportFormat { EXPORT_CSV, EXPORT_XLSX, EXPORT_DOCX } ExportFormat;

typedef struct ExportJob {
    ExportKind kind;
    ExportFormat format;
    Str period; /* of a circular */
    Str path;
    Str tmp_folder; /* empty: the folder of path */
    Lang lang;
    ExportProgress progress;
} ExportJob;

typedef struct ExportDone {
    int64_t rows, bytes;
    Str name; /* what the file is called when a person downloads it */
} ExportDone;

/* "ledger", "reports", "campaign", "circular"; "csv", "xlsx", "docx". */
bool export_kind_parse(Str word, ExportKind *ret_kind);
bool export_format_parse(Str word, ExportFormat *ret_format);
/* Whether the person may take that out at all, and of whom: *ret_party is the own unit of who has no more, else empty.
 * Asked before a job is begun, and again where the file is made. ERR_DENIED. */
bool export_may(App *app, ExportKind kind, Str *ret_party, Err *err);
/* ERR_EXPORT_FORMAT where the kind has no such form, ERR_EXPORT_ROWS, ERR_SPACE, ERR_FILE_*. */
bool export_run(App *app, const ExportJob *job, ExportDone *ret_done, Err *err);
