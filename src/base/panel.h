/* base/panel.h - values of many units, periods and indicators as columns (面板数据).
 *
 * A row is one unit in one period. Rows stand period by period in time order, inside a period group
 * by group in official order (order of first appearance where a file is all there is), inside a group
 * unit by unit likewise; so a group of a period is a run of rows, a PanelBlock. A column is one
 * double a row. What is not a number of its own is a NaN that says why (panel_nan): arithmetic never
 * reads such a cell, so its bits are the same on every machine. Memory is 8 bytes a cell and 4 a row.
 * Filled by doc/values_in (files) and app/ (database); read by core/engine. */
#pragma once
#include "base/str.h"

#include <string.h>

typedef enum ValueState {
    VALUE_MISSING, /* owed and not given: the leaf's missing policy */
    VALUE_GIVEN,
    VALUE_NA,        /* 不涉及 */
    VALUE_NOT_YET,   /* not yet available: does not count in this period */
    VALUE_DATA_ONLY, /* data without rank: shown, not scored */
} ValueState;

/* What a column holds; an indicator may have one of each. COLUMN_CONFIRMED takes the place of
 * COLUMN_VALUE in the cells where it is given. */
typedef enum ColumnKind {
    COLUMN_VALUE,
    COLUMN_CONFIRMED,
    COLUMN_TARGET,
    COLUMN_BASELINE,
    COLUMN_TOLERANCE, /* half width of what the true value may be, in the value's unit */
    COLUMN_SHARE,     /* scheduled share of the plan, 0..1 */
    COLUMN_KINDS
} ColumnKind;

typedef struct PanelBlock {
    int32_t period, group; /* indices */
    int32_t count;         /* units */
    int64_t first;         /* row */
} PanelBlock;

typedef struct PanelColumn {
    Str indicator; /* code */
    ColumnKind kind;
    double *cells; /* [nrows] */
} PanelColumn;

typedef struct Panel {
    int64_t nrows;
    int nunits, nperiods, ngroups, ncolumns, nblocks;
    const Str *units, *periods, *groups; /* codes */
    const int32_t *months;    /* [nperiods] last month of the period as core/month's ordinal */
    int step_months;          /* between two periods: 1 monthly, 3 quarterly, 12 yearly */
    const int32_t *unit_of;   /* [nrows] */
    const PanelBlock *blocks; /* in order of rows */
    const PanelColumn *columns;
} Panel;

/* A quiet NaN that carries the state in its lowest bits. Not for VALUE_GIVEN. */
static inline double panel_nan(ValueState state)
{
    uint64_t bits = UINT64_C(0x7ff8000000000000) | (uint64_t)state;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline ValueState panel_state(double x)
{
    uint64_t bits;
    if (x == x)
        return VALUE_GIVEN;
    memcpy(&bits, &x, sizeof bits);
    return (ValueState)(bits & 7);
}

/* The column of that indicator and kind, or NULL. */
const double *panel_column(const Panel *panel, Str indicator, ColumnKind kind);
