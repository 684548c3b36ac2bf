/* app/scheme/scheme_text.h - a scheme in words, for people. Callers: cli/, web/pages/explain. */
#pragma once
#include "app/scheme/scheme_diff.h"
#include "base/json.h"
#include "i18n/msg.h"

void scheme_text(Arena *arena, Out *out, const Scheme *scheme, Str digest, Lang lang);
/* A rule as a formula: "满分 ×（实际 ÷ 目标）…". */
Str scheme_rule_text(Lang lang, Rule rule);
/* Of each node its rule in words; ret_words[nnodes]. */
void scheme_node_words(Arena *arena, const Scheme *scheme, Lang lang, Str *ret_words);
/* What stands at the top of it, a line each. */
Str scheme_top_words(Arena *arena, const Scheme *scheme, Lang lang);
/* How many talks chance alone would propose in so many months; empty without a ladder. */
Str scheme_chance_words(Arena *arena, Lang lang, const Scheme *scheme, int units, Month first,
                        int periods);
/* One difference without its place. */
Str scheme_change_words(Arena *arena, Lang lang, const SchemeChange *change);
/* "county, version 1, from 2021-02, approved as …" */
void scheme_head_text(Out *out, const Scheme *scheme, Lang lang);
void scheme_diff_text(Arena *arena, Out *out, const SchemeChanges *changes, Lang lang);
void scheme_diff_json(Json *json, const SchemeChanges *changes);
