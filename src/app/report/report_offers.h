/* app/report/report_offers.h - ask once: figures that somebody in the campaign has reported or confirmed already.
 *
 * report_form_open calls report_offers for the unit and period and shows what it gives beside the line: a
 * figure, where it is from in words, and the submission behind it. Nothing is taken over by itself.
 * Filled by what computes them (ask-once). Callers: app/report/report_form. */
#pragma once
#include "app/app.h"

typedef struct ReportOffer {
    Str indicator; /* line of the form that it is for */
    Str figure;    /* canonical */
    Str source;    /* who said it, when */
    Str party;     /* the same for people: its name */
    int version;
    bool confirmed; /* by who answers for the indicator; else reported by another unit */
    Str submission; /* id */
} ReportOffer;
typedef LIST_OF(ReportOffer) ReportOfferList;

bool report_offers(App *app, const CampaignPeriod *period, const Unit *unit,
                   ReportOfferList *ret_offers, Err *err);
