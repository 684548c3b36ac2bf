/* app/score/explain_text.h - the stored evidence of a point and of a talk as sentences for people.
 *
 * Reads only what was kept with the run or the proposal (JSON), never computes a score. Used by the
 * command line, later by pages and papers. Callers: cli/, later web/. */
#pragma once
#include "app/score/explain.h"
#include "i18n/msg.h"

/* How a leaf's points come about, in one line: "完成率 10.69 ÷ 11.0200 = 0.9701；得分 10.0000 × 0.9701".
 * Events follow, one each. Nothing for a component. */
void explain_leaf_text(Arena *arena, Lang lang, const ExplainNode *node, Out *out);
/* Bonus, deductions and veto between the tree's points and the score; nothing when there are none. */
void explain_final_text(Arena *arena, Lang lang, const ExplainNode *root, Out *out);
/* Points to the neighbours, and what cost points; nothing before the lock. */
void explain_margins_text(Arena *arena, Lang lang, const Explanation *ex, Out *out);
/* Rule, expected number by chance, and one line a month. */
void talk_evidence_text(const App *app, Lang lang, const TalkRow *talk, Out *out);
/* Which version of what, when and by whom: what stands behind a value. */
Str submission_text(Arena *arena, Lang lang, const Submission *s);
/* What a node's status means; the word itself when it is not known. */
Str node_status_text(Lang lang, Str status);
/* "84.2700000000" as people read it: four decimals, half away from zero; what is no number as it is. */
Str four_decimals(Arena *arena, Str text);
Str submission_kind_text(Lang lang, Str kind); /* report · confirmation · correction */
