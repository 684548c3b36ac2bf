/* app/folder/folder_words.h - the words of a folder's reading in JSON. Callers: app/folder/folder_out. */
#pragma once
#include "app/folder/folder.h"

Str folder_cell_word(FolderCellState state);
Str folder_change_word(FolderChangeKind kind);
Str folder_why_word(FolderWhy why);
