/* Hot paths of base/ and sys/: decimals, UTF-8, digests. */
#include "bench.h"

#include "base/dec.h"
#include "base/utf8.h"
#include "sys/crypto.h"

static uint64_t parse_and_print(void *ctx, int64_t count)
{
    AUTO_ARENA arena = {0};
    uint64_t sum = 0;
    for (int64_t i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(&arena);
        Dec value = {0};
        (void)dec_parse(*(Str *)ctx, &value, NULL);
        sum += (uint64_t)dec_str(&arena, value).len;
        arena_rewind(&arena, mark);
    }
    return sum;
}

static uint64_t divide(void *ctx, int64_t count)
{
    Dec a = {123456789012345, 4}, b = {3100000, 4}, q = {0};
    (void)ctx;
    for (int64_t i = 0; i < count; i++) {
        a.coef++;
        (void)dec_div(a, b, 10, &q, NULL);
    }
    return (uint64_t)q.coef;
}

static uint64_t check_utf8(void *ctx, int64_t count)
{
    uint64_t sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += utf8_valid(*(Str *)ctx, NULL);
    return sum;
}

typedef struct DigestCase {
    DigestKind kind;
    Str text;
} DigestCase;

static uint64_t digest(void *ctx, int64_t count)
{
    const DigestCase *c = ctx;
    AUTO_ARENA arena = {0};
    uint64_t sum = 0;
    for (int64_t i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(&arena);
        Str hex = {0};
        Err err = {0};
        if (digest_hex(&arena, c->kind, c->text, &hex, &err))
            sum += (unsigned char)hex.ptr[0];
        arena_rewind(&arena, mark);
    }
    return sum;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    Bench *bench = bench_new(&arena, "base", argc, argv);
    Str number = S("-12345678.901234");
    bench_case(bench, "decimal: parse and print", number.len, parse_and_print, &number);
    bench_case(bench, "decimal: divide to 10 places", 0, divide, NULL);
    Out text = out_new(&arena, 1 << 20);
    while (text.len < 64 * 1024)
        out_s(&text, S("示例市2021年重点项目完成投资310亿元。\n"));
    Str han = out_str(&text);
    bench_case(bench, "utf8: check Chinese text", han.len, check_utf8, &han);
    DigestCase sha256 = {DIGEST_SHA256, han}, sm3 = {DIGEST_SM3, han};
    bench_case(bench, "digest: SHA-256", han.len, digest, &sha256);
    bench_case(bench, "digest: SM3", han.len, digest, &sm3);
    return bench_done(bench);
}
