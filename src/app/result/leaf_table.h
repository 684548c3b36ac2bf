/* app/result/leaf_table.h - a group's table of points (本组得分表): every leaf of every unit, points and values, official order.
 *
 * A unit reads it from the day its scores are opened (app/result/result), and after publication for good: values yes; no narrative,
 * evidence or appeal of anybody. No rank is in it, and no total before publication. Of a restricted unit there
 * is a line without figures for who has no right to it, of a restricted indicator points without the value.
 * Callers: web/pages/leaves. */
#pragma once
#include "app/result/result.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"

typedef struct LeafCell {
    Str points, value, status; /* of run_node; points rounded half up as they are shown */
    int share; /* per cent of the full marks of this unit, rounded down; -1: the leaf has none, or it is not scored */
    bool closed; /* restricted: the value, or with points empty all of it */
} LeafCell;

typedef struct LeafRow {
    const Unit *unit;
    bool own, closed; /* closed: restricted, no figures for this reader */
    Str total;        /* published only */
    LeafCell *cells;  /* [leaves] */
} LeafRow;

typedef struct LeafTable {
    const CampaignPeriod *period;
    const PeerGroup *group;
    RunRow run;
    Scheme scheme;
    bool published;
    Date until;  /* last day to appeal; DATE_NONE: none was kept */
    int *leaves; /* nodes of the scheme */
    int nleaves;
    LIST_OF(LeafRow) rows;
} LeafTable;

/* With the right to read the group's results. ERR_GROUP_UNKNOWN, ERR_PERIOD_NO_RUN, ERR_PERIOD_HIDDEN before it is opened,
 * and until publication for who is no unit of the group. */
bool leaf_table_read(App *app, Str period, Str group, LeafTable *ret_table, Err *err);
Sheet leaf_table_sheet(const App *app, Lang lang, const LeafTable *table);
/* The members of an object. */
void leaf_table_json(const App *app, const LeafTable *table, Json *json);
