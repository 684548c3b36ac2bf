/* app/report/burden.h - what units are burdened with (减负台账): fields, files and documents asked of each, a month at a time.
 *
 * Computed from what is stored, never asked. Every internal template counts as a document: circulars and their
 * correction notices, reminders, papers of talks. Nothing of persons and no counts of sign-ins. The office,
 * leaders and inspectors read all; a unit its own row and its group's mean. Callers: cli/, web/. */
#pragma once
#include "app/app.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"

typedef struct BurdenRow {
    int lines;  /* of 表一 that it owes */
    int fields; /* cells that are typed: lines, and rows of 表二 and 表三 as sent */
    int files, again, returns, corrections; /* again: versions after the first */
    int documents; /* circulars and notices, reminders to it, talk papers */
} BurdenRow;

typedef struct BurdenUnit {
    const Unit *unit;
    BurdenRow now, before, year; /* the month, the one before, the campaign so far */
    bool own;
} BurdenUnit;

typedef struct BurdenGroup {
    const PeerGroup *group;
    int units;
    int *fields; /* [period] mean of fields in tenths; 0 without units */
    int *documents;
} BurdenGroup;

typedef struct BurdenTwice {            /* one figure asked from two places */
    Str unit, indicator, first, second; /* parties */
} BurdenTwice;

typedef struct Burden {
    const CampaignPeriod *period;
    int index;
    LIST_OF(BurdenUnit) units;
    LIST_OF(BurdenGroup) groups;
    bool all;                          /* the reader sees every unit */
    LIST_OF(BurdenTwice) twice;        /* for the office */
    LIST_OF(const Indicator *) unused; /* reported by units; no score and no target reads it */
} Burden;

/* period empty: the newest that has begun. ERR_PERIOD_UNKNOWN, ERR_DENIED. */
bool burden_read(App *app, Str period, Burden *ret_burden, Err *err);
Sheet burden_sheet(App *app, Lang lang, const Burden *burden);
void burden_json(const Burden *burden, Json *json);
