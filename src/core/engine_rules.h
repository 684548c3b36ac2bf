/* core/engine_rules.h - kernels of the leaf rules that measure units against each other.
 *
 * Each reads run->x and writes run->f of all rows that are given. Inner to core/engine. */
#pragma once
#include "core/engine_inner.h"

void rule_rank_points(LeafRun *run);
void rule_efficacy(LeafRun *run);
void rule_min_max(LeafRun *run);
void rule_z_score(LeafRun *run);
void rule_percentile(LeafRun *run);
void rule_borda(LeafRun *run);
void rule_best(LeafRun *run);
void rule_distance(LeafRun *run);
void rule_goalposts(LeafRun *run);
void rule_vector(LeafRun *run);
void rule_share(LeafRun *run);
