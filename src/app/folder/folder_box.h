/* app/folder/folder_box.h - files that somebody has sent in a browser and not confirmed yet: <data folder>/folders/<id>/.
 *
 * They are no record: nothing names them, only who sent them can open them, and after a day they are gone. Beside
 * them stand the answers given so far. Callers: web/pages/folder. */
#pragma once
#include "app/folder/folder.h"

typedef struct FolderBox {
    Str id, period;
    FolderFileList files;
    FolderAnswers answers;
} FolderBox;

/* ERR_FOLDER_EMPTY, ERR_DATA_FOLDER, ERR_FILE_…, ERR_LIMIT, ERR_SPACE, ERR_DENIED, ERR_FILE_NAME. Takes old ones away. */
bool folder_box_make(App *app, Str period, const FolderFileList *files, Str *ret_id, Err *err);
/* ERR_FOLDER_BOX: there is none of that id, or it is somebody else's. */
bool folder_box_open(App *app, Str id, FolderBox *ret_box, Err *err);
bool folder_box_answer(App *app, const FolderBox *box, const FolderAnswers *answers, Err *err);
