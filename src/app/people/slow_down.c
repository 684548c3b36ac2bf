#include "app/people/slow_down.h"

#include "base/limits.h"
#include "base/out.h"
#include "base/utf8.h"
#include "store/signin.h"
#include "sys/crypto.h"

#include <arpa/inet.h>
#include <string.h>

typedef enum CountedBy { BY_ACCOUNT, BY_ADDRESS, BY_PAIR, BY_COUNT } CountedBy;

typedef struct Rule {
    Str word;
    int free;
    int64_t max_ms;
} Rule;

static const Rule rules[BY_COUNT] = {
    [BY_ACCOUNT] = {SC("account"), SLOW_ACCOUNT_FREE, SLOW_ACCOUNT_MAX_MS},
    [BY_ADDRESS] = {SC("address"), SLOW_ADDRESS_FREE, SLOW_ADDRESS_MAX_MS},
    [BY_PAIR] = {SC("pair"), SLOW_ACCOUNT_FREE, SLOW_ACCOUNT_MAX_MS},
};

Str network_of(Arena *arena, Str address)
{
    struct in6_addr six;
    struct in_addr four;
    char text[INET6_ADDRSTRLEN];
    const char *z = str_z(arena, utf8_prefix(address, INET6_ADDRSTRLEN));
    if (inet_pton(AF_INET, z, &four) == 1)
        return str_from_z(z);
    if (inet_pton(AF_INET6, z, &six) != 1)
        return S("?"); /* all who have none are one */
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        (void)inet_ntop(AF_INET, six.s6_addr + 12, text, sizeof text);
        return arena_str(arena, str_from_z(text));
    }
    memset(six.s6_addr + 8, 0, 8);
    (void)inet_ntop(AF_INET6, &six, text, sizeof text);
    return arena_fmt(arena, "%s/64", text);
}

static bool row_key(Arena *arena, const Attempt *a, CountedBy kind, AttemptRow *ret_row, Err *err)
{
    Out out = out_new(arena, SIZE_MAX / 4);
    out_s(&out, kind == BY_ADDRESS ? S("") : a->account);
    out_c(&out, '\0');
    out_s(&out, kind == BY_ACCOUNT ? S("") : a->network);
    *ret_row = (AttemptRow){.kind = rules[kind].word};
    return digest_hex(arena, DIGEST_SHA256, out_str(&out), &ret_row->key_digest, err);
}

static bool row_load(Db *db, Arena *arena, const Attempt *a, CountedBy kind, AttemptRow *ret_row,
                     Err *err)
{
    if (!row_key(arena, a, kind, ret_row, err) || !attempt_find(db, ret_row, err))
        return false;
    /* A failure in the future: the clock was set back. Nobody waits for it to come round again. */
    if (ret_row->last_at > a->now_ms || a->now_ms - ret_row->last_at >= SLOW_FORGET_MS)
        ret_row->failures = 0;
    return true;
}

static int64_t wait_of(const Rule *rule, const AttemptRow *row, int64_t now_ms)
{
    int64_t delay = 1000;
    if (row->failures < rule->free)
        return 0;
    for (int64_t n = row->failures; n > rule->free && delay < rule->max_ms; n--)
        delay *= 2;
    if (delay > rule->max_ms)
        delay = rule->max_ms;
    int64_t wait = row->last_at + delay - now_ms;
    return wait > 0 ? wait : 0;
}

bool slow_wait(Db *db, Arena *arena, const Attempt *attempt, int64_t *ret_wait_ms, Err *err)
{
    int64_t longest = 0;
    for (int k = 0; k < BY_COUNT; k++) {
        AttemptRow row;
        if (attempt->known != (k == BY_PAIR))
            continue;
        if (!row_load(db, arena, attempt, (CountedBy)k, &row, err))
            return false;
        int64_t wait = wait_of(&rules[k], &row, attempt->now_ms);
        longest = wait > longest ? wait : longest;
    }
    *ret_wait_ms = longest;
    return true;
}

bool slow_count(Db *tx, Arena *arena, const Attempt *attempt, Err *err)
{
    for (int k = 0; k < BY_COUNT; k++) {
        AttemptRow row;
        if (!row_load(tx, arena, attempt, (CountedBy)k, &row, err))
            return false;
        row.failures++;
        row.last_at = attempt->now_ms;
        if (!attempt_save(tx, &row, err))
            return false;
    }
    return true;
}

bool slow_forgive(Db *tx, Arena *arena, const Attempt *attempt, bool right, Err *err)
{
    for (int k = 0; k < BY_COUNT; k++) {
        AttemptRow row;
        if (!row_key(arena, attempt, (CountedBy)k, &row, err) || !attempt_find(tx, &row, err))
            return false;
        bool forget = right && k == BY_PAIR;
        row.failures = forget || row.failures == 0 ? 0 : row.failures - 1;
        if (!attempt_save(tx, &row, err))
            return false;
    }
    return true;
}
