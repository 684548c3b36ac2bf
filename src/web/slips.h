/* web/slips.h - first passwords, shown once: a page to print, and where the person may, a workbook of the same.
 *
 * Nothing keeps them: the workbook is made of what the page itself sends back. Callers: web/pages/accounts*,
 * web/pages/setup. */
#pragma once
#include "app/people/accounts.h"
#include "web/pieces.h"

typedef struct SlipsPage {
    const AccountSlips *slips;
    Date until;
    Str title, done, back; /* back: an address */
    Nav nav;
    bool book; /* the person may have them as a workbook */
} SlipsPage;
bool slips_page(Ctx *c, const SlipsPage *page, Err *err);
/* What a person can mend stands on the form again: the sentence, and the answer's status set. False: it is no such fault. */
bool mend_here(Ctx *c, Err *err, Str *ret_sentence);
