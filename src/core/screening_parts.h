/* core/screening_parts.h - what the files of screening share. Callers: core/screening_*. */
#pragma once
#include "core/screening.h"

/* A finding before the correction. */
typedef struct Candidates {
    ScreeningFinding *items;
    int count;
    size_t cap;
    int tests; /* made in all */
} Candidates;

typedef struct Screen {
    Arena *arena;   /* of the result */
    Arena *scratch; /* of the kind at hand */
    const ScreeningInput *in;
    const ScreeningRule *rule;
    int period;
    int from; /* first period of the window */
    ScreeningResult *result;
} Screen;

void screen_goals(Screen *s);
void screen_goal_indicators(Screen *s);
void screen_jumps(Screen *s);
void screen_falling(Screen *s);
void screen_repeated(Screen *s);
void screen_shared(Screen *s);
void screen_digits(Screen *s);
void screen_checks(Screen *s);
void screen_city(Screen *s);
void screen_money(Screen *s);
void screen_texts(Screen *s);

static inline int64_t screen_value(const Screen *s, int period, int unit, int indicator)
{
    return period < 0 ? SCREENING_NONE
                      : s->in->reported[screening_at(s->in, period, unit, indicator)];
}
/* At least so many digits, and not held at 100 per cent. */
bool screen_tells(const Screen *s, int indicator, int64_t value, int digits);
/* 10^decimals of the indicator. */
int64_t screen_one(const Screen *s, int indicator);
ScreeningFinding screen_finding(const Screen *s, ScreeningKind kind, int unit);
void screen_cell(ScreeningFinding *finding, int period, int indicator, int64_t value,
                 int64_t against);
/* Corrects the candidates' p and keeps those at or below alpha. */
void screen_settle(Screen *s, ScreeningKind kind, Candidates *candidates);
void screen_keep(Screen *s, const ScreeningFinding *finding);

/* How often something happens with an indicator, and how often with one unit: the others' share. */
typedef struct Rates {
    int *hits, *of;           /* [indicator] */
    int *unit_hits, *unit_of; /* [unit * nindicators + indicator] */
    int nindicators;
} Rates;
Rates rates_new(Screen *s);
void rates_add(Rates *rates, int unit, int indicator, bool hit);
/* Of all but that unit, with one more hit in two more trials, so that it is never 0. */
double rates_of_others(const Rates *rates, int unit, int indicator);
