/* app/score/sandbox_parts.h - inner to app/score/sandbox: what a trial found, counted, masked and written as JSON. */
#pragma once
#include "app/mask.h"
#include "app/result/replay.h"
#include "app/score/sandbox.h"
#include "sys/json_in.h"

/* Differences between the scheme in force and the one tried, as JSON: weights, nodes that came and went, and
 * whether anything else differs. */
Str sandbox_changes(Arena *arena, const Scheme *base, Str base_text, const Scheme *tried,
                    Str tried_text);
/* NULL: empty, or none. */
const Tree *sandbox_parse(App *app, Str text);
Str sandbox_text_of(const Tree *map, Str key);
/* Fills counts and result. ERR_LIMIT. */
bool sandbox_result(App *app, const Replay *replay, const Mask *mask, SandboxRow *row, Err *err);
