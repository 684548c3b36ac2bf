/* text/measure.h - figures and units of measure as offices type them into forms: 12.3亿元, 约１２万户, 3.2‰, 不涉及.
 *
 * A unit of measure is a base (元, 户, %, µg/m³ …; data/dictionaries/form_units.tsv) and a power of ten (万, 亿, ‰), so
 * a conversion moves the point and nothing else. What is not certainly a figure is FIGURE_UNCLEAR, never a guess.
 * Pure. Callers: text/heading, app/folder. */
#pragma once
#include "base/dec.h"

typedef struct FormMeasure {
    int base;  /* tag of form_units, 0: none */
    int power; /* of ten, before the base */
    Str word;  /* as written, folded */
} FormMeasure;

typedef enum FigureKind {
    FIGURE_EMPTY,
    FIGURE_NUMBER,
    FIGURE_NA,      /* 不涉及 */
    FIGURE_DASH,    /* / — 无: nothing, or does not apply */
    FIGURE_PENDING, /* 待定 */
    FIGURE_UNCLEAR,
} FigureKind;

typedef struct Figure {
    FigureKind kind;
    Dec value;        /* as it stands, before any conversion */
    bool about;       /* 约 */
    bool rewritten;   /* full-width digits, commas, blanks, invisible characters */
    bool has_measure; /* a unit of measure stands in the cell */
    bool power_only;  /* only 万 or 亿: the base is the indicator's */
    FormMeasure measure;
} Figure;

/* Half width, without invisible characters, blanks at the ends gone, line ends as blanks. */
Str form_fold(Arena *arena, Str text);
/* The same without any blank and with small letters: for comparing. */
Str form_squeeze(Arena *arena, Str text);
/* All of the text (folded or not); brackets around it are understood. */
bool measure_parse(Arena *arena, Str text, FormMeasure *ret_measure);
/* Whether a value in `from` can be told in `to`: *ret_power is the power of ten that it is multiplied by. */
bool measure_convert(const FormMeasure *from, const FormMeasure *to, int *ret_power);
void figure_read(Arena *arena, Str cell, Figure *ret_figure);
/* value × 10^power, exactly; zeros behind the point are taken away down to `decimals`. False out of range. */
bool dec_shift(Dec value, int power, int decimals, Dec *ret_value);

/* What a cell is that stands around figures; exactly this, squeezed. */
typedef enum FormMark { FORM_MARK_NONE, FORM_MARK_SUM, FORM_MARK_FOOT } FormMark;
FormMark form_mark(Str squeezed);
/* 填报单位 … : what stands before a value in the head or foot of a form. */
typedef enum FormKey {
    FORM_KEY_NONE,
    FORM_KEY_UNIT,
    FORM_KEY_PERIOD,
    FORM_KEY_NATURE,
    FORM_KEY_FILLER,
    FORM_KEY_PHONE,
    FORM_KEY_REVIEWER,
    FORM_KEY_SIGNER,
    FORM_KEY_SENT,
    FORM_KEY_TITLE,
    FORM_KEY_MEASURE,
    FORM_KEYS
} FormKey;
FormKey form_key(Str squeezed);
bool measure_is_percent(const FormMeasure *measure);
