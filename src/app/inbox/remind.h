/* app/inbox/remind.h - reminder texts (催报文字): to be copied into the groups and messages that people really use.
 *
 * The text for a group gives a count and a link: no unit is named and nobody is criticised. The text for one unit is for
 * that unit alone. Only who may remind makes one, and each text that was made is a row of the audit log, so that an office
 * sees how much it sends. Nothing is sent from here. Callers: web/pages/remind, cli/cmd_remind, app/inbox/calls. */
#pragma once
#include "app/ledger/overview.h"
#include "i18n/msg.h"

/* The month of a period that is open for reports; empty: the one in hand. ERR_PERIOD_UNKNOWN, ERR_REMIND_CLOSED. */
bool remind_month(App *app, Str period, OverviewMonth *ret_month, Err *err);

typedef struct Reminding {
    OverviewMonth month;
    UnitRefs units; /* missing ones that the reader may name, official order */
    int64_t made;   /* texts of this period so far */
} Reminding;
bool remind_read(App *app, Str period, Reminding *ret_reminding, Err *err);

/* A text in the language asked for. unit empty: for a group. link: where to go; may be empty.
 * ERR_REMIND_NOTHING, ERR_REMIND_RECEIVED {unit, period}, ERR_UNIT_UNKNOWN, ERR_LIMIT. */
bool remind_make(App *app, Lang lang, Str period, Str unit, Str link, Str *ret_text, Err *err);
