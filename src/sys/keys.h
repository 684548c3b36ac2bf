/* sys/keys.h - keys of the installation: files in <data>/keys, never in the database.
 *
 * A key is 32 random bytes of the kernel, made when it is first asked for: mode 0600 in a folder of mode
 * 0700, as a line of hex, written beside, fsynced and put in place without replacing what is there, so that
 * two processes that make it at once go on with the same one. A file that others could read or that holds
 * something else is refused, never replaced: what was sealed with it would be lost. Who copies the
 * database alone opens nothing that was sealed. Callers: app/. */
#pragma once
#include "base/err.h"

enum { KEY_BYTES = 32 };

typedef enum KeyKind {
    KEY_SEAL,       /* secrets of second factors (sys/seal.h) */
    KEY_CHECKPOINT, /* the Ed25519 seed that checkpoints of the audit log are signed with */
    KEY_KINDS
} KeyKind;

/* ERR_DATA_FOLDER where none is known, ERR_KEY_OPEN_TO_OTHERS {file}, ERR_KEY_DAMAGED {file}, ERR_FILE_…. */
bool keys_take(Str data_folder, KeyKind kind, unsigned char ret_key[KEY_BYTES], Err *err);
