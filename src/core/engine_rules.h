/* core/engine_rules.h - kernels of the leaf rules that stand in files of their own.
 *
 * Each reads run->x and writes run->f of all rows that are given. Inner to core/engine. */
#pragma once
#include "core/engine_inner.h"

void rule_min_max(LeafRun *run);
void rule_goalposts(LeafRun *run);
