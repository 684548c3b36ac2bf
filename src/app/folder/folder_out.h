/* app/folder/folder_out.h - what was read of a folder, for people and programs: words, JSON, sheets. Callers: cli/, web/. */
#pragma once
#include "app/folder/folder.h"

Str folder_file_word(FolderFileState state); /* taken … */
Str folder_unit_word(FolderUnitState state);
Str folder_file_text(Lang lang, FolderFileState state);
Str folder_unit_text(Lang lang, FolderUnitState state);
Str folder_cell_text(Lang lang, FolderCellState state);
Str folder_why_text(Lang lang, FolderWhy why);
Str folder_change_text(Lang lang, FolderChangeKind kind);
Str folder_question_text(const App *app, Lang lang, const FolderResult *result,
                         const FolderQuestion *question);
Str folder_choice_text(const App *app, Lang lang, const FolderQuestion *question, Str choice);
/* Why a file was not taken: the sentence of its error; else empty. */
Str folder_file_reason(const App *app, Lang lang, const FolderFileLine *line);

typedef struct FolderCounts {
    int ready, missing, asked, faulty, same, kept;
} FolderCounts;
FolderCounts folder_counts(const FolderResult *result);

/* Everything. */
void folder_result_json(const App *app, Lang lang, const FolderResult *result, Json *json);
/* The ledger alone, units × indicators. */
Sheet folder_ledger_sheet(const App *app, Lang lang, const FolderResult *result);
/* The ledger, and a sheet for each of: units, files, questions, what was normalised, what is unclear, changes of the
 * template, findings. */
enum { FOLDER_BOOK_SHEETS = 8 };
void folder_sheets(const App *app, Lang lang, const FolderResult *result,
                   Sheet sheets[FOLDER_BOOK_SHEETS]);
/* For a terminal: what must be looked at. */
void folder_result_text(const App *app, Lang lang, const FolderResult *result, Out *out);
