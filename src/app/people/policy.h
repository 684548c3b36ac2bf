/* app/people/policy.h - the security policy of the installation (安全策略): dated, appended, the newest holds.
 *
 * Every rule is a whole number or a word of a short list, each with its bounds in one table, which page,
 * command, JSON and audit log all walk. What nobody has set has its default; where three administrators
 * keep the installation (三员) the defaults ask for more. Only the security administrator sets it, and each
 * change is an audit row that says from what to what. Callers: web/, cli/, app/people/signin, app/people/password. */
#pragma once
#include "app/app.h"
#include "store/policy.h"

typedef enum PolicyKey {
    POLICY_PASSWORD, /* PasswordRule */
    POLICY_FACTOR,   /* FactorRule: who must have a second factor */
    POLICY_NOTICE, /* 1: people confirm the notice on their personal data when they first sign in */
    POLICY_IDLE_MINUTES,  /* a session ends after that without a request */
    POLICY_SESSION_HOURS, /* and after that in any case */
    POLICY_FIRST_DAYS,    /* that long a password made for another holds */
    POLICY_PROVE_MINUTES, /* that long after a proof of who they are people may do what is sensitive */
    POLICY_KEYS
} PolicyKey;

/* djcp3 (等保三级): three of four kinds of characters, changed every PASSWORD_DAYS, none of the last
 * PASSWORD_KEPT. asvs: long, no mixture, no rotation, not the one that holds. Both: LIMIT_PASSWORD_CHARACTERS_MIN and not easy to guess. */
typedef enum PasswordRule { PASSWORD_DJCP3, PASSWORD_ASVS } PasswordRule;
typedef enum FactorRule { FACTOR_NONE, FACTOR_ADMINISTRATORS, FACTOR_ALL } FactorRule;
enum { PASSWORD_DAYS = 90, PASSWORD_KEPT = 5, PASSWORD_KINDS = 3 };

typedef struct Policy {
    int value[POLICY_KEYS];
} Policy;

typedef struct PolicyRule {
    Str word;            /* "idle_minutes" */
    const char *choices; /* "djcp3|asvs", by value; NULL: a number */
    int min, max;
    int otherwise, otherwise_three;
} PolicyRule;
extern const PolicyRule policy_table[POLICY_KEYS];

/* One that was set, or what holds where none was. */
typedef struct PolicyVersion {
    Policy policy;
    int64_t at; /* 0: nobody has set one */
    Str by;
} PolicyVersion;
typedef LIST_OF(PolicyVersion) PolicyVersions;

/* body empty: the defaults; three: of an installation with three administrators. ERR_POLICY_BODY. */
bool policy_parse(Arena *arena, Str body, bool three, Policy *ret_policy, Err *err);
bool policy_read(Db *db, Arena *arena, Policy *ret_policy, Err *err);
/* Newest first, at most LIMIT_POLICY_VERSIONS; the last one stands for the defaults where all are there. */
bool policy_versions(App *app, PolicyVersions *ret_versions, Err *err);
/* ERR_DENIED, ERR_POLICY_VALUE, ERR_POLICY_SAME. */
bool policy_set(App *app, const Policy *policy, Err *err);

/* "djcp3", "30". */
Str policy_value(Arena *arena, PolicyKey key, int value);
/* ERR_POLICY_VALUE {key, found, expected}. */
bool policy_value_parse(PolicyKey key, Str text, int *ret_value, Err *err);
bool policy_key_parse(Str word, PolicyKey *ret_key);
