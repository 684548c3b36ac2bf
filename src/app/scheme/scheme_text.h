/* app/scheme/scheme_text.h - a scheme in words, for people. Callers: cli/. */
#pragma once
#include "app/scheme/scheme_diff.h"
#include "base/json.h"
#include "i18n/msg.h"

void scheme_text(Arena *arena, Out *out, const Scheme *scheme, Str digest, Lang lang);
/* "county, version 1, from 2021-02, approved as …" */
void scheme_head_text(Out *out, const Scheme *scheme, Lang lang);
void scheme_diff_text(Arena *arena, Out *out, const SchemeChanges *changes, Lang lang);
void scheme_diff_json(Json *json, const SchemeChanges *changes);
