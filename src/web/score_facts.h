/* web/score_facts.h - what is behind a leaf of a score: how it was computed, from which values, of which report.
 *
 * Callers: web/pages/unit, web/pages/explain. */
#pragma once
#include "app/appeal/appeal.h"
#include "app/score/explain.h"
#include "web/pieces.h"

void score_facts(Ctx *c, const ExplainNode *node, Facts *facts);

/* What the reader may contest of his own unit's score today; empty for everybody else and once the days are over. */
void contest_offers(Ctx *c, const Explanation *ex, AppealOffers *ret_offers);
/* The link that contests this leaf, where it may be. */
void contest_fact(Ctx *c, const Explanation *ex, const AppealOffers *offers, Str leaf,
                  Facts *facts);
Str contest_events_href(Ctx *c, const Explanation *ex,
                        const AppealOffers *offers); /* empty: none */
