/* app/ledger/progress.h - notes on the progress of a task (进展登记): how it stands, in a word and a sentence.
 *
 * Whoever is responsible for a task says how it goes, the campaign office for anybody. A note is
 * appended and never changed; the newest holds. It names how many notes its writer has seen, so that
 * of two people who write to one task at once the second is told instead of covering up the first.
 * Notes stand at the tasks that have a row in the ledger; at a restricted one a state without a text, by who
 * has the right (app/restricted.h). Callers: cli/, web/. */
#pragma once
#include "app/app.h"
#include "app/campaign_index.h"
#include "store/progress.h"

typedef enum ProgressState {
    PROGRESS_ON_TRACK,
    PROGRESS_AT_RISK,
    PROGRESS_STUCK,
    PROGRESS_DONE_CLAIMED, /* by who is responsible; nobody has signed it off */
    PROGRESS_STATES
} ProgressState;
Str progress_word(ProgressState state); /* on_track … */
bool progress_parse(Str word, ProgressState *ret_state);

#define PROGRESS_SEEN_ANY (-1)
typedef struct ProgressEntry {
    Str task;
    Str state;
    Str text; /* at_risk and stuck need one; line ends become spaces */
    int64_t
        seen; /* how many notes of the task its writer has seen; PROGRESS_SEEN_ANY on the terminal */
} ProgressEntry;

/* ERR_TASK_UNKNOWN, ERR_PROGRESS_STATE, ERR_PROGRESS_TEXT, ERR_TEXT_CONTROL, ERR_LIMIT,
 * ERR_PROGRESS_RESTRICTED (a text at a restricted task), ERR_DENIED, ERR_PROGRESS_ROW, ERR_PROGRESS_CHANGED {task, found, expected}. */
bool progress_add(App *app, const ProgressEntry *entry, ProgressNote *ret_note, Err *err);
/* All notes of a task, oldest first. */
bool progress_read(App *app, Str task, ProgressNoteList *ret_notes, Err *err);
/* Whether the party (of CampaignIndex) is what the account's unit or body is today. */
bool progress_is_own(const App *app, const CampaignIndex *index, int party);
/* The account's unit or body where it has a part in the task (is responsible, or named at it or its area);
 * else empty. */
Str progress_party(App *app, int task_index);
/* The unit that a unit's seat has become by today; the code itself when it is still there, or a body's. */
Str progress_seat(App *app, Str code);
/* Whether the person may write to the task: for showing the form, never instead of progress_add. */
bool progress_may(App *app, int task_index);
