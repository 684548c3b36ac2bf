/* core/pace.h - scheduled progress 序时进度 as people read it: exact decimals for ledgers.
 *
 * Scores use doubles (core/score.h); these are the figures printed beside them, half away from
 * zero at the stated decimals. Callers: app/. */
#pragma once
#include "base/dec.h"

/* actual / target in per cent. ERR_DEC_DIVIDE_BY_ZERO for a target of zero. */
bool pace_completion(Dec actual, Dec target, int decimals, Dec *ret_percent, Err *err);
/* target * percent / 100: what should have been reached by now. */
bool pace_scheduled(Dec target, Dec plan_percent, int decimals, Dec *ret_value, Err *err);
/* completion - plan, in percentage points; rounded once, at the end. */
bool pace_gap(Dec actual, Dec target, Dec plan_percent, int decimals, Dec *ret_points, Err *err);

/* A scheduled share as a fraction, so that 10 of 12 months stays 10/12 until the one rounding at the end. */
typedef struct Share {
    Dec part, whole; /* whole > 0 */
} Share;
Share share_of_percent(Dec percent);
bool pace_share(Share share, int decimals, Dec *ret_percent, Err *err);
/* target * share: what should have been reached by now. */
bool pace_due(Dec target, Share share, int decimals, Dec *ret_value, Err *err);
/* completion - share, in percentage points. ERR_DEC_DIVIDE_BY_ZERO for a target of zero. */
bool pace_gap_of(Dec actual, Dec target, Share share, int decimals, Dec *ret_points, Err *err);

/* Year on year (同比), as cities print it. */
typedef enum YoyKind {
    YOY_PERCENT,     /* per cent of the year before */
    YOY_POINTS,      /* an indicator in per cent: the difference in percentage points */
    YOY_FROM_ZERO,   /* the year before was nothing: no rate (上年同期为零) */
    YOY_WIDER,       /* negative before and further down now: no rate (负值扩大) */
    YOY_NARROWER,    /* negative before, less so now: no rate (负值收窄) */
    YOY_SAME,        /* negative before and the same now: no rate (持平) */
    YOY_TURNED_UP,   /* from below zero to zero or more: no rate (由负转正) */
    YOY_TURNED_DOWN, /* from above zero to below: no rate (由正转负) */
    YOY_KINDS
} YoyKind;
typedef struct Yoy {
    YoyKind kind;
    Dec value;  /* of PERCENT and POINTS */
    int better; /* 1 better, -1 worse, 0 the same: by the indicator's direction */
} Yoy;
bool yoy_has_value(YoyKind kind);
Str yoy_word(YoyKind kind); /* percent, points, from_zero … */
bool pace_yoy(Dec now, Dec before, bool is_percent, bool lower_is_better, int decimals,
              Yoy *ret_growth, Err *err);
