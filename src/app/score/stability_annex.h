/* app/score/stability_annex.h - how firm a rank is, as an annex of a talk's papers: a drawn interval for each unit.
 *
 * The interval is drawn by every writer of papers (PaperDrawn); numbers stand beside it. Callers: app/talk. */
#pragma once
#include "app/paper_writer.h"
#include "store/evaluation.h"

/* Puts the annex and its line under the text, numbered after those that are there. The paper's rights are the caller's: the whole
 * group for papers of who decides; with `only_own` the unit of the talk alone, for what is sent to it. A talk whose group had
 * no run gets none. */
bool stability_annex(PaperWriter *w, const TalkRow *talk, bool only_own, Err *err);
