/* app/appeal/appeal_doc.h - the ruling on an appeal as a paper for the unit (申诉处理意见).
 *
 * doc/paper.h; docx, txt and pdf are made of the same struct. It says what was contested, the ruling with its reasons, what
 * stands and the score before and after, never a rank: those come with the circular. Callers: web/pages/appeals, cli/cmd_appeal. */
#pragma once
#include "app/appeal/appeal.h"
#include "app/paper_writer.h"

typedef struct AppealDoc {
    Str text;
    Paper paper;
} AppealDoc;

/* ERR_APPEAL_ID; ERR_APPEAL_UNRULED: there is no ruling yet. */
bool appeal_doc(App *app, Str id, AppealDoc *ret_doc, Err *err);
