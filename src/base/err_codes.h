/* base/err_codes.h - every error duban can report, by area; the sentence of X(NAME, …) is the row
 * err.NAME of i18n/messages.tsv, and the build fails where one is missing. */
#pragma once

#define ERR_CODES(X)                                                                               \
    /* base, files, limits */                                                                      \
    X(INTERNAL, KIND_INTERNAL)       /* what */                                                    \
    X(FILE_OPEN, KIND_IO)            /* file, reason */                                            \
    X(FILE_READ, KIND_IO)            /* file, reason */                                            \
    X(FILE_WRITE, KIND_IO)           /* file, reason */                                            \
    X(FILE_TOO_LARGE, KIND_TOO_LARGE) /* file, limit, found */                                     \
    X(LIMIT, KIND_TOO_LARGE)         /* name, limit, found */                                      \
    X(TEXT_ENCODING, KIND_INVALID)   /* found: neither UTF-8 nor GB 18030 */                       \
    X(DEC_MALFORMED, KIND_INVALID)   /* found */                                                   \
    X(DEC_RANGE, KIND_INVALID)       /* found */                                                   \
    X(DEC_DIVIDE_BY_ZERO, KIND_INVALID)                                                            \
    X(DATE_MALFORMED, KIND_INVALID)  /* found */                                                   \
    /* command line */                                                                             \
    X(CLI_COMMAND, KIND_INVALID)     /* found */                                                   \
    X(CLI_OPTION, KIND_INVALID)      /* found, command */                                          \
    X(CLI_OPTION_VALUE, KIND_INVALID) /* option, found, expected */                                \
    X(CLI_MISSING, KIND_INVALID)     /* what, command */                                           \
    /* database */                                                                                 \
    X(DB_URL, KIND_INVALID)          /* found, expected */                                         \
    X(DB_OPEN, KIND_IO)              /* found, reason */                                           \
    X(DB_SQL, KIND_IO)               /* reason */                                                  \
    X(DB_CONFLICT, KIND_CONFLICT)    /* reason */                                                  \
    X(DB_BUSY, KIND_BUSY)            /* waited_ms, limit */                                        \
    X(DB_NEWER, KIND_CONFLICT)       /* found, expected */                                         \
    X(DB_MIGRATION_CHANGED, KIND_CONFLICT) /* name */                                              \
    X(DB_NOT_DUBAN, KIND_CONFLICT)   /* found */                                                   \
    X(DB_NOT_INIT, KIND_NOT_FOUND)   /* found */                                                   \
    X(DB_READ_ONLY, KIND_INTERNAL)
