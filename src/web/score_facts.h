/* web/score_facts.h - what is behind a leaf of a score: how it was computed, from which values, of which report.
 *
 * Callers: web/pages/unit, web/pages/explain. */
#pragma once
#include "app/score/explain.h"
#include "web/pieces.h"

void score_facts(Ctx *c, const ExplainNode *node, Facts *facts);
