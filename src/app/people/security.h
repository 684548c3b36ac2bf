/* app/people/security.h - what the security administrator looks at first: accounts that wait, failures to sign in, second factors.
 *
 * Callers: web/pages/security.c. */
#pragma once
#include "app/people/policy.h"
#include "store/factor.h"
#include "store/signin.h"

enum { SECURITY_DAYS = 7, SECURITY_FAILURES = 20 };

typedef struct SecurityView {
    int64_t waiting;      /* accounts that wait to be authorised */
    int64_t failed;       /* attempts to sign in refused in SECURITY_DAYS */
    FailureRows failures; /* the last SECURITY_FAILURES of them */
    FactorCount factors;
    Policy policy;
} SecurityView;

/* Action POLICY_SET. */
bool security_read(App *app, SecurityView *ret_view, Err *err);
