/* app/score/screening_rules.h - the rules of screening as a file: dated, every number with its bounds.
 *
 * data/screening.yaml is carried by the program; a file screening.yaml in the data folder takes its place.
 * docs/screening.md is the contract. Callers: app/score/screening, tests, bench. */
#pragma once
#include "core/screening.h"

typedef struct ScreeningDated {
    ScreeningRule rule; /* without pairs: they are codes */
    Str source;
    Str money[SCREENING_PAIRS], physical[SCREENING_PAIRS];
    int npairs;
} ScreeningDated;

typedef struct ScreeningRules {
    LIST_OF(ScreeningDated) list; /* rising by month */
    Str file;                     /* as errors call it */
    Str text;
} ScreeningRules;

/* Faults with their places go to `faults`. */
bool screening_rules_read(Arena *arena, Str file, Str text, ScreeningRules *ret_rules,
                          Faults *faults);
/* What the program carries. */
bool screening_rules_default(Arena *arena, ScreeningRules *ret_rules, Faults *faults);
/* The newest whose month is not after it; NULL: none holds yet. */
const ScreeningDated *screening_rule_of(const ScreeningRules *rules, Month month);
/* False: no such kind. */
bool screening_kind_parse(Str word, ScreeningKind *ret_kind);
