/* core/score_spread.h - one unit's full points after spreading, and its points up the tree.
 *
 * Inner to core/score. Not applicable (and not yet, data only): the leaf's points go to the unit's
 * other leaves in proportion, over the whole tree. Missing with renormalise: dropped with its weight
 * inside its parent, an emptied parent inside its own. */
#pragma once
#include "core/score.h"

/* cells[nnodes] of one unit, with status and fraction of the leaves; sets full, effective, points
 * of all and the status of components. */
void spread_points(Arena *arena, const Scheme *scheme, ScoreCell *cells);
