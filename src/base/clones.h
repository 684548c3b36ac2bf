/* base/clones.h - CLONES before a function of plain loops: compiled several times, the processor chooses.
 *
 * On x86-64 outside sanitizers (DUBAN_NO_CLONES), elsewhere nothing. -ffp-contract=off keeps the bits alike:
 * only the order of independent rows changes, never that of a sum. Static functions only: clang
 * makes no other name for those that are not. Callers: core/. */
#pragma once

#if defined(__x86_64__) && !defined(DUBAN_NO_CLONES)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define CLONES
#endif
