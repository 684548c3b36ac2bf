/* web/ranks.h - a unit's line of ranks as a picture with its words. Callers: web/pages/. */
#pragma once
#include "app/standing.h"
#include "web/pieces.h"

/* Of a long group a page shows so many units at a time; files and JSON have them all. */
enum { GROUP_PAGE_UNITS = 200 };
typedef struct GroupPart {
    int from, to;     /* rows [from, to) */
    bool first, next; /* there is something before, something after */
    Str next_from;    /* for the parameter "from" of the link there */
    int shown, total;
} GroupPart;
/* from: of the address; behind the end: the last part. */
GroupPart group_part(Arena *arena, int64_t from, int total);
/* Its foot; empty where all is shown. `first` and `next` are where its links lead. */
TableFoot group_foot(const GroupPart *part, Str first, Str next);

/* The scale of all lines of a standing: from first to the last place that any of them has. */
int ranks_worst(const Standing *standing);
Spark ranks_line(const Ctx *c, const Standing *standing, const StandingUnit *unit, int worst);
/* To the unit's page of that period; empty where the reader may not open it. */
Str unit_link(const Ctx *c, const Standing *standing, const StandingUnit *unit);
