#include "sys/totp.h"

#include "sys/password.h"

#include <liboath/oath.h>
#include <stdlib.h>

bool totp_code(Str secret, int64_t step, char ret_code[TOTP_DIGITS + 1], Err *err)
{
    if (oath_init() == OATH_OK &&
        oath_hotp_generate(secret.ptr, (size_t)secret.len, (uint64_t)step, TOTP_DIGITS, false,
                           OATH_HOTP_DYNAMIC_TRUNCATION, ret_code) == OATH_OK)
        return true;
    return err_set(err, ERR_CRYPTO, {"what", S("liboath")});
}

bool totp_check(Str secret, Str code, int64_t now_ms, int64_t last_step, int64_t *ret_step,
                Err *err)
{
    int64_t now = now_ms / TOTP_STEP_MS, found = 0;
    for (int64_t step = now - TOTP_WINDOW; step <= now + TOTP_WINDOW; step++) {
        char text[TOTP_DIGITS + 1];
        if (step < 0)
            continue;
        if (!totp_code(secret, step, text, err))
            return false;
        if (secret_equal(code, (Str){text, TOTP_DIGITS}) && step > last_step)
            found = step;
    }
    *ret_step = found;
    return true;
}

bool totp_secret_text(Arena *arena, Str secret, Str *ret_text, Err *err)
{
    char *text = NULL;
    size_t len = 0;
    if (oath_base32_encode(secret.ptr, (size_t)secret.len, &text, &len) != OATH_OK)
        return err_set(err, ERR_CRYPTO, {"what", S("liboath")});
    Str whole = {text, (ptrdiff_t)len};
    *ret_text = arena_str(arena, str_cut(&whole, '='));
    free(text);
    return true;
}
