/* fuzz/fuzz.h - what every fuzz target defines; fuzz/meson.build lists them.
 *
 * The same file is linked with libFuzzer (./dev fuzz) and with replay.c, which gcc builds so that
 * every ordinary test run replays corpus/<name>/ (how inputs look) and regression/<name>/ (inputs
 * that once broke it, committed with the fix). A target returns 0 and checks with assert. */
#pragma once
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline Str fuzz_str(const uint8_t *data, size_t size)
{
    return (Str){(const char *)data, (ptrdiff_t)size};
}
