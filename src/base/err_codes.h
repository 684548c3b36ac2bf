/* base/err_codes.h - every error duban can report, by area; the sentence of X(NAME, …) is the row
 * err.NAME of i18n/messages.tsv, and the build fails where one is missing. */
#pragma once
#include "base/err_codes_month.h"

/* One row a code, not aligned by the formatter, so that two branches that add codes merge. */
/* clang-format off */
#define ERR_CODES(X)                                                                               \
    /* base, files, limits */                                                                      \
    X(INTERNAL, KIND_INTERNAL)       /* what */                                                    \
    X(FILE_OPEN, KIND_IO)            /* file, reason */                                            \
    X(FILE_READ, KIND_IO)            /* file, reason */                                            \
    X(FILE_WRITE, KIND_IO)           /* file, reason */                                            \
    X(FILE_TOO_LARGE, KIND_TOO_LARGE) /* file, limit, found */                                     \
    X(FILE_ABSENT, KIND_NOT_FOUND)   /* file */                                                    \
    X(FILE_DENIED, KIND_DENIED)      /* file */                                                    \
    X(FILE_FOLDER, KIND_INVALID)     /* file */                                                    \
    X(FILE_FULL, KIND_IO)            /* file */                                                    \
    X(CRYPTO, KIND_INTERNAL)         /* what */                                                    \
    X(DATA_FOLDER, KIND_INVALID)     /* no --data: keys, files, backups */                     \
    X(KEY_OPEN_TO_OTHERS, KIND_CONFLICT) /* file */                                            \
    X(KEY_DAMAGED, KIND_IO)          /* file */                                                \
    X(SEAL, KIND_IO)                                                                           \
    X(LIMIT, KIND_TOO_LARGE)         /* name, limit, found */                                      \
    X(TEXT_ENCODING, KIND_INVALID)   /* found: neither UTF-8 nor GB 18030 */                       \
    X(DEC_MALFORMED, KIND_INVALID)   /* found */                                                   \
    X(DEC_RANGE, KIND_INVALID)       /* found */                                                   \
    X(DEC_DIVIDE_BY_ZERO, KIND_INVALID)                                                            \
    X(DATE_MALFORMED, KIND_INVALID)  /* found */                                                   \
    /* periods, calendar */                                                                        \
    X(PERIOD_MALFORMED, KIND_INVALID)     /* found */                                              \
    X(CALENDAR_YEAR, KIND_CONFLICT)       /* found: a year without a table */                      \
    X(CALENDAR_TWICE, KIND_INVALID)       /* found */                                              \
    X(CALENDAR_ROW, KIND_INVALID)         /* found, expected */                                    \
    X(CALENDAR_PART, KIND_INVALID)        /* found: a year */                                      \
    X(TERM_TEXT, KIND_INVALID)            /* found */                                              \
    X(TERM_COUNT, KIND_INVALID)                                                                    \
    /* yaml, json and their trees */                                                               \
    X(YAML_SYNTAX, KIND_INVALID)          /* found */                                              \
    X(YAML_ANCHOR, KIND_INVALID)          /* found */                                              \
    X(YAML_TAG, KIND_INVALID)             /* found */                                              \
    X(YAML_KEY, KIND_INVALID)                                                                      \
    X(YAML_DOCUMENTS, KIND_INVALID)                                                                \
    X(TREE_TWICE, KIND_INVALID)           /* key */                                                \
    X(TREE_KEY, KIND_INVALID)             /* found, expected */                                    \
    X(TREE_KEY_NEAR, KIND_INVALID)        /* found, nearest, expected */                           \
    X(TREE_MISSING, KIND_INVALID)         /* key */                                                \
    X(TREE_KIND, KIND_INVALID)            /* key, expected */                                      \
    X(TREE_VALUE, KIND_INVALID)           /* key, found, expected */                               \
    X(TREE_WORD, KIND_INVALID)            /* key, found, expected */                               \
    X(JSON_SYNTAX, KIND_INVALID)          /* found */                                              \
    X(JSON_TWICE, KIND_INVALID)           /* found */                                              \
    X(JSON_NUMBER, KIND_INVALID)          /* found */                                              \
    /* scheme and score */                                                                         \
    X(SCHEME_FORMAT, KIND_INVALID)        /* found, expected */                                    \
    X(SCHEME_CODE_TWICE, KIND_INVALID)    /* found */                                              \
    X(SCHEME_CODE_MISSING, KIND_INVALID)  /* found: name */                                        \
    X(SCHEME_NO_EFFECT, KIND_INVALID)     /* key, found */                                         \
    X(SCHEME_KEY_IDLE, KIND_INVALID)      /* key, rule */                                          \
    X(SCHEME_PER_EVENT, KIND_INVALID)     /* found: code */                                        \
    X(SCHEME_PLAN, KIND_INVALID)          /* found */                                              \
    X(SCHEME_PLAN_FALLS, KIND_INVALID)    /* found: month */                                       \
    X(SCHEME_PLAN_END, KIND_INVALID)      /* found: name */                                        \
    X(SCHEME_BOUNDS, KIND_INVALID)        /* found, expected */                                    \
    X(SCHEME_BOTH, KIND_INVALID)          /* key, other */                                         \
    X(SCHEME_ORDER, KIND_INVALID)         /* found */                                              \
    X(SCHEME_MONTHS, KIND_INVALID)                                                                 \
    X(SCHEME_MIN_GROUP, KIND_INVALID)     /* found, expected */                                    \
    X(SCHEME_LADDER, KIND_INVALID)        /* found, expected */                                    \
    X(SCHEME_WINDOW, KIND_INVALID)                                                                 \
    X(SCHEME_AUTHORITY, KIND_INVALID)     /* found: id */                                          \
    X(SCHEME_SHARES, KIND_INVALID)        /* found */                                              \
    X(FORMULA_CHAR, KIND_INVALID) /* column, found */ \
    X(FORMULA_QUOTE, KIND_INVALID) /* column, found */ \
    X(FORMULA_NUMBER, KIND_INVALID) /* column, found */ \
    X(FORMULA_VALUE, KIND_INVALID) /* column, found */ \
    X(FORMULA_OPERATOR, KIND_INVALID) /* column, found */ \
    X(FORMULA_BRACKET, KIND_INVALID) /* column, found */ \
    X(FORMULA_FUNCTION, KIND_INVALID) /* column, found */ \
    X(FORMULA_FUNCTION_NEAR, KIND_INVALID) /* column, found, nearest */ \
    X(FORMULA_OPERANDS, KIND_INVALID) /* column, found */ \
    X(FORMULA_NOT_NUMBER, KIND_INVALID) /* column, found */ \
    X(FORMULA_NOT_CONDITION, KIND_INVALID) /* column, found */ \
    X(FORMULA_DECIMALS, KIND_INVALID) /* column, found */ \
    X(SCHEME_BANDS, KIND_INVALID)         /* found, expected: the band before */                   \
    X(SCHEME_DIRECTION, KIND_INVALID)     /* found, rule */                                        \
    X(SCHEME_MATRIX, KIND_INVALID)        /* found, expected */                                    \
    X(SCHEME_RECIPROCAL, KIND_INVALID)    /* found, expected */                                    \
    X(SCHEME_CONSISTENCY, KIND_INVALID)   /* found */                                              \
    X(SCHEME_NEGATIVE, KIND_INVALID)      /* found: code, rule */                                  \
    X(SCHEME_VOTER_TWICE, KIND_INVALID)   /* found */                                              \
    X(SCHEME_GRADE_REST, KIND_INVALID)    /* found: name */                                        \
    X(SCHEME_NOT_FED, KIND_INVALID)       /* found: code, key, rule */                             \
    X(SCHEME_ZERO, KIND_INVALID)          /* found: code, rule */                                  \
    X(SCHEME_OVERRIDE, KIND_INVALID)      /* found: code */                                        \
    X(SCHEME_ASKED_TWICE, KIND_INVALID)   /* key, other */                                         \
    X(SCHEME_SAME_TWICE, KIND_INVALID)    /* found, other: codes */                                \
    X(SCHEME_NO_LADDER, KIND_INVALID)                                                              \
    X(SCHEME_READY, KIND_NOT_FOUND)       /* found, nearest */                                     \
    X(SCHEME_INDICATOR, KIND_INVALID)     /* indicator, key, found, expected */                    \
    X(SCHEME_NO_INDICATOR, KIND_INVALID)  /* indicator */                                          \
    X(STABILITY_EMPTY, KIND_INVALID)                                                               \
    X(STABILITY_DRAWS, KIND_INVALID) /* found, expected */                                         \
    X(STABILITY_WEIGHTS, KIND_INVALID)                                                             \
    X(STABILITY_TOLERANCE, KIND_INVALID)                                                           \
    X(STABILITY_RANGE, KIND_INVALID)                                                               \
    X(STABILITY_VARY, KIND_INVALID) /* found, expected */                                          \
    X(STABILITY_BANDS, KIND_INVALID) /* found */                                                   \
    X(STABILITY_SETS, KIND_INVALID) /* file */                                                     \
    X(STABILITY_SET_WEIGHT, KIND_INVALID) /* found */                                              \
    X(STABILITY_FACTORS, KIND_INVALID)                                                             \
    X(YEAR_RANGE, KIND_INVALID)           /* unit: number from 1 */                                \
    X(YEAR_NONE, KIND_INVALID)            /* found: scheme */                                      \
    X(YEAR_PARTS, KIND_INVALID)           /* key */                                                \
    X(YEAR_UNIT, KIND_INVALID)            /* unit */                                               \
    X(YEAR_TWICE, KIND_INVALID)           /* unit */                                               \
    X(SCORE_RANGE, KIND_INVALID)          /* unit, node: numbers from 1 */                         \
    X(SCORE_EVENT, KIND_INTERNAL)         /* unit, node */                                         \
    X(ENGINE_COLUMN, KIND_INVALID)        /* indicator, key: leaf */                               \
    X(ENGINE_STOPPED, KIND_INVALID)       /* by who asked for progress */                          \
    /* command line */                                                                             \
    X(CLI_COMMAND, KIND_INVALID)     /* found */                                                   \
    X(CLI_COMMAND_NEAR, KIND_INVALID) /* found, nearest */                                         \
    X(CLI_NO_COMMAND, KIND_INVALID)                                                                \
    X(CLI_OPTION, KIND_INVALID)      /* found, command, at */                                      \
    X(CLI_OPTION_NEAR, KIND_INVALID) /* found, command, nearest, at */                             \
    X(CLI_VALUE_MISSING, KIND_INVALID) /* option, expected, at */                                  \
    X(CLI_FLAG_VALUE, KIND_INVALID)  /* option, found, at */                                       \
    X(CLI_TWICE, KIND_INVALID)       /* option, at */                                              \
    X(CLI_EXTRA, KIND_INVALID)       /* found, command */                                          \
    X(CLI_ENCODING, KIND_INVALID)    /* at */                                                      \
    X(CLI_OPTION_VALUE, KIND_INVALID) /* option, found, expected */                                \
    X(CLI_MISSING, KIND_INVALID)     /* what, command */                                           \
    X(CLI_TOGETHER, KIND_INVALID)    /* option, other */                                           \
    /* doc: CSV cells, values as typed (found: the text as it stands) */                           \
    X(CSV_QUOTE, KIND_INVALID)       /* found */                                                   \
    X(CSV_AFTER_QUOTE, KIND_INVALID) /* found */                                                   \
    X(CSV_NUL, KIND_INVALID)                                                                       \
    X(CSV_ENCODING, KIND_INVALID)    /* found: bytes in hex, or the name of the encoding */        \
    X(TYPED_NUMBER, KIND_INVALID)    /* found */                                                   \
    X(TYPED_DATE, KIND_INVALID)      /* found */                                                   \
    X(TYPED_PERIOD, KIND_INVALID)    /* found */                                                   \
    X(TYPED_INSTANT, KIND_INVALID)   /* found */                                                   \
    X(TYPED_BOOL, KIND_INVALID)      /* found */                                                   \
    /* doc: values for the score command */                                                        \
    X(VALUES_COLUMN, KIND_INVALID)   /* found, expected */                                         \
    X(VALUES_COLUMN_MISSING, KIND_INVALID) /* key */                                               \
    X(VALUES_COLUMN_TWICE, KIND_INVALID) /* found */                                               \
    X(VALUES_CELLS, KIND_INVALID)    /* found, expected: numbers of cells */                       \
    X(VALUES_NUMBER, KIND_INVALID)   /* found */                                                   \
    X(VALUES_BOUNDS, KIND_INVALID)   /* found, expected */                                         \
    X(VALUES_EMPTY, KIND_INVALID)    /* key */                                                     \
    X(VALUES_PERIOD, KIND_INVALID)   /* found */                                                   \
    X(VALUES_PERIOD_MIXED, KIND_INVALID) /* found, expected: periods */                            \
    X(VALUES_PERIOD_SAME, KIND_INVALID) /* found, other: periods */                                \
    X(VALUES_GROUP, KIND_INVALID)    /* unit, period, found, expected, other: a row */             \
    X(VALUES_TWICE, KIND_INVALID)    /* unit, period, indicator, other: a row */                   \
    X(VALUES_ROW_TWICE, KIND_INVALID) /* unit, period, other: a row */                             \
    X(VALUES_WIDE, KIND_INVALID)                                                                   \
    X(VALUES_NONE, KIND_INVALID)                                                                   \
    X(HISTORY_PERIOD, KIND_INVALID)  /* found, expected: the first period of the values */         \
    X(HISTORY_TWICE, KIND_INVALID)   /* unit, period */                                            \
    X(SCORE_EXPLAIN, KIND_NOT_FOUND) /* unit, period */                                            \
    X(EVENT_ROW, KIND_INVALID)       /* unit, period */                                            \
    X(EVENT_NO_RULE, KIND_INVALID)   /* found */                                                   \
    /* doc: workbooks (part: a file inside the archive) */                                         \
    X(XLSX_TEXT_LONG, KIND_TOO_LARGE) /* found: characters */                                      \
    X(XLSX_ROWS, KIND_TOO_LARGE)                                                                   \
    X(XLSX_SHEET_NAME, KIND_INVALID) /* found */                                                   \
    X(XLSX_NOT_ZIP, KIND_INVALID)                                                                  \
    X(XLSX_OLD, KIND_INVALID)                                                                      \
    X(XLSX_ENCRYPTED, KIND_INVALID)                                                                \
    X(XLSX_MACRO, KIND_INVALID)      /* part */                                                    \
    X(XLSX_NAME, KIND_INVALID)       /* found */                                                   \
    X(XLSX_TWICE, KIND_INVALID)      /* found */                                                   \
    X(XLSX_PART, KIND_INVALID)       /* part */                                                    \
    X(XLSX_DAMAGED, KIND_INVALID)    /* part, reason */                                            \
    X(XLSX_SIZE, KIND_INVALID)       /* part, expected, found */                                   \
    X(XLSX_BOMB, KIND_TOO_LARGE)     /* part, found, limit */                                      \
    X(XLSX_DOCTYPE, KIND_INVALID)    /* part */                                                    \
    X(XLSX_XML, KIND_INVALID)        /* part, found */                                             \
    X(XLSX_CELL, KIND_INVALID)       /* found */                                                   \
    X(XLSX_CELL_ERROR, KIND_INVALID) /* found */                                                   \
    X(XLSX_FORMULA, KIND_INVALID)                                                                  \
    X(XLSX_NO_SHEET, KIND_INVALID)   /* found */                                                   \
    /* requests: fields, parts and parameters (http) */                                            \
    X(HTTP_ENCODING, KIND_INVALID)    /* found */                                                  \
    X(HTTP_PATH, KIND_INVALID)        /* found */                                                  \
    X(HTTP_FIELD, KIND_INVALID)       /* field, found */                                           \
    X(HTTP_FIELD_NAME, KIND_INVALID)                                                               \
    X(HTTP_FIELD_BYTES, KIND_TOO_LARGE)/* field, found, limit */                                   \
    X(HTTP_MULTIPART, KIND_INVALID)   /* what: the part of RFC 7578 that is at fault */            \
    X(PARAM_UNKNOWN, KIND_INVALID)    /* field, expected */                                        \
    X(PARAM_NONE, KIND_INVALID)       /* field */                                                  \
    X(PARAM_TWICE, KIND_INVALID)      /* field */                                                  \
    X(PARAM_MISSING, KIND_INVALID)    /* field */                                                  \
    X(PARAM_CODE, KIND_INVALID)       /* field, found, expected: bytes */                          \
    X(PARAM_TEXT, KIND_INVALID)       /* field, found, expected: characters */                     \
    X(PARAM_CONTROL, KIND_INVALID)    /* field, found */                                           \
    X(PARAM_INT, KIND_INVALID)        /* field, found, expected */                                 \
    X(PARAM_PERIOD, KIND_INVALID)     /* field, found, expected */                                 \
    X(PARAM_CHOICE, KIND_INVALID)     /* field, found, expected */                                 \
    X(PARAM_FLAG, KIND_INVALID)       /* field, found, expected */                                 \
    X(PARAM_SECRET, KIND_INVALID)     /* field, expected: bytes */                                 \
    X(PARAM_FILE, KIND_INVALID)       /* field: text where a file is expected */                   \
    X(PARAM_NO_FILE, KIND_INVALID)    /* field: a file where text is expected */                   \
    X(PARAM_FILES, KIND_INVALID)      /* field, found, expected */                                 \
    /* accounts, campaign and month (app) */                                                       \
    X(DENIED, KIND_DENIED)           /* account, action, party */                                  \
    X(ACCOUNT_NONE, KIND_INVALID)                                                                  \
    X(ACCOUNT_UNKNOWN, KIND_NOT_FOUND) /* found */                                                 \
    X(ACCOUNT_INACTIVE, KIND_DENIED) /* found */                                                   \
    X(ACCOUNT_WAITS, KIND_DENIED)    /* found: nobody has authorised it yet */                     \
    X(ACCOUNT_EXPIRED, KIND_DENIED)  /* found, date */                                             \
    X(ACCOUNT_SELF, KIND_DENIED)                                                                   \
    X(ACCOUNT_NONE_CHOSEN, KIND_INVALID)                                                           \
    X(ACCOUNT_EXISTS, KIND_CONFLICT) /* found */                                                   \
    X(ACCOUNT_TWICE, KIND_INVALID) /* found, first */                                              \
    X(ACCOUNT_CAMPAIGN, KIND_INVALID)                                                              \
    X(ACCOUNT_PARTY, KIND_INVALID) /* found */                                                     \
    X(ACCOUNT_PARTY_NEAR, KIND_INVALID) /* found, nearest */                                       \
    X(ACCOUNT_NEEDS_UNIT, KIND_INVALID)                                                            \
    X(ACCOUNT_NEEDS_BODY, KIND_INVALID)                                                            \
    X(ACCOUNT_ADMINISTRATOR, KIND_INVALID)                                                         \
    X(ACCOUNT_POST, KIND_INVALID) /* limit */                                                      \
    X(ACCOUNT_PHONE, KIND_INVALID) /* found */                                                     \
    X(ACCOUNT_NO_GRANT, KIND_CONFLICT) /* found */                                                 \
    X(ACCOUNT_DATE, KIND_INVALID) /* found, today */                                               \
    X(ACCOUNT_REASON, KIND_INVALID)                                                                \
    X(ACCOUNT_OFF_BY, KIND_DENIED) /* found */                                                     \
    X(FIRST_START_DONE, KIND_CONFLICT)                                                             \
    X(FIRST_START_SAME, KIND_INVALID) /* found */                                                  \
    X(ACCOUNT_LEFT, KIND_INVALID) /* found: a warning */                                           \
    X(FIRST_START_NEEDED, KIND_CONFLICT)                                                           \
    X(SETUP_CODE, KIND_DENIED)                                                                     \
    X(ACCOUNT_NAME, KIND_INVALID) /* found */                                                      \
    X(ACCOUNT_TAKEN, KIND_CONFLICT)  /* found */                                                   \
    /* signing in */                                                                              \
    X(SIGNIN_WRONG, KIND_DENIED)                                                                   \
    X(SIGNIN_SLOW, KIND_BUSY)        /* seconds */                                                 \
    X(PASSWORD_SHORT, KIND_INVALID)  /* found, limit: characters */                                \
    X(PASSWORD_LONG, KIND_INVALID)   /* found, limit: bytes */                                     \
    X(PASSWORD_TEXT, KIND_INVALID)                                                                 \
    X(PASSWORD_COMMON, KIND_INVALID)                                                               \
    X(PASSWORD_KINDS, KIND_INVALID)  /* found, expected: kinds of characters */                \
    X(PASSWORD_USED, KIND_INVALID)   /* limit: how many last ones */                           \
    X(PASSWORD_OLD, KIND_INVALID)    /* the old one, typed to set a new one, is wrong */       \
    X(PASSWORD_CHOSEN, KIND_DENIED)  /* found: the account of another */                       \
    X(PASSWORD_OF_THREE, KIND_DENIED) /* found: an administrator without a second factor */    \
    X(FACTOR_CODE, KIND_INVALID)                                                               \
    X(FACTOR_NONE, KIND_CONFLICT)                                                              \
    X(FACTOR_THERE, KIND_CONFLICT)                                                             \
    X(SESSION_UNKNOWN, KIND_NOT_FOUND)                                                         \
    X(DELEGATION_NONE, KIND_DENIED)  /* found: the account acted for, or an id */              \
    X(DELEGATION_OVER, KIND_CONFLICT) /* found: the account acted for until now */             \
    X(DELEGATION_SELF, KIND_INVALID)                                                           \
    X(DELEGATION_ADMIN, KIND_INVALID) /* found */                                              \
    X(DELEGATION_PARTY, KIND_INVALID) /* found */                                              \
    X(DELEGATION_DATES, KIND_INVALID) /* found, expected */                                    \
    X(DELEGATION_LONG, KIND_TOO_LARGE) /* found, limit: days */                                \
    X(DELEGATION_REASON, KIND_INVALID)                                                         \
    X(DELEGATION_THERE, KIND_CONFLICT) /* found */                                             \
    X(POLICY_KEY, KIND_INVALID)      /* found */                                               \
    X(POLICY_VALUE, KIND_INVALID)    /* key, found, expected */                                \
    X(POLICY_SAME, KIND_CONFLICT)                                                              \
    X(POLICY_BODY, KIND_INTERNAL)                                                              \
    X(GATE_CODE, KIND_DENIED)        /* the session waits for … */                             \
    X(GATE_PASSWORD, KIND_DENIED)                                                              \
    X(GATE_FACTOR, KIND_DENIED)                                                                \
    X(GATE_NOTICE, KIND_DENIED)                                                                \
    X(PROVE_NEEDED, KIND_DENIED)                                                               \
    X(PASSWORD_TWICE, KIND_INVALID)                                                                \
    X(INPUT_ENDED, KIND_INVALID)                                                                   \
    X(PASSWORD_BUSY, KIND_BUSY)                                                                    \
    X(CAMPAIGN_NONE, KIND_NOT_FOUND)                                                               \
    X(CAMPAIGN_UNKNOWN, KIND_NOT_FOUND) /* found */                                                \
    X(CAMPAIGN_WHICH, KIND_INVALID)  /* found, other */                                            \
    X(CAMPAIGN_CHANGED, KIND_CONFLICT) /* found */                                                 \
    X(PERIOD_UNKNOWN, KIND_INVALID)  /* found, expected */                                         \
    X(PERIOD_FROZEN, KIND_CONFLICT)  /* period */                                                  \
    X(PERIOD_NOT_RANKED, KIND_CONFLICT) /* period */                                               \
    X(PERIOD_EARLIER_OPEN, KIND_CONFLICT) /* period, earlier */                                    \
    X(PERIOD_LATER_FROZEN, KIND_CONFLICT) /* period, later */                                      \
    X(PERIOD_PASSED, KIND_CONFLICT) /* period, later */                                            \
    X(PERIOD_NOT_FROZEN, KIND_CONFLICT) /* period */                                               \
    X(PERIOD_NOT_PUBLISHED, KIND_CONFLICT) /* period */                                            \
    X(PERIOD_HIDDEN, KIND_DENIED)    /* period, account */                                         \
    X(PERIOD_PUBLISHED, KIND_CONFLICT) /* period */                                                \
    X(PERIOD_NO_RUN, KIND_NOT_FOUND) /* period, group */                                           \
    X(PERIOD_MOVED, KIND_BUSY)       /* period */                                                  \
    X(PERIOD_EMPTY, KIND_CONFLICT)   /* period */                                                  \
    X(IMPORT_EMPTY, KIND_INVALID)    /* found */                                                   \
    X(SUBMISSION_UNKNOWN, KIND_NOT_FOUND) /* found */                                              \
    X(CORRECTION_BASIS, KIND_INVALID)                                                              \
    X(CORRECTION_OLD, KIND_CONFLICT) /* found, expected, unit, indicator */                        \
    X(EVENT_UNKNOWN, KIND_NOT_FOUND) /* unit, period, found */                                     \
    X(RESULT_NO_TRIAL, KIND_CONFLICT)      /* period */                                            \
    X(RESULT_NO_WINDOW, KIND_CONFLICT)     /* period */                                            \
    X(RESULT_OPEN_SAME, KIND_CONFLICT)     /* period, by, at */                                    \
    X(RESULT_NOT_OPENED, KIND_CONFLICT)    /* period */                                            \
    X(RESULT_WINDOW, KIND_CONFLICT)        /* period, until */                                     \
    X(RESULT_MOVED, KIND_CONFLICT)         /* period */                                            \
    X(RESULT_CONFIRMED, KIND_CONFLICT)     /* period, by, at */                                    \
    X(RESULT_NOT_CONFIRMED, KIND_CONFLICT) /* period */                                            \
    X(RESULT_SELF, KIND_CONFLICT)          /* period, by */                                        \
    X(APPEAL_REASON, KIND_INVALID)                                                                 \
    X(APPEAL_UNKNOWN, KIND_NOT_FOUND) /* unit, period */                                           \
    X(APPEAL_RULED, KIND_CONFLICT)   /* unit, period */                                            \
    X(APPEAL_OPEN, KIND_CONFLICT)    /* unit, period */                                            \
    X(APPEAL_EXISTS, KIND_CONFLICT)  /* unit, period */                                            \
    X(APPEAL_LATE, KIND_CONFLICT)    /* period, expected */                                        \
    X(APPEAL_EARLY, KIND_CONFLICT)   /* period */                                                  \
    X(SCHEME_NONE, KIND_NOT_FOUND)   /* group, period */                                           \
    X(SCHEME_TRIAL, KIND_CONFLICT)   /* group */                                                   \
    X(UNIT_UNKNOWN, KIND_NOT_FOUND)  /* found */                                                   \
    X(UNIT_NOT_MEMBER, KIND_NOT_FOUND) /* unit, period */                                          \
    X(GROUP_UNKNOWN, KIND_INVALID)   /* found, expected */                                         \
    X(NODE_UNKNOWN, KIND_INVALID)    /* found */                                                   \
    X(DIGEST_NONE, KIND_NOT_FOUND)   /* found */                                                   \
    X(REMIND_CLOSED, KIND_CONFLICT)  /* found */                                                   \
    X(REMIND_NOTHING, KIND_CONFLICT) /* period */                                                  \
    X(REMIND_RECEIVED, KIND_CONFLICT) /* unit, period */                                           \
    X(CIRCULAR_ISSUED, KIND_CONFLICT) /* period, number */                                         \
    X(CIRCULAR_NOT_ISSUED, KIND_CONFLICT) /* period */                                             \
    X(CIRCULAR_UNCHANGED, KIND_NOT_FOUND) /* period */                                             \
    X(CIRCULAR_NUMBER, KIND_CONFLICT) /* number, period */                                         \
    X(CIRCULAR_NO_ISSUER, KIND_CONFLICT)                                                           \
    X(CIRCULAR_ISSUER, KIND_CONFLICT) /* found, body */                                            \
    X(PAPER_FIGURE, KIND_INTERNAL)    /* found */                                                  \
    X(CIRCULAR_PAPER, KIND_CONFLICT)  /* period, line, found, expected */                          \
    X(NOTICE_ISSUED, KIND_CONFLICT)   /* period, number */                                         \
    X(PAPER_JSON, KIND_CONFLICT)      /* place, expected, found */                                 \
    /* office files */                                                                             \
    X(PACK, KIND_INTERNAL)            /* entry, reason */                                          \
    X(AUDIT_BROKEN, KIND_CONFLICT)   /* chain, seq */                                              \
    X(AUDIT_ROW_UNKNOWN, KIND_NOT_FOUND) /* chain, seq */                                          \
    X(AUDIT_KEY, KIND_INVALID)       /* found, expected */                                         \
    X(AUDIT_COPY_OTHER, KIND_CONFLICT) /* file, chain, seq */                                      \
    X(CHECKPOINT_UNKNOWN, KIND_NOT_FOUND) /* found */                                              \
    X(CHECKPOINT_FILE, KIND_INVALID) /* what */                                                    \
    X(CHECKPOINT_SIGNATURE, KIND_CONFLICT) /* id */                                                \
    X(CHECKPOINT_KEY, KIND_CONFLICT) /* id, found, expected */                                     \
    X(CHECKPOINT_GONE, KIND_CONFLICT) /* id, chain, seq */                                         \
    X(CHECKPOINT_OTHER, KIND_CONFLICT) /* id, chain, seq */                                        \
    X(FILE_IN_USE, KIND_CONFLICT)    /* file */                                                    \
    X(RESTRICTED, KIND_DENIED)       /* unit */                                                    \
    X(TEXT_HIDDEN, KIND_INVALID)     /* found */                                                   \
    X(CLI_HIDDEN, KIND_INVALID)      /* at */                                                      \
    X(VERIFY_PROBLEM, KIND_CONFLICT) /* what, object */                                            \
    /* tables: columns and cells */                                                                \
    X(TABLE_EMPTY, KIND_INVALID)                                                                   \
    X(COLUMN_UNKNOWN, KIND_INVALID)       /* found, expected */                                    \
    X(COLUMN_UNKNOWN_NEAR, KIND_INVALID)  /* found, nearest */                                     \
    X(COLUMN_TWICE, KIND_INVALID)         /* found */                                              \
    X(COLUMN_MISSING, KIND_INVALID)       /* column */                                             \
    X(CELL_EMPTY, KIND_INVALID)           /* column */                                             \
    X(CELL_SURPLUS, KIND_INVALID)         /* found */                                              \
    X(CELL_WORD, KIND_INVALID)            /* found, expected */                                    \
    X(CELL_CODE, KIND_INVALID)            /* found */                                              \
    X(CELL_RANGE, KIND_INVALID)           /* found, expected */                                    \
    /* files of a campaign */                                                                      \
    X(CAMPAIGN_FILE_MISSING, KIND_INVALID)/* found */                                              \
    X(CAMPAIGN_FILE_IDLE, KIND_INVALID)   /* found */                                              \
    X(CAMPAIGN_TABLE_TWICE, KIND_INVALID) /* found */                                              \
    X(CAMPAIGN_TWICE, KIND_INVALID)       /* column, found, first: row */                          \
    X(CAMPAIGN_REFERENCE, KIND_INVALID)   /* column, found, where */                               \
    X(CAMPAIGN_REFERENCE_NEAR, KIND_INVALID)/* column, found, where, nearest */                    \
    X(CAMPAIGN_CYCLE, KIND_INVALID)       /* found */                                              \
    X(DATES_REVERSED, KIND_INVALID)       /* found, from */                                        \
    X(MONTH_ORDER, KIND_INVALID)          /* key, found, expected */                               \
    X(REMIND_ORDER, KIND_INVALID)         /* found, before */                                      \
    X(PERIOD_WHOLE_MONTHS, KIND_INVALID)  /* from, to */                                           \
    X(PERIOD_CODE, KIND_INVALID)          /* found, expected */                                    \
    X(PERIOD_YEAR, KIND_INVALID)          /* found, expected */                                    \
    X(PERIOD_ORDER, KIND_INVALID)         /* found, expected, before */                            \
    X(PERIOD_GAP, KIND_INVALID)           /* found, expected, before */                            \
    X(PERIOD_NO_RULE, KIND_INVALID)                                                                \
    X(GROUP_EMPTY, KIND_INVALID)          /* group */                                              \
    X(GROUP_SIZE, KIND_INVALID)           /* group, found, expected */                             \
    X(GROUP_NO_SCHEME, KIND_INVALID)      /* found */                                              \
    X(UNIT_BODY_TWICE, KIND_INVALID)      /* found */                                              \
    X(UNIT_MUNICIPAL_RANKED, KIND_INVALID)/* found */                                              \
    X(UNIT_NO_END, KIND_INVALID)          /* found, successor */                                   \
    X(UNIT_SUCCESSOR_GROUP, KIND_INVALID) /* unit, found, expected */                              \
    X(UNIT_SUCCESSOR_DATE, KIND_INVALID)  /* unit, found, expected */                              \
    X(TASK_THEME_PARENT, KIND_INVALID)    /* found */                                              \
    X(TASK_NO_PARENT, KIND_INVALID)       /* found, level */                                       \
    X(TASK_LEVEL, KIND_INVALID)           /* parent, found, level */                               \
    X(TASK_THEME_EMPTY, KIND_INVALID)     /* found */                                              \
    X(ACCOUNT_SCOPE, KIND_INVALID)        /* role, column */                                       \
    X(MEASURE_UNIT, KIND_INVALID)         /* indicator, found, expected */                         \
    X(TARGET_PERIOD, KIND_INVALID)        /* found, expected */                                    \
    X(ALLOTMENT_OVER, KIND_INVALID)       /* target, unit, found, expected, difference */          \
    X(ALLOTMENT_UNDER, KIND_INVALID)      /* target, unit, found, expected, difference */          \
    X(PLAN_FALLS, KIND_INVALID)           /* found, expected, period */                            \
    X(SCHEME_FILE_TWICE, KIND_INVALID)    /* found, first: file */                                 \
    X(LIGHT_ORDER, KIND_INVALID)          /* found, expected */                                    \
    X(LIGHT_DATES, KIND_INVALID)          /* found, before */                                      \
    X(LEDGER_FILTER, KIND_INVALID)        /* field, found, expected */                             \
    /* notes on progress */                                                                        \
    X(TASK_UNKNOWN, KIND_NOT_FOUND)       /* found */                                              \
    X(PROGRESS_STATE, KIND_INVALID)       /* found, expected */                                    \
    X(PROGRESS_TEXT, KIND_INVALID)                                                                 \
    X(PROGRESS_ROW, KIND_INVALID)         /* task */                                               \
    X(PROGRESS_RESTRICTED, KIND_CONFLICT) /* task */                                               \
    X(PROGRESS_CHANGED, KIND_CONFLICT)    /* task, found, expected: numbers of notes */            \
    /* files of a month */                                                                         \
    X(HEAD_UNKNOWN, KIND_INVALID)         /* found, expected */                                    \
    X(HEAD_UNKNOWN_NEAR, KIND_INVALID)    /* found, nearest */                                     \
    X(HEAD_MISSING, KIND_INVALID)         /* column */                                             \
    X(PERIOD_MISMATCH, KIND_INVALID)      /* found, expected */                                    \
    X(UNIT_NOT_YET, KIND_INVALID)         /* found, period, from */                                \
    X(UNIT_CONTINUED, KIND_INVALID)       /* found, to, expected */                                \
    X(UNIT_ENDED, KIND_INVALID)           /* found, period, to */                                  \
    X(NAME_MISMATCH, KIND_INVALID)        /* column, found, expected, code */                      \
    X(MEASURE_PERCENT, KIND_INVALID)      /* found, expected */                                    \
    X(REPORT_NO_TABLE, KIND_INVALID)      /* expected, found */                                    \
    X(REPORT_NOT_OWED, KIND_INVALID)      /* found, unit */                                        \
    X(REPORT_NA, KIND_INVALID)            /* found, indicator */                                   \
    X(REPORT_NA_HALF, KIND_INVALID)       /* found, indicator */                                   \
    X(REPORT_MISSING, KIND_INVALID)       /* indicator, found: its code */                         \
    X(REPORT_NEGATIVE, KIND_INVALID)      /* found, indicator */                                   \
    X(REPORT_NEGATIVE_MONTH, KIND_INVALID)/* found, indicator */                                   \
    X(REPORT_FALLS, KIND_INVALID)         /* found, expected, indicator */                         \
    X(REPORT_STATE, KIND_INVALID) /* found, expected */ \
    X(REPORT_STATE_VALUE, KIND_INVALID) /* found, indicator */ \
    X(REPORT_TOLERANCE, KIND_INVALID) /* found, indicator */ \
    X(REPORT_NOT_OPEN, KIND_CONFLICT) /* period, found: the first day */ \
    X(REPORT_LOCKED, KIND_CONFLICT) /* period */ \
    X(REPORT_FORM_EXPIRED, KIND_CONFLICT) /* form, found: its last day */ \
    X(REPORT_UNIT, KIND_INVALID) /* unit, period */ \
    X(REPORT_SENT, KIND_CONFLICT) /* unit, period, version, when */ \
    X(REPORT_EVIDENCE, KIND_INVALID) /* found: digest, unit, period */ \
    X(DRAFT_NONE, KIND_NOT_FOUND) /* unit, period */ \
    X(DRAFT_MOVED, KIND_CONFLICT) /* who, when, found: revision, expected */ \
    X(DRAFT_SIGNED, KIND_CONFLICT) /* who, when */ \
    X(DRAFT_NOT_SIGNED, KIND_CONFLICT) \
    X(DRAFT_SAME_PERSON, KIND_DENIED) /* who */ \
    X(DRAFT_KEY, KIND_INVALID) /* found */ \
    X(DRAFT_SENDER, KIND_INVALID) \
    X(DRAFT_ORIGINAL, KIND_INVALID) \
    X(AUDIT_ROW_NONE, KIND_NOT_FOUND) /* found */ \
    X(FORM_HEAD, KIND_INVALID) /* form, column */ \
    X(DRAFT_TEXT, KIND_INVALID) /* field, found */ \
    X(CONFIRM_ASSESSOR, KIND_INVALID)     /* indicator, found, expected */                         \
    X(CONFIRM_PERIOD, KIND_INVALID)       /* found, expected, indicator */                         \
    X(CONFIRM_BODY, KIND_INVALID)         /* found, expected */                                    \
    X(CONFIRM_NONE, KIND_NOT_FOUND)       /* body, period */                                       \
    X(CONFIRM_CELL, KIND_INVALID)         /* found, body */                                        \
    X(CONFIRM_MOVED, KIND_CONFLICT)       /* who, when */                                          \
    X(CONFIRM_NOTE, KIND_INVALID)         /* found, expected, indicator, unit */                   \
    X(CONFIRM_SENDER, KIND_INVALID)       /* body */                                               \
    X(CONFIRM_SAME, KIND_CONFLICT)        /* body, period */                                       \
    X(RELEASE_NEEDED, KIND_INVALID)       /* indicator: of a statistics office */                  \
    X(RELEASE_AHEAD, KIND_INVALID)        /* found, today */                                       \
    X(RELEASE_EARLY, KIND_INVALID)        /* found, period, indicator */                           \
    X(REPORT_STATISTICS, KIND_INVALID)    /* indicator */                                          \
    X(REPORT_NO_RANK, KIND_INVALID)       /* indicator */                                          \
    X(VALUE_NO_RANK, KIND_INVALID)        /* found */                                              \
    X(EVENT_RULE, KIND_INVALID)           /* found, kind, unit */                                  \
    X(CORRECTION_SAME, KIND_INVALID)      /* found */                                              \
    /* long tables, exports, jobs */                                                                \
    X(ROWS_SHEET, KIND_INVALID)      /* found: a sheet of what is no workbook */                   \
    X(FILE_SPECIAL, KIND_INVALID)    /* file: neither a plain file nor a folder */                 \
    X(CONVERT_FORM, KIND_INVALID)    /* found, expected: how the name must end */                  \
    X(EXPORT_FORMAT, KIND_INVALID)   /* found, what, expected */                                   \
    X(EXPORT_ROWS, KIND_TOO_LARGE)   /* found, limit: rows of a sheet */                           \
    X(SPACE, KIND_IO)                /* folder, needed, free: bytes */                             \
    /* a folder of files from units */                                                             \
    X(FOLDER_KIND, KIND_INVALID)     /* found: how its name ends */                                \
    X(FOLDER_PACKED, KIND_INVALID)   /* found: how its name ends */                                \
    X(FOLDER_WORD, KIND_INVALID)     /* found: how its name ends */                                \
    X(FOLDER_SHAPE, KIND_TOO_LARGE)  /* found: its name */                                         \
    X(FOLDER_ANSWER, KIND_INVALID)   /* found */                                                   \
    X(FOLDER_EMPTY, KIND_INVALID)                                                                  \
    X(FOLDER_RESTRICTED, KIND_DENIED) /* unit */                                                   \
    X(FOLDER_BOX, KIND_NOT_FOUND)                                                                  \
    /* files of evidence */                                                                        \
    X(FILE_EMPTY, KIND_INVALID) /* found: its name */                                              \
    X(FILE_NAME, KIND_INVALID)                                                                     \
    X(FILE_NAME_LONG, KIND_TOO_LARGE) /* found, limit: characters */                               \
    X(FILE_EXTENSION, KIND_INVALID) /* found, expected */                                          \
    X(FILE_CONTENT, KIND_INVALID) /* found, expected */                                            \
    X(FILE_LARGE, KIND_TOO_LARGE) /* found, limit: MiB */                                          \
    X(FILE_COUNT, KIND_TOO_LARGE) /* limit */                                                      \
    X(FILE_DAY, KIND_TOO_LARGE) /* limit: MiB */                                                   \
    X(FILE_QUOTA, KIND_TOO_LARGE) /* limit: GiB */                                                 \
    X(FILE_TWICE, KIND_CONFLICT) /* found: its name */                                             \
    X(FILE_PURGED, KIND_CONFLICT)                                                                  \
    X(FILE_RESTRICTED, KIND_CONFLICT) /* task */                                                   \
    X(FILE_OBJECT, KIND_NOT_FOUND) /* found */                                                     \
    X(FILE_UNKNOWN, KIND_NOT_FOUND) /* found */                                                    \
    X(FILE_WITHDRAWN, KIND_CONFLICT)                                                               \
    X(FILE_MISSING, KIND_IO) /* found: its digest */                                               \
    X(FILE_MACRO, KIND_INVALID) /* found: the part */                                              \
    X(FILE_ENCRYPTED, KIND_INVALID)                                                                \
    X(FILE_INSIDE, KIND_INVALID) /* found: the part that is another file */                        \
    X(FILE_ACTIVE, KIND_INVALID) /* found: /JavaScript … */                                        \
    X(FILE_PIXELS, KIND_TOO_LARGE) /* found, limit: millions */                                    \
    X(FILE_UNPACKED, KIND_TOO_LARGE) /* limit: MiB */                                              \
    X(FILE_DAMAGED, KIND_INVALID) /* reason */                                                     \
    X(FILE_MARK, KIND_INVALID) /* found: the mark */                                               \
    X(FILE_MALWARE, KIND_INVALID) /* found: what the scanner calls it */                           \
    X(FILE_SCANNER, KIND_BUSY) /* reason */                                                        \
    X(FILE_BUSY, KIND_BUSY) /* limit */                                                            \
    X(FILE_SEARCH, KIND_BUSY) /* reason: text could not be taken out in time */                    \
    X(MARK_ROW, KIND_INVALID) /* found, row */                                                     \
    /* purges */                                                                                   \
    X(PURGE_TARGET, KIND_INVALID) /* found */                                                      \
    X(WEIGHT_TEXT, KIND_INVALID)     /* found */                                                   \
    X(WEIGHT_TWICE, KIND_INVALID)    /* found */                                                   \
    X(WEIGHT_NODE, KIND_INVALID)     /* found */                                                   \
    X(WHATIF_UNIT, KIND_NOT_FOUND)   /* found */                                                   \
    X(SCREENING_NO_RULE, KIND_NOT_FOUND) /* period, file */                                        \
    X(SANDBOX_NOTHING, KIND_INVALID)                                                               \
    X(SANDBOX_SAME, KIND_INVALID)                                                                  \
    X(SANDBOX_GROUP, KIND_INVALID)   /* found, expected */                                         \
    X(SANDBOX_PERIODS, KIND_CONFLICT) /* group */                                                  \
    X(SANDBOX_EVENT, KIND_INVALID)   /* period, found */                                           \
    X(SANDBOX_RANGE, KIND_INVALID)   /* node: number from 1 */                                     \
    X(SANDBOX_UNKNOWN, KIND_NOT_FOUND) /* found */                                                 \
    /* parallel run */                                                                             \
    X(PARALLEL_SHEET, KIND_INVALID)  /* sheet */                                                   \
    X(PARALLEL_COLUMN, KIND_INVALID) /* found, near */                                             \
    X(PARALLEL_UNIT, KIND_INVALID)   /* found, near */                                             \
    X(PARALLEL_TWICE, KIND_INVALID)  /* found, other */                                            \
    X(PARALLEL_VALUE, KIND_INVALID)  /* found */                                                   \
    X(PARALLEL_NO_VALUES, KIND_INVALID) /* node, code */                                           \
    X(PARALLEL_PERIOD, KIND_INVALID) /* node */                                                    \
    X(PARALLEL_MAP_COLUMN, KIND_INVALID) /* found */                                               \
    X(PURGE_UNKNOWN, KIND_NOT_FOUND) /* found */                                                   \
    X(PURGE_NOTHING, KIND_NOT_FOUND) /* found: a target that is not there */                       \
    X(PURGE_TWICE, KIND_CONFLICT) /* found: a target */                                            \
    X(PURGE_DECIDED, KIND_CONFLICT) /* found */                                                    \
    X(PURGE_SELF, KIND_DENIED)                                                                     \
    X(PURGE_AUTHORITY, KIND_INVALID)                                                               \
    X(PURGE_REASON, KIND_INVALID)                                                                  \
    X(PURGE_LATER, KIND_BUSY) /* found, reason: an error's name */                                              \
    X(PURGE_TAMPERED, KIND_CONFLICT) /* found: the record */                                       \
    /* documents (duban read) */                                                                   \
    X(TEXT_BINARY, KIND_INVALID)     /* found: PDF, NUL … */                                       \
    X(TEXT_SIMPLIFY, KIND_IO)        /* reason */                                                  \
    X(READ_EMPTY, KIND_INVALID)                                                                    \
    X(READ_NO_TEXT, KIND_INVALID)    /* removed: lines of page furniture */                        \
    /* http: the server itself */                                                                  \
    X(HTTP_LISTEN, KIND_IO)          /* address, reason */                                         \
    X(HTTP_TLS, KIND_INVALID)        /* reason */                                                  \
    X(HTTP_WORKERS, KIND_IO)         /* reason */                                                  \
    /* pages (web) */                                                                              \
    X(HTTP_NOT_FOUND, KIND_NOT_FOUND) /* found */                                                  \
    X(HTTP_METHOD, KIND_INVALID)     /* found */                                                   \
    X(HTTP_TYPE, KIND_INVALID)       /* found */                                                   \
    X(HTTP_JSON, KIND_INVALID)       /* found */                                                   \
    X(CSRF, KIND_DENIED)                                                                           \
    X(CHILD, KIND_IO)                /* reason */                                                  \
    X(PDF_LIBRARY, KIND_CONFLICT)    /* reason */                                                  \
    X(PDF_FONT, KIND_CONFLICT)       /* font, families */                                          \
    X(PDF_GLYPH, KIND_INVALID)       /* char, code */                                              \
    X(PDF_TIME, KIND_BUSY)           /* limit: seconds */                                          \
    X(PDF_DIED, KIND_INTERNAL)       /* found: exit status, 128 + signal */                        \
    X(PDF_BUSY, KIND_BUSY)           /* limit */                                                   \
    X(JOBS_BUSY, KIND_BUSY)          /* limit */                                                   \
    X(JOB_UNKNOWN, KIND_NOT_FOUND)                                                                 \
    X(JOB_RUNNING, KIND_CONFLICT)                                                                  \
    X(JOB_KIND, KIND_INVALID)        /* found, expected */                                         \
    X(JOB_ASKED, KIND_CONFLICT)      /* found */                                                   \
    X(JOB_FAILED, KIND_INTERNAL)     /* found */                                                   \
    X(JOB_STOPPED, KIND_BUSY)                                                                      \
    X(JOB_LOST, KIND_INTERNAL)                                                                     \
    X(ACCOUNT_RESERVED, KIND_INVALID) /* found */                                                  \
    X(ADMIN_FROM, KIND_DENIED)       /* address */                                                 \
    X(SIGNIN_NEEDED, KIND_DENIED)                                                                  \
    X(SERVE_PLAIN, KIND_INVALID)     /* address */                                                 \
    /* database */                                                                                 \
    X(DB_URL, KIND_INVALID)          /* found, expected */                                         \
    X(DB_OPEN, KIND_IO)              /* found, reason */                                           \
    X(DB_SQL, KIND_IO)               /* reason, sql */                                             \
    X(DB_TEXT, KIND_INVALID)         /* found: not UTF-8, or with a NUL */                         \
    X(DB_FULL, KIND_IO)              /* reason */                                                  \
    X(DB_DAMAGED, KIND_IO)           /* found, reason */                                           \
    X(DB_COMMIT_UNKNOWN, KIND_IO)    /* found, reason */                                           \
    X(DB_SETUP, KIND_CONFLICT)       /* found, what */                                             \
    X(DB_CONFLICT, KIND_CONFLICT)    /* reason */                                                  \
    X(DB_BUSY, KIND_BUSY)            /* waited_ms, limit */                                        \
    X(DB_NEWER, KIND_CONFLICT)       /* found, expected */                                         \
    X(DB_OLDER, KIND_CONFLICT)       /* found, expected */                                         \
    X(DB_MIGRATION_CHANGED, KIND_CONFLICT) /* name */                                              \
    X(DB_NOT_DUBAN, KIND_CONFLICT)   /* found */                                                   \
    X(DB_SERVED, KIND_CONFLICT)      /* found */                                                   \
    X(BACKUP_MANIFEST, KIND_INVALID) /* found */                                                   \
    X(BACKUP_UNKNOWN, KIND_NOT_FOUND) /* found */                                                  \
    X(BACKUP_BUSY, KIND_BUSY)                                                                      \
    X(BACKUP_PLACE, KIND_CONFLICT)   /* found: the folder that held it */                          \
    X(BACKUP_TOOL, KIND_IO)          /* found, reason */                                           \
    X(RESTORE_THERE, KIND_CONFLICT)  /* found */                                                   \
    X(RESTORE_ENGINE, KIND_INVALID)  /* found */                                                   \
    X(DB_NO_COPY, KIND_INVALID)                                                                    \
    X(DB_NOT_INIT, KIND_NOT_FOUND)   /* found */                                                   \
    X(DB_READ_ONLY, KIND_INTERNAL)                                                                 \
    ERR_CODES_MONTH(X)
