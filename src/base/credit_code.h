/* base/credit_code.h - 统一社会信用代码 (GB 32100-2015): 18 signs with two check digits.
 *
 * The ninth to the seventeenth are the organisation code of GB 11714 with its own check digit, the last one covers
 * all. Letters I, O, S, V and Z do not occur. Callers: readers of files and forms. */
#pragma once
#include "base/str.h"

enum { CREDIT_CODE_LEN = 18 };

/* Both check digits hold; capital letters only, nothing around it. */
bool credit_code_is_valid(Str code);
