/* app/talk/talk_facts.h - what a proposal rests on, as parts of its papers: the rule with its source, score and rank of each
 * month of the streak with the size of the group. Callers: app/talk/talk_paper, app/talk/talk_docs. */
#pragma once
#include "app/paper_writer.h"
#include "app/talk/talk_case.h"

typedef struct TalkFacts {
    PaperWriter *w;
    const TalkRow *row;
    const Unit *unit;
    const CampaignPeriod *period;
    const Tree *evidence, *rule, *months;
    Scheme scheme;
    bool same_scheme; /* it is the version that the evidence names */
    Str step;         /* 约谈 */
} TalkFacts;

/* ERR_TALK_EVIDENCE, what scheme_for_period refuses. */
bool talk_facts_load(PaperWriter *w, const TalkRow *row, TalkFacts *ret_facts, Err *err);
/* Paragraphs and table, without heading. */
void talk_rule_said(const TalkFacts *f);
void talk_months_said(const TalkFacts *f);

Figure talk_origin(const TalkFacts *f, Str kind);
/* A member of the evidence, remembered as a figure. */
Str talk_told(const TalkFacts *f, const Tree *map, Str key, Str kind);
Str talk_name_of(const TalkFacts *f, Str unit);
Str talk_period_of(const TalkFacts *f, Str code);

/* A label and what stands behind it; several lines become one, none nothing. What digits they hold is theirs who typed. */
void talk_labelled(PaperWriter *w, Msg label, Str text);
Str talk_day_said(PaperWriter *w, Str iso);
/* What was found when tolerance was considered; empty: of the time before that was recorded. */
Str talk_tolerance_said(const TalkEntry *approval);
void talk_when_and_where(PaperWriter *w, const TalkEntry *entry);
