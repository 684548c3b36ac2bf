/* core/report_check.h - what to look at twice in a monthly report (月报校核), before it is sent and after.
 *
 * Pure: the form as typed beside what stands on record comes in, findings come out. None refuses; each
 * has a code, a place and the figures it rests on, and says whether an answer is wanted. What an import
 * refuses is refused there (docs/formats/campaign.md). Callers: app/report/report_check. */
#pragma once
#include "core/campaign.h"

typedef enum ReportCheck {
    CHECK_MISSING,      /* owed and empty */
    CHECK_NUMBER,       /* no number */
    CHECK_FALLS,        /* a running total below last month's */
    CHECK_SUM,          /* last month's total and this month's value are not the total */
    CHECK_MEASURE,      /* looks like another unit of measure: a factor of 10,000 or 100 */
    CHECK_JUMP_PLAN,    /* far off the schedule, unlike the months before */
    CHECK_JUMP_PAST,    /* this month's increment is far above the unit's own past months */
    CHECK_SAME,         /* the same value as last month */
    CHECK_HUNDRED,      /* 100.0 % of schedule for three months running */
    CHECK_CITY,         /* the counties' sum is not the city's value */
    CHECK_PARTS,        /* the sub-forms' sum is not the unit's value */
    CHECK_EVIDENCE,     /* the indicator asks for a file, or its value jumped, and none is there */
    CHECK_COPIED_OWN,   /* the narrative is last month's */
    CHECK_COPIED_OTHER, /* … is another unit's of this month */
    CHECK_CAUSE,        /* not on time, and no cause */
    CHECK_LEVEL,        /* a request that names no level of the closed list */
    CHECK_LONG,         /* a narrative of more than REPORT_NARRATIVE_CHARACTERS */
    REPORT_CHECKS
} ReportCheck;
/* "falls" …: kept with the answer. */
Str report_check_word(ReportCheck check);
bool report_check_parse(Str word, ReportCheck *ret_check);

enum { REPORT_NARRATIVE_CHARACTERS = 200 };

/* One line of 表一. Values are canonical decimals, an empty Str where there is none. */
typedef struct CheckLine {
    Str indicator, name, unit;
    bool owed;     /* a value is due */
    bool total;    /* a running total (cumulative): only grows, month + last = total */
    bool additive; /* the counties' values add up to the city's */
    bool rate;     /* months stand on their own (rates): 100 % is looked for in the value itself */
    bool settled;  /* NA, not yet available, or no rank with a reason: nothing is looked for */
    bool wants_file, has_file;
    Str typed_month,
        typed_value;  /* as typed; the value is what is scored: the total, or the month */
    Str month, value; /* canonical; empty: nothing, or no number */
    Str tolerance;
    Str note;
    Str target, plan; /* what the unit owes this year; scheduled share in per cent */
    const Str *past;  /* values of the months before, oldest first; empty where there is none */
    const Str *plans; /* scheduled shares of the same months */
    int npast;
    Str city_sum;    /* of those who have a share, for a line of the city's; empty: not asked */
    bool city_whole; /* all of them have reported */
    Str parts_sum;   /* of the unit's sub-forms; empty: it has none */
} CheckLine;

/* A narrative to compare with: of the same task. */
typedef struct CheckText {
    Str text;  /* last month's own, or another unit's row as kept */
    Str where; /* who: told in the finding */
    bool own;
} CheckText;

typedef struct CheckTask {
    Str task, progress, on_time, problem, cause, next_step;
    const CheckText *others;
    int nothers;
} CheckTask;

typedef struct CheckRequest {
    Str matter, level;
} CheckRequest;

typedef struct CheckForm {
    const CheckLine *lines;
    int nlines;
    const CheckTask *tasks;
    int ntasks;
    const CheckRequest *requests;
    int nrequests;
    const Str *levels; /* the closed list */
    int nlevels;
} CheckForm;

typedef struct ReportFinding {
    ReportCheck check;
    Str place;    /* indicator, task number, or "request N" */
    Str name;     /* of the indicator; else empty */
    Str found;    /* as typed, or the passage that was copied */
    Str expected; /* what it is held against */
    Str figure;   /* difference, factor, or per cent alike */
    Str where;    /* period or unit it was found in */
    Str unit;     /* of measure */
    bool wants_answer;
    Str answer; /* of the unit; filled by app/ */
} ReportFinding;
typedef LIST_OF(ReportFinding) ReportFindingList;

/* In the order of the form: lines, tasks, requests. */
void report_check_run(Arena *arena, const CheckForm *form, ReportFindingList *ret_findings);

/* How much of `text` stands in `other`, by runs of five characters: 0…100; the longest run that both
 * have is *ret_passage (a view into text). For texts of fewer than COPIED_CHARACTERS 0. */
enum {
    COPIED_CHARACTERS = 20,
    COPIED_UNITS = 100 /* others whose texts are looked at, of those who have the task, too */
};
int report_text_alike(Arena *arena, Str text, Str other, Str *ret_passage);
