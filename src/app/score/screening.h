/* app/score/screening.h - 数据疑点筛查: the findings of a campaign's period, or of a file of values, for who may see them.
 *
 * A finding is a question with its figures, never a verdict: the office sees all, a unit its own, a data owner those on
 * what it confirms; nobody else, and no circular, score or page of leaders has them. Findings are not kept: they
 * are computed when they are asked for, and no more once they have expired; what was said of one is
 * (screening_answer.h). Reading is audited.
 * docs/screening.md is the contract. Callers: cli/cmd_screening, web/pages/screening. */
#pragma once
#include "app/app.h"
#include "app/score/screening_rules.h"
#include "base/json.h"
#include "base/par.h"
#include "doc/sheet.h"
#include "i18n/msg.h"
#include "store/screening.h"

enum {
    SCREENING_SOMEBODY = -2, /* ScreeningFinding.other: a unit that the reader is not told */
    SCREENING_ID_LEN = 32,   /* of ScreeningFinding.id: hex */
};

typedef struct ScreeningReport {
    ScreeningInput in;
    const Str *periods, *units, *unit_names, *indicators, *indicator_names; /* codes, names */
    LIST_OF(ScreeningFinding) findings; /* by period, kind, unit, indicator */
    int tested[SCREENING_KINDS];
    const ScreeningDated *rule; /* of the newest period screened */
    int period;                 /* index; -1: all */
    Date expires_on;            /* DATE_NONE: a file's do not */
    bool expired;               /* nothing is shown any more */
    bool left_out;              /* of restricted units or indicators, to who has no right */
    bool sample;
    bool answerable;          /* the reader may know what was said of them */
    ScreeningAnswers answers; /* then: of the period, by finding */
} ScreeningReport;

/* unit empty: of all that the person may see; rules empty: screening.yaml of the data folder, else the
 * program's. Faults of the rules go to `faults`. ERR_PERIOD_UNKNOWN, ERR_UNIT_UNKNOWN, ERR_DENIED,
 * ERR_SCREENING_NO_RULE {period}. */
bool screening_run(App *app, Str period, Str unit, Str rules, ScreeningReport *ret_report,
                   Faults *faults, Err *err);

/* Where the answer to a finding stands. */
typedef enum ScreeningState {
    SCREENING_OPEN,     /* nobody has said anything */
    SCREENING_ANSWERED, /* the unit has, and the office has not looked */
    SCREENING_ASKED,    /* sent back: the unit says more */
    SCREENING_ACCEPTED, /* closed */
    SCREENING_STATES
} ScreeningState;
ScreeningState screening_state(const ScreeningAnswers *answers, Str finding);
Str screening_state_word(ScreeningState state); /* open · answered · asked · accepted */
Str screening_state_text(Lang lang, ScreeningState state);

typedef struct ScreeningFiles {
    Str values, scheme, rules; /* files; the last two may be empty */
    Str period;                /* empty: all */
    Str total;                 /* code of the row that is the city's own figure; may be empty */
    Str unit;                  /* only its findings; empty: all */
    bool wide;
    const ParFor *par;
} ScreeningFiles;

/* Without campaign, database and account: what values, targets and confirmed values can show. A
 * scheme says which indicators run on, add up or are better low. ERR_FILE_*, ERR_PERIOD_UNKNOWN,
 * ERR_UNIT_UNKNOWN, ERR_LIMIT. */
bool screening_files(Arena *arena, const ScreeningFiles *files, ScreeningReport *ret_report,
                     Faults *faults, Err *err);

/* ---- in words ---- */
/* Why it is asked, with its figures; what may innocently be behind it. */
Str screening_reason(Arena *arena, Lang lang, const ScreeningReport *report,
                     const ScreeningFinding *finding);
Str screening_innocent(Lang lang, ScreeningKind kind);
Str screening_name(Lang lang, ScreeningKind kind);
/* "高新技术企业 12 / 11；…": each value with what stands against it. */
Str screening_figures(Arena *arena, const ScreeningReport *report, const ScreeningFinding *finding);
/* Of the finding's values of its period: how many have been confirmed since, and how many of these as they were reported. */
void screening_checked(const ScreeningReport *report, const ScreeningFinding *finding,
                       int *ret_confirmed, int *ret_same);
/* Titles in the person's language, or with `keys` as the JSON has them. */
Sheet screening_sheet(Arena *arena, Lang lang, bool keys, const ScreeningReport *report);
void screening_text(Arena *arena, Lang lang, const ScreeningReport *report, Out *out);
void screening_finding_text(Arena *arena, Lang lang, const ScreeningReport *report,
                            const ScreeningFinding *finding, Out *out);
void screening_csv(Arena *arena, Lang lang, const ScreeningReport *report, Out *out);
void screening_json(Arena *arena, Lang lang, const ScreeningReport *report, Json *json);
