/* app/scheme/scheme_text.h - a scheme in words, for people. Callers: cli/, web/pages/explain. */
#pragma once
#include "app/scheme/scheme_diff.h"
#include "base/json.h"
#include "i18n/msg.h"

void scheme_text(Arena *arena, Out *out, const Scheme *scheme, Str digest, Lang lang);
/* A rule as a formula: "满分 ×（实际 ÷ 目标）…". */
Str scheme_rule_text(Lang lang, Rule rule);
/* "county, version 1, from 2021-02, approved as …" */
void scheme_head_text(Out *out, const Scheme *scheme, Lang lang);
void scheme_diff_text(Arena *arena, Out *out, const SchemeChanges *changes, Lang lang);
void scheme_diff_json(Json *json, const SchemeChanges *changes);
