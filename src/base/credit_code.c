#include "base/credit_code.h"

static const Str signs = SC("0123456789ABCDEFGHJKLMNPQRTUWXY");

/* The value of a sign; -1 for what is none. */
static int value_of(char sign)
{
    for (ptrdiff_t i = 0; i < signs.len; i++)
        if (signs.ptr[i] == sign)
            return (int)i;
    return -1;
}

/* GB 11714: any digit or letter counts 0..35; the check digit is 0..9 or X. */
static int organisation_value(char sign)
{
    return sign >= '0' && sign <= '9'   ? sign - '0'
           : sign >= 'A' && sign <= 'Z' ? sign - 'A' + 10
                                        : -1;
}

static bool organisation_holds(Str code)
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += weights[i] * organisation_value(code.ptr[i]);
    int check = 11 - sum % 11;
    char expected = check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
    return code.ptr[8] == expected;
}

bool credit_code_is_valid(Str code)
{
    int sum = 0, weight = 1;
    if (code.len != CREDIT_CODE_LEN)
        return false;
    for (int i = 0; i < CREDIT_CODE_LEN - 1; i++) {
        int value = value_of(code.ptr[i]);
        if (value < 0)
            return false;
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    return value_of(code.ptr[CREDIT_CODE_LEN - 1]) == (31 - sum % 31) % 31 &&
           organisation_holds(str_sub(code, 8, 17));
}
