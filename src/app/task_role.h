/* app/task_role.h - a unit and the parties of a task: what it is named as there, itself or by one of its bodies.
 *
 * Callers: app/report/report_lines, report_check, unit_view. */
#pragma once
#include "app/campaign_index.h"

/* Whether the party is the unit or one of its bodies. */
bool unit_is_party(const Unit *unit, Str party);
/* The unit's highest role in the task, by index: lead, responsible, and supporting where that is asked; empty: none. */
Str task_role(const CampaignIndex *index, int task, const Unit *unit, bool supporting);

typedef LIST_OF(int) UnitIndexes;
/* Units that have the task in their form: that lead it, also above it, or answer for it. Added to the list, each once, until it
 * has `most`. */
void task_units(Arena *arena, const CampaignIndex *index, int task, int most, UnitIndexes *units);
