/* app/people/factor.h - the second factor (动态口令): set up by the person, asked for at each sign-in, reset by another.
 *
 * A secret is made, shown once as text and picture, and holds from the moment its first code is proved. It is
 * sealed with a key of the installation (sys/keys.h) and the account's name. Codes hold once (sys/totp.h);
 * wrong ones slow the next down as wrong passwords do. Who has lost the device is helped by the security
 * administrator alone, who takes the factor away and with it all sessions. Callers: web/, cli/cmd_factor. */
#pragma once
#include "app/people/signin.h"
#include "store/factor.h"
#include "sys/qr.h"

enum {
    FACTOR_BEGUN_MS = 15 * 60 * 1000
}; /* that long a secret that was shown waits for its first code */

typedef struct FactorState {
    int64_t proved_at; /* 0: there is none that holds */
    Str secret;        /* one that waits for its first code, in groups of four; empty: none */
    QrCode qr;
} FactorState;

/* Of the person. ERR_DATA_FOLDER, ERR_SEAL. */
bool factor_read(App *app, FactorState *ret_state, Err *err);
/* Makes a secret. ERR_FACTOR_THERE. */
bool factor_begin(App *app, Err *err);
/* The first code; the session has shown it. ERR_FACTOR_CODE, ERR_FACTOR_NONE. */
bool factor_enrol(App *app, const Session *session, Str code, Err *err);
/* A code at sign-in, or as the proof that something sensitive asks for. ERR_FACTOR_CODE, ERR_FACTOR_NONE,
 * ERR_SIGNIN_SLOW. code and address may be any bytes. */
bool factor_prove(SignIn *s, const Session *session, Str code, Str address, Err *err);
/* Takes it away from an account and ends its sessions (action SECOND_FACTOR_RESET). ERR_FACTOR_NONE. */
bool factor_reset(App *app, Str account, Err *err);
