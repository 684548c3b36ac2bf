/* The acts of a formal talk as a table: from which states, to which, with which right, asking for what. */
#include "app/talk/talk_case.h"
#include "base/limits.h"

static const Str words[TALK_STATES] = {
    [TALK_PROPOSED] = SC("proposed"), [TALK_APPLIED] = SC("applied"),
    [TALK_APPROVED] = SC("approved"), [TALK_NOTIFIED] = SC("notified"),
    [TALK_RECEIVED] = SC("received"), [TALK_HELD] = SC("held"),
    [TALK_REPORTED] = SC("reported"), [TALK_VERIFIED] = SC("verified"),
    [TALK_CLOSED] = SC("closed"),     [TALK_WAIVED] = SC("waived"),
    [TALK_EXEMPTED] = SC("exempted"), [TALK_WITHDRAWN] = SC("withdrawn"),
};

Str talk_state_word(TalkState state)
{
    return words[state];
}

bool talk_state_parse(Str word, TalkState *ret_state)
{
    for (int i = 0; i < TALK_STATES; i++)
        if (str_eq(word, words[i])) {
            *ret_state = (TalkState)i;
            return true;
        }
    return false;
}

bool talk_counts(Str state)
{
    TalkState s;
    return talk_state_parse(state, &s) && s >= TALK_APPROVED && s <= TALK_CLOSED;
}

const TalkFieldSpec talk_fields[TALK_FIELDS] = {
#define X(id, name, kind, choices) [TALK_F_##id] = {name, MSG_TALK_F_##id, kind, choices},
#include "app/talk_fields.def"
#undef X
};

int talk_field_characters(TalkFieldId field)
{
    return talk_fields[field].kind == TALK_LINES ? LIMIT_TALK_CHARACTERS
                                                 : LIMIT_TALK_LINE_CHARACTERS;
}

/* ---- what each act asks for ---- */

#define MUST(field)                                                                                \
    {                                                                                              \
        TALK_F_##field, true, MSG_TALK_NO_HELP                                                     \
    }
#define MAY(field)                                                                                 \
    {                                                                                              \
        TALK_F_##field, false, MSG_TALK_NO_HELP                                                    \
    }
#define MUST_HELP(field, help)                                                                     \
    {                                                                                              \
        TALK_F_##field, true, help                                                                 \
    }
#define MAY_HELP(field, help)                                                                      \
    {                                                                                              \
        TALK_F_##field, false, help                                                                \
    }
#define NO_MORE                                                                                    \
    {                                                                                              \
        TALK_FIELDS, false, MSG_TALK_NO_HELP                                                       \
    }

static const TalkAsk apply_asks[] = {
    MUST(REASON),
    MUST_HELP(BASIS, MSG_TALK_HELP_BASIS),
    MUST(ON),
    MAY_HELP(AT, MSG_TALK_HELP_AT),
    MUST(PLACE),
    MUST_HELP(TALKERS, MSG_TALK_HELP_POSTS),
    MUST_HELP(TALKED, MSG_TALK_HELP_POSTS),
    MUST(DEMANDS),
    NO_MORE,
};
static const TalkAsk approve_asks[] = {
    MUST_HELP(TOLERANCE, MSG_TALK_HELP_TOLERANCE),
    MUST(TOLERANCE_WHY),
    MAY_HELP(DOCUMENT, MSG_TALK_HELP_DOCUMENT),
    MAY(OPINION),
    NO_MORE,
};
static const TalkAsk waive_asks[] = {MUST(REASON), NO_MORE};
static const TalkAsk exempt_asks[] = {MUST(REASON), MUST_HELP(BASIS, MSG_TALK_HELP_EXEMPT),
                                      NO_MORE};
static const TalkAsk notify_asks[] = {
    MUST(NUMBER),  MUST_HELP(ISSUER, MSG_TALK_HELP_ISSUER),
    MUST(ON),      MAY_HELP(AT, MSG_TALK_HELP_AT),
    MUST(PLACE),   MUST_HELP(TALKED, MSG_TALK_HELP_POSTS),
    MUST(MATTERS), MAY_HELP(DOCUMENT, MSG_TALK_HELP_DOCUMENT),
    NO_MORE,
};
static const TalkAsk receive_asks[] = {MUST_HELP(SIGNER, MSG_TALK_HELP_SIGNER),
                                       MAY_HELP(SENDER, MSG_TALK_HELP_SENDER), NO_MORE};
static const TalkAsk hold_asks[] = {
    MUST(NUMBER),
    MUST(ON),
    MAY_HELP(AT, MSG_TALK_HELP_AT),
    MUST(PLACE),
    MUST_HELP(ATTENDEES, MSG_TALK_HELP_POSTS),
    MUST(RECORDER),
    MUST_HELP(PROBLEMS, MSG_TALK_HELP_PROBLEMS),
    MUST(EXPLANATION),
    MUST(CAUSES),
    MUST_HELP(REQUIREMENTS, MSG_TALK_HELP_REQUIREMENTS),
    MUST_HELP(SIGNED_OFFICE, MSG_TALK_HELP_SIGNED),
    MUST_HELP(SIGNED_UNIT, MSG_TALK_HELP_SIGNED),
    MUST(OPEN),
    MAY_HELP(DAYS, MSG_TALK_HELP_DAYS),
    MAY(DAYS_KIND),
    NO_MORE,
};
static const TalkAsk report_asks[] = {MUST(TEXT), MUST_HELP(EVIDENCE, MSG_TALK_HELP_EVIDENCE),
                                      MUST_HELP(SIGNER, MSG_TALK_HELP_SIGNER),
                                      MAY_HELP(SENDER, MSG_TALK_HELP_SENDER), NO_MORE};
static const TalkAsk verify_asks[] = {MUST_HELP(RESULT, MSG_TALK_HELP_RESULT), MUST(OPINION),
                                      NO_MORE};
static const TalkAsk close_asks[] = {MAY(OPINION), NO_MORE};
static const TalkAsk withdraw_asks[] = {MUST(REASON), NO_MORE};

#define IN(state) (1u << TALK_##state)

static const TalkRule rules[TALK_ACTS] = {
    [TALK_APPLY] = {SC("apply"), MSG_TALK_DO_APPLY, MSG_TALK_WHAT_APPLY, ACT_TALK_APPLY,
                    IN(PROPOSED) | IN(APPLIED), TALK_APPLIED, apply_asks},
    [TALK_APPROVE] = {SC("approve"), MSG_TALK_DO_APPROVE, MSG_TALK_WHAT_APPROVE, ACT_TALK_DECIDE,
                      IN(APPLIED), TALK_APPROVED, approve_asks},
    [TALK_WAIVE] = {SC("waive"), MSG_TALK_DO_WAIVE, MSG_TALK_WHAT_WAIVE, ACT_TALK_DECIDE,
                    IN(PROPOSED) | IN(APPLIED), TALK_WAIVED, waive_asks},
    [TALK_EXEMPT] = {SC("exempt"), MSG_TALK_DO_EXEMPT, MSG_TALK_WHAT_EXEMPT, ACT_TALK_DECIDE,
                     IN(PROPOSED) | IN(APPLIED), TALK_EXEMPTED, exempt_asks},
    [TALK_NOTIFY] = {SC("notify"), MSG_TALK_DO_NOTIFY, MSG_TALK_WHAT_NOTIFY, ACT_TALK_NOTIFY,
                     IN(APPROVED), TALK_NOTIFIED, notify_asks},
    [TALK_RECEIVE] = {SC("receive"), MSG_TALK_DO_RECEIVE, MSG_TALK_WHAT_RECEIVE, ACT_TALK_RECEIVE,
                      IN(NOTIFIED), TALK_RECEIVED, receive_asks},
    [TALK_HOLD] = {SC("hold"), MSG_TALK_DO_HOLD, MSG_TALK_WHAT_HOLD, ACT_TALK_HOLD, IN(RECEIVED),
                   TALK_HELD, hold_asks},
    [TALK_REPORT] = {SC("report"), MSG_TALK_DO_REPORT, MSG_TALK_WHAT_REPORT, ACT_TALK_REPORT,
                     IN(HELD), TALK_REPORTED, report_asks},
    [TALK_VERIFY] = {SC("verify"), MSG_TALK_DO_VERIFY, MSG_TALK_WHAT_VERIFY, ACT_TALK_VERIFY,
                     IN(REPORTED), TALK_VERIFIED, verify_asks},
    [TALK_CLOSE] = {SC("close"), MSG_TALK_DO_CLOSE, MSG_TALK_WHAT_CLOSE, ACT_TALK_DECIDE,
                    IN(VERIFIED), TALK_CLOSED, close_asks},
    [TALK_WITHDRAW] = {SC("withdraw"), MSG_TALK_DO_WITHDRAW, MSG_TALK_WHAT_WITHDRAW,
                       ACT_TALK_DECIDE,
                       IN(PROPOSED) | IN(APPLIED) | IN(APPROVED) | IN(NOTIFIED) | IN(RECEIVED) |
                           IN(HELD) | IN(REPORTED) | IN(VERIFIED),
                       TALK_WITHDRAWN, withdraw_asks},
};

const TalkRule *talk_rule(TalkAct act)
{
    return &rules[act];
}

bool talk_act_parse(Str word, TalkAct *ret_act)
{
    for (int i = 0; i < TALK_ACTS; i++)
        if (str_eq(word, rules[i].word)) {
            *ret_act = (TalkAct)i;
            return true;
        }
    return false;
}

Str talk_act_name(Lang lang, TalkAct act)
{
    return msg(lang, rules[act].label);
}
