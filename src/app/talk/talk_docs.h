/* app/talk/talk_docs.h - the papers of a formal talk: application for approval, notice (约谈通知书), minutes (约谈纪要), list of
 * requirements with their limits (限期整改清单).
 *
 * All are doc/paper.h; docx, txt and pdf are made of the same struct. Minutes have no seal and no signature, as 纪要 have
 * them, and reading them is recorded. Posts, never persons. Callers: web/pages/talks, cli/cmd_talks. */
#pragma once
#include "app/paper_writer.h"
#include "app/talk/talk_case.h"

typedef enum TalkDocKind {
    TALK_DOC_APPLICATION,
    TALK_DOC_NOTICE,
    TALK_DOC_MINUTES,
    TALK_DOC_LIST
} TalkDocKind;

typedef struct TalkDoc {
    Str text;
    Paper paper;
} TalkDoc;

/* ERR_TALK_ID, ERR_DENIED, ERR_TALK_PAPER: that step has not been taken. */
bool talk_doc(App *app, Str id, TalkDocKind kind, TalkDoc *ret_doc, Err *err);
