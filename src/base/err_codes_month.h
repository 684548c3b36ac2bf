/* base/err_codes_month.h - the second part of base/err_codes.h: reports that came in, locks, corrections, formal talks. One list would
 * be too long a file. */
#pragma once

/* clang-format off */
#define ERR_CODES_MONTH(X)                                                                         \
    /* appeals */                                                                                  \
    X(APPEAL_ID, KIND_NOT_FOUND)      /* found */                                                  \
    X(APPEAL_PUBLISHED, KIND_CONFLICT) /* period */                                                \
    X(APPEAL_LEAF, KIND_NOT_FOUND)    /* found */                                                  \
    X(APPEAL_MADE, KIND_INVALID)      /* found */                                                  \
    X(APPEAL_WHAT, KIND_INVALID)      /* found, expected */                                        \
    X(APPEAL_SCHEME, KIND_INVALID)    /* found */                                                  \
    X(APPEAL_NOT_SO, KIND_INVALID)    /* found, what */                                            \
    X(APPEAL_NO_REPORT, KIND_CONFLICT) /* unit, period */                                          \
    X(APPEAL_WISHED, KIND_INVALID)                                                                 \
    X(APPEAL_DAYS, KIND_INVALID)      /* found, days */                                            \
    X(APPEAL_PART, KIND_INVALID)      /* what */                                                   \
    X(APPEAL_UNRULED, KIND_NOT_FOUND) /* unit, period */                                           \
    X(APPEAL_SELF, KIND_DENIED)                                                                    \
    /* answers to findings of the screening */                                                     \
    X(SCREENING_FINDING, KIND_NOT_FOUND) /* found */                                               \
    X(SCREENING_WORDS, KIND_INVALID)                                                               \
    X(SCREENING_CORRECTION, KIND_INVALID) /* found */                                              \
    X(SCREENING_CLOSED, KIND_CONFLICT)                                                             \
    X(SCREENING_UNANSWERED, KIND_CONFLICT)                                                         \
    X(SCREENING_MOVED, KIND_CONFLICT)                                                              \
    X(SCREENING_SELF, KIND_DENIED)                                                                 \
    /* formal talks */                                                                             \
    X(TALK_FIELD, KIND_INVALID)      /* field */                                                   \
    X(TALK_CHOICE, KIND_INVALID)     /* field, found, expected */                                  \
    X(TALK_TOLERANCE, KIND_INVALID)                                                                \
    X(TALK_ISSUER, KIND_INVALID)     /* found, body */                                             \
    X(TALK_DATE, KIND_INVALID)       /* field, found */                                            \
    X(TALK_LINE, KIND_INVALID)       /* line, found */                                             \
    X(TALK_DAYS, KIND_INVALID)                                                                     \
    X(TALK_DONE, KIND_INVALID)                                                                     \
    X(TALK_REASON, KIND_INVALID)     /* expected */                                                \
    X(TALK_ID, KIND_NOT_FOUND)       /* found */                                                   \
    X(TALK_UNKNOWN, KIND_NOT_FOUND)  /* unit, period */                                            \
    X(TALK_STATE, KIND_CONFLICT)     /* unit, period, found, expected */                           \
    X(TALK_APPLICANT, KIND_DENIED)   /* account */                                                 \
    X(TALK_VERIFIER, KIND_DENIED)    /* account */                                                 \
    X(TALK_AUTHORITY, KIND_CONFLICT) /* unit */                                                    \
    X(TALK_ONE, KIND_CONFLICT)       /* unit, period */                                            \
    X(TALK_EXEMPT, KIND_CONFLICT)    /* unit, period */                                            \
    X(TALK_COMMITMENTS, KIND_CONFLICT) /* count */                                                 \
    X(TALK_COMMITMENT, KIND_NOT_FOUND) /* found */                                                 \
    X(TALK_PAPER, KIND_NOT_FOUND)    /* found */                                                   \
    X(TALK_EVIDENCE, KIND_CONFLICT)  /* unit, period */                                            \
    /* circulars */                                                                                \
    X(CIRCULAR_ISSUER_OTHER, KIND_CONFLICT)   /* found, body, expected */                          \
    X(CIRCULAR_BACK_FILE, KIND_INVALID)       /* found */                                          \
    X(CIRCULAR_BACK_OTHER, KIND_CONFLICT)     /* found, expected */                                \
    X(CIRCULAR_BACK_STRANGE, KIND_INVALID)                                                         \
    X(CIRCULAR_BACK_SEEN, KIND_INVALID)                                                            \
    X(CIRCULAR_MOVED, KIND_CONFLICT)          /* found, expected */                                \
    X(CIRCULAR_TEXT_MOVED, KIND_CONFLICT)                                                          \
    X(CIRCULAR_WITHDRAWN, KIND_CONFLICT)      /* period */                                         \
    X(CIRCULAR_SIGNER, KIND_INVALID)          /* found */                                          \
    X(CIRCULAR_SIGNER_NONE, KIND_INVALID)     /* found, expected */                                \
    X(CIRCULAR_SIGNER_MANY, KIND_INVALID)     /* found, expected */                                \
    X(CIRCULAR_STEP, KIND_CONFLICT)           /* found, expected */                                \
    X(CIRCULAR_SELF, KIND_DENIED)             /* step */                                           \
    X(CIRCULAR_TWO_SEATS, KIND_DENIED)        /* for */                                            \
    X(CIRCULAR_BASIS, KIND_INVALID)                                                                \
    X(CIRCULAR_REASON, KIND_INVALID)                                                               \
    X(CIRCULAR_REFERENCE, KIND_CONFLICT)      /* found */                                          \
    X(CIRCULAR_NUMBER_FORM, KIND_INVALID)     /* found, expected */                                \
    X(CIRCULAR_DATE, KIND_INVALID)            /* found, expected */                                \
    X(CIRCULAR_NOT_APPROVED, KIND_CONFLICT)   /* expected */                                       \
    X(CIRCULAR_NOT_ADDRESSED, KIND_CONFLICT)  /* unit */                                           \
    X(CIRCULAR_RECEIVED, KIND_CONFLICT)       /* unit, date */                                     \
    X(CIRCULAR_RECEIPT_FIELD, KIND_INVALID)                                                        \
    /* targets */                                                                                  \
    X(TARGET_UNKNOWN, KIND_NOT_FOUND)     /* found */                                              \
    X(TARGET_VALUE, KIND_INVALID)         /* found */                                              \
    X(TARGET_WHY, KIND_INVALID)           /* field: reason, document */                            \
    X(TARGET_SAME, KIND_INVALID)          /* found */                                              \
    X(TARGET_FROZEN, KIND_CONFLICT)       /* period */                                             \
    X(TARGET_CHANGED, KIND_CONFLICT)      /* target, found, expected */                            \
    X(STATISTICS_BELOW, KIND_INVALID)     /* indicator, unit */                                    \
    X(STATISTICS_REPORTER, KIND_INVALID)  /* indicator */                                          \
    X(ALLOTMENT_HARDER, KIND_INVALID)     /* target, whose, unit, found, expected, difference */   \
    X(ALLOTMENT_EASIER, KIND_INVALID)     /* target, whose, unit, found, expected, difference */   \
    X(ALLOTMENT_WEIGHT, KIND_INVALID)     /* target, whose */                                      \
    X(REPORT_NO_UNIT, KIND_NOT_FOUND) \
    X(XLS_CUT, KIND_INVALID) /* sheet */ \
    X(FIGURE_LARGE, KIND_INVALID) /* found, limit: digits */ \
    X(FORM_BOOK_OTHER, KIND_INVALID) /* unit, period */ \
    X(FORM_SUBS_NONE, KIND_INVALID) \
    X(FORM_SUB_NAME, KIND_INVALID) /* found */ \
    X(FORM_SUB_TWICE, KIND_INVALID) /* found */ \
    X(FORM_WEIGHT, KIND_INVALID) /* found */ \
    X(FORM_PART_INDICATOR, KIND_INVALID) /* found */ \
    X(FORM_PART_UNIT, KIND_INVALID) /* found, expected */ \
    X(FORM_PART_PERIOD, KIND_INVALID) /* found, expected */ \
    X(PERIOD_LOCKED, KIND_CONFLICT)  /* period */                                                  \
    X(LOCK_ALREADY, KIND_CONFLICT)   /* period, by, at */                                          \
    X(LOCK_NOT, KIND_CONFLICT)       /* period */                                                  \
    X(LOCK_REASON, KIND_INVALID)                                                                   \
    X(REVIEW_NONE, KIND_NOT_FOUND)   /* unit, period */                                            \
    X(REVIEW_VERSION, KIND_CONFLICT) /* unit, found, expected */                                   \
    X(REVIEW_MOVED, KIND_CONFLICT)   /* unit, by, at, state */                                     \
    X(REVIEW_CAUSE, KIND_INVALID)    /* found */                                                   \
    X(REVIEW_PLACE, KIND_INVALID)    /* found */                                                   \
    X(REVIEW_STATISTICS, KIND_CONFLICT) /* indicator */                                            \
    X(REVIEW_FIGURE, KIND_INVALID)   /* found */                                                   \
    X(REVIEW_NOTHING, KIND_INVALID)                                                                \
    X(CORRECTION_OPEN, KIND_CONFLICT) /* period */                                                \
    X(CORRECTION_SELF, KIND_DENIED)                                                                \
    X(CORRECTION_UNKNOWN, KIND_NOT_FOUND) /* found */                                              \
    X(CORRECTION_RULED, KIND_CONFLICT) /* found, by, at, state */                                  \
    X(CORRECTION_REASON, KIND_INVALID)                                                             \
    X(CORRECTION_FOUR_EYES, KIND_CONFLICT) /* period */                                            \
    X(TEXT_CONTROL, KIND_INVALID)    /* found */                                                   \
    X(HIGHLIGHT_EMPTY, KIND_INVALID)                                                               \
    X(HIGHLIGHT_RESTRICTED, KIND_DENIED)                                                           \
    X(HIGHLIGHT_INDICATOR, KIND_INVALID) /* found */                                               \
    X(HIGHLIGHT_UNIT, KIND_INVALID)                                                                \
    X(HIGHLIGHT_SENDER, KIND_INVALID)                                                              \
    X(HIGHLIGHT_FIGURE, KIND_INVALID) /* indicator, period */                                      \
    X(HIGHLIGHT_EVIDENCE, KIND_INVALID) /* found */                                                \
    X(HIGHLIGHT_EFFECT, KIND_INVALID)                                                              \
    X(HIGHLIGHT_PART, KIND_INVALID)  /* task */                                                    \
    X(HIGHLIGHT_STATE, KIND_CONFLICT) /* found, wanted: states */                                  \
    X(HIGHLIGHT_TWICE, KIND_CONFLICT) /* found: a document's number */                             \
    X(HIGHLIGHT_CAUSE, KIND_INVALID) /* found */                                                   \
    X(HIGHLIGHT_REASON, KIND_INVALID)                                                              \
    X(HIGHLIGHT_ADOPTER, KIND_INVALID)                                                             \
    X(HIGHLIGHT_UNKNOWN, KIND_NOT_FOUND) /* found */                                               \
    X(PROVINCE_EMPTY, KIND_CONFLICT) /* period */                                                  \
    X(PROVINCE_EDIT, KIND_INVALID)   /* found */                                                   \
    X(PROVINCE_HIGHLIGHTS, KIND_INVALID) /* limit */                                               \
    X(PROVINCE_VERSION, KIND_NOT_FOUND) /* found */                                                \
    X(PROVINCE_MOVED, KIND_CONFLICT) /* found, expected: revisions; by */                          \
    X(PROVINCE_FAULTS, KIND_CONFLICT) /* found, place */                                           \
    X(PROVINCE_ADDRESSEE, KIND_CONFLICT)                                                           \
    X(PROVINCE_SIGN, KIND_INVALID)                                                                 \
    X(PROVINCE_SAME, KIND_CONFLICT)  /* period */                                                  \
    X(PROVINCE_UNDRAFTED, KIND_CONFLICT) /* period */                                              \
    X(PROVINCE_SELF, KIND_CONFLICT)  /* period */                                                  \
    X(PROVINCE_NUMBER, KIND_CONFLICT) /* number, period */                                         \
    X(LEADER_UNKNOWN, KIND_NOT_FOUND) /* post, posts */                                            \
    X(CORRECTION_WAITS, KIND_CONFLICT) /* unit, indicator, found: id */                            \
    /* versions of schemes */                                                                      \
    X(SCHEME_REASON, KIND_INVALID)                                                                 \
    X(SCHEME_BEGUN, KIND_CONFLICT)   /* period, expected: first possible */                        \
    X(SCHEME_FROZEN, KIND_CONFLICT)  /* period */                                                  \
    X(SCHEME_EARLIER, KIND_CONFLICT)   /* period, version, found: its period */                      \
    X(SCHEME_SAME, KIND_CONFLICT)    /* version */                                                 \
    X(SCHEME_VERSION, KIND_NOT_FOUND) /* found, group */                                           \
    X(SCHEME_STATE, KIND_CONFLICT)   /* version, found */                                          \
    X(SCHEME_MOVED, KIND_CONFLICT)   /* version */                                                 \
    X(SCHEME_FOUR_EYES, KIND_CONFLICT) /* version */                                               \
    X(SCHEME_PAPER, KIND_INVALID)    /* field */                                                   \
    X(SCHEME_DATE, KIND_INVALID)     /* found */                                                   \
    X(SCHEME_USED, KIND_CONFLICT)    /* version, period */                                         \
    X(PARALLEL_NO_RESULT, KIND_INVALID) /* count */
/* clang-format on */
