/* tests/check.h - cmocka with the few assertions that duban's types want. */
#pragma once
#include "base/err.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define CHECK(condition) assert_true(condition)
#define CHECK_I64(found, expected) assert_int_equal((found), (expected))
#define CHECK_STR(found, expected) check_str((found), (expected), __FILE__, __LINE__)
#define CHECK_ERR(err, expected)                                                                   \
    check_str(str_from_z(err_code_name((err)->code)), str_from_z(err_code_name(expected)),         \
              __FILE__, __LINE__)
/* The call must succeed; otherwise the error's name is printed. */
#define CHECK_OK(call, err)                                                                        \
    do {                                                                                           \
        if (!(call))                                                                               \
            fail_msg("%s failed: %s (%.*s)", #call, err_code_name((err)->code),                    \
                     (int)(err)->text_used, (err)->text);                                          \
    } while (0)

static inline void check_str(Str found, Str expected, const char *file, int line)
{
    if (!str_eq(found, expected)) {
        print_error("found:    [%.*s]\nexpected: [%.*s]\n", STR_ARG(found), STR_ARG(expected));
        _fail(file, line);
    }
}
