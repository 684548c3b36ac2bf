/* tests/app/door.h - the sample office with passwords, and people at its door.
 *
 * A Door is what one worker signs people in with: a connection, an arena and randomness of its own.
 * director1, clerk1 and the system administrator have passwords. */
#pragma once
#include "app/people/signin.h"
#include "office.h"

typedef struct Door {
    Arena arena;
    Office *office;
    Db *db; /* its own, or the office's */
    IdSource ids;
    RandomSource random;
} Door;

extern const Str pass_right, pass_other, pass_third, pass_wrong;

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

Door door_open(Office *office, uint64_t seed); /* with a connection of its own */
void door_done(Door *door);
SignIn door_signin(Door *door); /* now */
/* ERR_NONE or why not. token may be NULL. */
ErrCode door_try(Door *door, const char *account, Str password, const char *address,
                 Str *ret_token);
int door_wait(Door *door, const char *account, const char *address); /* seconds told; 0: not slow */
bool door_holds(Door *door, Str token);
/* password_set, password_reset by an account; ERR_NONE or why not. */
ErrCode door_set(Office *office, const char *actor, const char *account, Str password);
ErrCode door_reset(Office *office, const char *actor, const char *account, Arena *arena,
                   Str *ret_password);
