/* app/paper/circular_refs.h - references of a circular's text to its figures.
 *
 *   {本期} {上期} {下期} {下期报送日期} {文号}              the period and its neighbours, the paper that a later one is about
 *   {单位数} {单位数:县区} {按时数} {迟报数} {未报数}        counts
 *   {得分:甲区} {名次:甲区} {上期得分:甲区} {上期名次:甲区} {迟报天数:甲区} {连续期数:甲区}
 *   {单项得分:甲区:指标} {单项满分:甲区:指标}
 *
 * Units, groups and indicators by name or code; the words also in English (score, rank …). Nothing else stands for a figure. Of a
 * unit of a restricted area only score and rank are figures, as in the table. Callers: app/paper/circular_*. */
#pragma once
#include "app/paper/circular_writer.h"

typedef enum RefWord {
    REF_PERIOD,
    REF_BEFORE,
    REF_NEXT,
    REF_DUE,
    REF_NUMBER,
    REF_UNITS,
    REF_IN_TIME,
    REF_LATE,
    REF_MISSING,
    REF_SCORE,
    REF_RANK,
    REF_SCORE_BEFORE,
    REF_RANK_BEFORE,
    REF_DAYS,
    REF_STREAK,
    REF_POINTS,
    REF_FULL,
    REF_WORDS
} RefWord;

/* As they are typed, braces included. */
Str ref_plain(const App *app, RefWord word);
Str ref_of_group(const App *app, RefWord word, const CircularGroup *group);
Str ref_of_unit(const App *app, RefWord word, const CircularUnit *unit);
Str ref_of_leaf(const App *app, RefWord word, const CircularGroup *group, const CircularUnit *unit,
                int node);
Str ref_before(PaperWriter *w, const CircularGroup *group);

/* What stands between the braces, as printed, with its origin. False: it names nothing. */
bool ref_read(PaperWriter *w, Str inner, Str *ret_text, Figure *ret_origin);
/* The reference whose figure is printed so, of a unit that the line names before it; else of the first; empty: none. */
Str ref_offer(PaperWriter *w, Str line, Str number);
