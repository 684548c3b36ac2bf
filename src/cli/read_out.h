/* cli/read_out.h - a reading as JSON, as a sheet of the draft ledger (CSV, workbook), as text for a terminal, and the
 * trace of its stages. Callers: cmd_read.c. */
#pragma once
#include "app/campaign/read.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"

/* One file's reading. */
typedef struct ReadResult {
    Str file;
    Reading reading;
    ReadTrace trace;
} ReadResult;

/* The fields are fixed; see docs of `duban read`. Warnings carry their sentence in `lang`. */
void read_out_json(Json *json, const ReadResult *result, Lang lang);
void read_out_facts(Json *json, const Facts *facts);
/* An empty sheet, then a row for each task of each result. */
Sheet read_out_sheet(Arena *arena, Str name);
void read_out_rows(Sheet *sheet, const ReadResult *result);
void read_out_text(Out *out, const ReadResult *result, Lang lang);
void read_out_trace(Out *out, const ReadResult *result, Lang lang);

const char *read_relation_sign(Relation relation);
const char *read_clean_kind(CleanKind kind);
const char *read_warn_code(WarnKind kind);
void read_warning_text(Out *out, const Warning *warning, Lang lang);
/* 310 亿元 ≥ …, as a person writes it. */
void read_target_text(Out *out, const DraftTarget *target);
