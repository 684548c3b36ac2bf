/* app/score/inputs_carry.h - what a missing value has from the period before, where the scheme says `carry`. Caller: app/score/inputs. */
#pragma once
#include "app/score/inputs.h"

/* Scores the period before by the scheme of this one, with what was known at the same moment, where some unit needs it, and
 * fills `earlier` of the values and `carried` of the leaves. The first period has nothing before it. */
bool inputs_carry(App *app, int period_index, GroupInputs *in, Err *err);
