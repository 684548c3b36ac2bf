/* app/upkeep/checkpoint.h - signed checkpoints of the audit log (审计检查点): where each chain ended, on record outside it.
 *
 * Who can write the database can rewrite the end of a chain together with its head, and the chain holds
 * again. A checkpoint names every chain with its last number and hash and is signed with a key that is not
 * in the database (sys/keys.h); its file and its paper are kept elsewhere. checkpoint_check finds a
 * chain that no longer has what a checkpoint names. Main type: Checkpoint. Callers: web/, cli/, verify. */
#pragma once
#include "app/app.h"
#include "store/checkpoint.h"

typedef struct Checkpoint {
    CheckpointRow row;
    ChainHeads heads; /* of row.body */
} Checkpoint;

/* Signs the heads as they stand (ACT_AUDIT_CHECKPOINT); audited in the chain of the installation. ERR_DATA_FOLDER,
 * ERR_KEY_…. */
bool checkpoint_make(App *app, Checkpoint *ret_checkpoint, Err *err);
/* The same by the program's own schedule, at most once a day and only where something was written
 * since; *ret_made false where none was due. The App may be unnamed (app_open_unnamed). */
bool checkpoint_daily(App *app, bool *ret_made, Checkpoint *ret_checkpoint, Err *err);

enum { CHECKPOINT_PAGE_ROWS = 50 };
typedef LIST_OF(Checkpoint) Checkpoints;
/* Newest first, a page of them, those before an id. */
bool checkpoint_page(App *app, Str before, Checkpoints *ret_list, Str *ret_next, Err *err);
/* ERR_CHECKPOINT_UNKNOWN. */
bool checkpoint_find(App *app, Str id, Checkpoint *ret_checkpoint, Err *err);
/* The public key of this installation; empty where no folder for keys is known. */
bool checkpoint_public_key(App *app, Str *ret_public, Err *err);

/* The file that is kept elsewhere: {"body": …, "public_key": …, "signature": …}; body is a text, and
 * the signature is over its bytes. */
void checkpoint_file(const Checkpoint *checkpoint, Out *out);
/* ERR_CHECKPOINT_FILE {what}. */
bool checkpoint_parse(Arena *arena, Str file, Checkpoint *ret_checkpoint, Err *err);
/* The paper to be signed by hand and kept. */
bool checkpoint_docx(App *app, const Checkpoint *checkpoint, Str *ret_bytes, Err *err);
bool checkpoint_pdf(App *app, const Checkpoint *checkpoint, Str *ret_bytes, Err *err);

/* Whether the signature is right, and the chains still have what it names. Each thing that is not so is a fault:
 * ERR_CHECKPOINT_SIGNATURE, _GONE, _OTHER; with `own_key` not empty also _KEY. */
bool checkpoint_check(App *app, const Checkpoint *checkpoint, Str own_key, Faults *faults,
                      Err *err);
/* All stored ones. */
bool checkpoint_check_all(App *app, Faults *faults, int64_t *ret_count, Err *err);
