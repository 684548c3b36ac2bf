/* app/scheme/rule_text.h - a leaf's rule in words, with the numbers that it took: the one home of these sentences.
 *
 * Callers: app/score/explain_text (campaigns), app/score/score_explain (plain files). */
#pragma once
#include "core/scheme.h"
#include "core/score.h"
#include "i18n/msg.h"

/* As a person reads them; empty: there is none. */
typedef struct RuleNumbers {
    Str value, goal, gap, rank, raw;
    Str low, high, mean, sd, sum; /* of all that the unit is measured against */
    Str formula;                  /* with names replaced by their values; of judge its voices */
    Str earlier;                  /* growth: the value that it is measured against */
} RuleNumbers;

/* "完成率 10.69 ÷ 应达 11.02 = 0.9701". Nothing for a component. */
void rule_text(Arena *arena, Lang lang, const SchemeNode *leaf, const RuleNumbers *numbers,
               Out *out);
/* "；得分 10 × 0.9701 = 9.7010". */
void rule_result_text(Lang lang, Str full, Str fraction, Str points, Out *out);
/* What a node's status means. */
Str cell_status_text(Lang lang, CellStatus status);
Str cell_status_word(CellStatus status); /* "scored", for JSON and what is kept */
/* One sentence for each SCORE_WARN_ flag. */
void score_warnings_text(Lang lang, unsigned warnings, Out *out);
