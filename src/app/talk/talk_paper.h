/* app/talk/talk_paper.h - a talk proposal (约谈建议) as an internal paper for approval (呈批件).
 *
 * Made from the evidence that was kept with the proposal: the rule and its source, rank and score of
 * each month of the streak, the number of proposals to be expected by chance. Beside it stands what
 * bears on the decision: corrections that arrived since, other seats of the same body, earlier
 * proposals, the decisions so far. The approval block is left blank and names posts, never persons.
 * The paper proposes; it holds no value that somebody wishes for. Callers: cli/, later web/. */
#pragma once
#include "app/paper_writer.h"
#include "app/talk/talks.h"

typedef struct TalkPaper {
    TalkRow talk;
    Str text;
    Paper paper;
    Figures figures; /* every number of the text and its origin */
} TalkPaper;

/* For those who may read all proposals: a unit's account may not. ERR_TALK_UNKNOWN, ERR_TALK_EVIDENCE,
 * ERR_PAPER_FIGURE. */
bool talk_paper(App *app, Str period, Str unit, TalkPaper *ret_paper, Err *err);
bool talk_paper_docx(App *app, const TalkPaper *paper, Str *ret_bytes, Err *err);
bool talk_paper_pdf(App *app, const TalkPaper *paper, Str *ret_bytes, Err *err);
