/* web/screening_state.h - how the answer to a finding of the screening is marked. Callers: web/pages/screening*. */
#pragma once
#include "app/score/screening.h"
#include "web/pieces.h"

StateKind screening_state_kind(ScreeningState state);
