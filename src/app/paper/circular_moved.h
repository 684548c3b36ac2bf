/* app/paper/circular_moved.h - drafts of circulars that state what corrections would change. Callers: web/pages/consequences. */
#pragma once
#include "app/paper/circular_desk.h"

typedef struct CircularMoved {
    const CampaignPeriod *period; /* of the draft */
    CircularKind kind;
    bool
        moved; /* what was saved would be printed otherwise today, or has lost its reason: it is saved anew */
    bool gone;               /* of a notice: what it tells of is as it was published again */
    ConsequenceList changes; /* of figures that it states, in it as they were published */
} CircularMoved;
typedef LIST_OF(CircularMoved) CircularMovedList;

/* Of drafts that are kept and not issued, of this period and later ones, for who may read them; nothing is written. */
bool circular_drafts_moved(App *app, const CampaignPeriod *from, const ConsequenceList *changes,
                           CircularMovedList *ret_list, Err *err);
