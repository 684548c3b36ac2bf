/* web/ranks.h - a unit's line of ranks as a picture with its words. Callers: web/pages/. */
#pragma once
#include "app/standing.h"
#include "web/pieces.h"

/* The scale of all lines of a standing: from first to the last place that any of them has. */
int ranks_worst(const Standing *standing);
Spark ranks_line(const Ctx *c, const Standing *standing, const StandingUnit *unit, int worst);
/* To the unit's page of that period; empty where the reader may not open it. */
Str unit_link(const Ctx *c, const Standing *standing, const StandingUnit *unit);
