/* Who may do what: the whole matrix, written out by hand a second time, from what each person is for.
 *
 * Columns: office clerk, office director, unit, data owner, leader, inspector, and the three
 * administrators (system, security, audit). A = for all, o = for the own unit, body, group or account, g = where it
 * was granted. */
#include "app/permit.h"
#include "check.h"

typedef struct Expected {
    Action action;
    const char *roles;
} Expected;

static const Expected expected[] = {
    /* the campaign's files come through the office */
    {ACT_CAMPAIGN_IMPORT, "AA- --- ---"},
    /* everybody at work sees the ledger of tasks; the administrators see no business content */
    {ACT_LEDGER_READ, "AAA AAA ---"},
    /* a target as it is handed on: every unit's for the office and who leads or inspects, its own for a unit, those
       that it confirms for a data owner; the office changes one */
    {ACT_TARGET_READ, "AAo oAA ---"},
    {ACT_TARGET_CHANGE, "AA- --- ---"},
    /* what stands in a restricted area: whom the security administrator names, and whose it is */
    {ACT_RESTRICTED_READ, "ggo -gg ---"},
    /* a unit reports for itself, the office on behalf; a data owner confirms its own sheet */
    {ACT_REPORT_FILL, "AAo --- ---"},
    {ACT_REPORT_SUBMIT, "AAo --- ---"},
    /* who reads a report is never who sent it */
    {ACT_REPORT_REVIEW, "AA- --- ---"},
    {ACT_CONFIRM_SUBMIT, "AA- o-- ---"},
    {ACT_EVENT_ENTER, "AA- --- ---"},
    {ACT_CORRECT, "AA- --- ---"},
    /* what is locked changes by two: one asks, another approves */
    {ACT_CORRECTION_ASK, "AAo --- ---"},
    {ACT_CORRECTION_APPROVE, "-A- --- ---"},
    {ACT_PERIOD_LOCK, "AA- --- ---"},
    {ACT_PERIOD_UNLOCK, "-A- --- ---"},
    {ACT_EVALUATE, "AA- --- ---"},
    /* units see their scores, and one person says that they are right, before another freezes them */
    {ACT_RESULT_OPEN, "AA- --- ---"},
    {ACT_RESULT_CONFIRM, "AA- --- ---"},
    /* the office tries another scheme; who approves one, and who looks into it, sees every trial */
    /* a question to a unit, never a verdict: who checks its figures, and the unit itself */
    {ACT_SCREENING_READ, "AAo o-- ---"},
    {ACT_SCREENING_ANSWER, "AAo --- ---"},
    {ACT_SCREENING_CLOSE, "AA- --- ---"},
    /* by what rule one is measured is for everybody at work; a version is proposed by the office and approved by another */
    {ACT_SCHEME_READ, "AAA AAA ---"},
    {ACT_SCHEME_PROPOSE, "AA- --- ---"},
    {ACT_SCHEME_APPROVE, "-A- -A- ---"},
    {ACT_SANDBOX_RUN, "AA- --- ---"},
    {ACT_SANDBOX_READ, "AA- -AA ---"},
    /* the office alone holds its own sheet against the engine */
    {ACT_PARALLEL_RUN, "AA- --- ---"},
    /* a unit contests its own; who rules is the director alone */
    {ACT_APPEAL_FILE, "AAo --- ---"},
    {ACT_APPEAL_READ, "AAo -AA ---"},
    {ACT_APPEAL_RULE, "-A- --- ---"},
    {ACT_FREEZE, "-A- --- ---"},
    {ACT_PUBLISH, "-A- --- ---"},
    {ACT_RESULT_TRIAL_READ, "AA- --- ---"},
    /* a unit sees its own score and its group's table */
    {ACT_RESULT_READ, "AAo -AA ---"},
    /* how far a rank may be off is for who decides on it, not for who would shop for weights */
    {ACT_STABILITY_READ, "AA- -AA ---"},
    {ACT_EXPLAIN, "AAo -AA ---"},
    {ACT_CIRCULAR_READ, "AAA AAA ---"},
    /* who writes is not who checks is not who signs it off; a unit signs for what it gets */
    {ACT_CIRCULAR_DRAFT, "AA- --- ---"},
    {ACT_CIRCULAR_CHECK, "AA- --- ---"},
    {ACT_CIRCULAR_COUNTERSIGN, "-A- AA- ---"},
    {ACT_CIRCULAR_APPROVE, "-A- -A- ---"},
    {ACT_CIRCULAR_RECEIVE, "AAo --- ---"},
    {ACT_CIRCULAR_ISSUE, "-A- --- ---"},
    /* the program proposes, a leader or the director decides */
    {ACT_TALK_PROPOSE, "AA- --- ---"},
    {ACT_TALK_APPLY, "AA- --- ---"},
    {ACT_TALK_DECIDE, "-A- -A- ---"},
    /* the director sends the notice, the unit signs for it and reports; the office enters what it was sent on paper */
    {ACT_TALK_NOTIFY, "-A- --- ---"},
    {ACT_TALK_RECEIVE, "AAo --- ---"},
    {ACT_TALK_HOLD, "AA- -A- ---"},
    {ACT_TALK_REPORT, "AAo --- ---"},
    {ACT_TALK_VERIFY, "AA- -AA ---"},
    /* a work secret: who decides, whose it is, and whom the security administrator names */
    {ACT_TALK_MINUTES_READ, "gAo -Ag ---"},
    {ACT_TALK_READ, "AAo -AA ---"},
    /* the office for anybody, a unit for the tasks that it has a part in */
    {ACT_PROGRESS_NOTE, "AAo --- ---"},
    /* everything at once leaves the house through the office; a unit takes its own reports */
    {ACT_EXPORT, "AAo --- ---"},
    /* a unit sends its own highlights; the office judges them; what it has taken is for all at work */
    {ACT_HIGHLIGHT_SEND, "AAo --- ---"},
    {ACT_HIGHLIGHT_DECIDE, "AA- --- ---"},
    {ACT_HIGHLIGHT_READ, "AAA AAA ---"},
    /* the office writes to the province, the director signs */
    {ACT_PROVINCE_MAKE, "AA- --- ---"},
    {ACT_PROVINCE_APPROVE, "-A- --- ---"},
    /* a leader reads the own page, the office prints everybody's and says that it was handed over */
    {ACT_LEADER_READ, "AA- -o- ---"},
    {ACT_LEADER_SEEN, "AA- -o- ---"},
    /* a unit sees what is asked of it; who watches the burden sees all */
    {ACT_BURDEN_READ, "AAo -AA ---"},
    /* evidence: who works on it adds, who judges reads */
    {ACT_FILE_ADD, "AAo o-- ---"},
    {ACT_FILE_READ, "AAo oAA ---"},
    /* a purge is asked for by who finds the spill and decided by somebody else */
    {ACT_PURGE_ASK, "AA- --- -A-"},
    {ACT_PURGE_DECIDE, "-A- --- -A-"},
    /* everybody has an inbox; the office reminds and telephones */
    {ACT_INBOX_READ, "ooo ooo ooo"},
    {ACT_REMIND, "AA- --- ---"},
    {ACT_CONTACT_READ, "AAo oA- ---"},
    /* administrators act for nobody, and nobody for them */
    {ACT_DELEGATE, "ooo ooo ---"},
    /* one makes accounts, one says what they may do, one watches both */
    {ACT_ACCOUNT_READ, "ooo ooo AAA"},
    {ACT_ACCOUNT_MAKE, "--- --- A--"},
    {ACT_ACCOUNT_GRANT, "--- --- -A-"},
    {ACT_ACCOUNT_SWITCH, "--- --- AA-"},
    {ACT_SECOND_FACTOR_RESET, "--- --- -A-"},
    /* everybody has a second factor of their own; nobody sets up another's */
    {ACT_SECOND_FACTOR_SET, "ooo ooo ooo"},
    {ACT_DELEGATION_END, "--- --- -A-"},
    {ACT_POLICY_SET, "--- --- -A-"},
    {ACT_SESSION_END, "ooo ooo AAo"},
    {ACT_PERMISSION_READ, "AAA AAA AAA"},
    /* everybody their own; accounts are what the system administrator is for */
    {ACT_ACCOUNT_PASSWORD, "oAo ooo Aoo"},
    {ACT_AUDIT_READ, "--- --- --A"},
    /* who watches and who switches off hear of bursts; neither reads the other's log */
    {ACT_AUDIT_ALERT, "--- --- -AA"},
    {ACT_AUDIT_CHECKPOINT, "--- --- --A"},
    {ACT_VERIFY, "--- --- A-A"},
    {ACT_BACKUP, "--- --- A--"},
    /* a calendar is a rule of the work as much as of the machine */
    {ACT_CALENDAR_LOAD, "AA- --- A--"},
    {ACT_JOB_READ, "ooo ooo Aoo"},
    {ACT_JOB_RUN, "--- --- A--"},
};

static char expected_of(Action action, Role role)
{
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (expected[i].action == action)
            return expected[i].roles[role + role / 3];
    return '?';
}

static void permit__is_the_table(void **state)
{
    (void)state;
    CHECK_I64(sizeof expected / sizeof expected[0], ACT_COUNT);
    for (int a = 0; a < ACT_COUNT; a++) {
        for (int r = 0; r < ROLE_COUNT; r++) {
            static const char letters[] = {
                [SCOPE_NONE] = '-', [SCOPE_OWN] = 'o', [SCOPE_GRANTED] = 'g', [SCOPE_ALL] = 'A'};
            char found = letters[permit_scope((Role)r, (Action)a)];
            if (found != expected_of((Action)a, (Role)r))
                fail_msg("%.*s for %.*s is %c", STR_ARG(action_word((Action)a)),
                         STR_ARG(role_word((Role)r)), found);
        }
    }
}

/* Most actions are about a unit or body; these are about an account, named by the party. */
static bool is_about_accounts(Action action)
{
    static const Action those[] = {
        ACT_ACCOUNT_PASSWORD, ACT_ACCOUNT_READ, ACT_ACCOUNT_MAKE,        ACT_ACCOUNT_GRANT,
        ACT_ACCOUNT_SWITCH,   ACT_SESSION_END,  ACT_SECOND_FACTOR_RESET, ACT_INBOX_READ,
        ACT_DELEGATE,         ACT_JOB_READ,     ACT_SECOND_FACTOR_SET,   ACT_LEADER_READ,
        ACT_LEADER_SEEN};
    for (size_t i = 0; i < sizeof those / sizeof those[0]; i++)
        if (those[i] == action)
            return true;
    return false;
}

/* For every party an account can ask about: its own unit, body and group, its own name, another's,
 * and none. A unit may have the same code as somebody's group: only tables of results are of a group. */
static void permit__own_scope_is_the_own_party(void **state)
{
    (void)state;
    static const struct {
        Str party;
        bool is_own, is_me;
    } parties[] = {{SC("m1"), true, false},          {SC("b1"), true, false},
                   {SC("department"), false, false}, {SC("m2"), false, false},
                   {SC("m"), false, false},          {SC("m11"), false, false},
                   {SC("taskforce"), false, false},  {SC("x"), false, true},
                   {SC("X"), false, false},          {SC(""), false, false}};
    for (int a = 0; a < ACT_COUNT; a++) {
        for (int r = 0; r < ROLE_COUNT; r++) {
            Actor actor = {.name = S("x"),
                           .role = (Role)r,
                           .unit = S("m1"),
                           .body = S("b1"),
                           .group = S("department"),
                           .granted = r % 2 == 0};
            for (size_t p = 0; p < sizeof parties / sizeof parties[0]; p++) {
                char letter = expected_of((Action)a, (Role)r);
                Err err = {0};
                bool may = permit(&actor, (Action)a, parties[p].party, &err);
                bool own = is_about_accounts((Action)a) ? parties[p].is_me
                           : a == ACT_RESULT_READ       ? str_eq(parties[p].party, actor.group)
                                                        : parties[p].is_own;
                CHECK_I64(may, letter == 'A' || (letter == 'o' && own) ||
                                   (letter == 'g' && actor.granted));
                if (may)
                    continue;
                CHECK_ERR(&err, ERR_DENIED);
                CHECK_STR(err_arg(&err, "account"), S("x"));
                CHECK_STR(err_arg(&err, "action"), action_word((Action)a));
            }
        }
    }
}

/* An account without unit, body and group owns nothing, not even "". */
static void permit__no_scope_owns_nothing(void **state)
{
    (void)state;
    for (int a = 0; a < ACT_COUNT; a++) {
        for (int r = 0; r < ROLE_COUNT; r++) {
            Actor actor = {.name = S("x"), .role = (Role)r};
            if (permit_scope((Role)r, (Action)a) == SCOPE_OWN) {
                CHECK(!permit(&actor, (Action)a, S(""), NULL));
                CHECK(!permit(&actor, (Action)a, S("m1"), NULL));
            }
        }
    }
}

/* What one of the three does to others the other two do not, but for what each needs to see or stop, and nothing that
 * people at work may do is theirs; the purge and the calendar, which need both sides, are named here. */
static void permit__administrators_share_nothing(void **state)
{
    (void)state;
    static const Action shared[] = {ACT_ACCOUNT_READ, ACT_ACCOUNT_SWITCH,  ACT_SESSION_END,
                                    ACT_VERIFY,       ACT_PERMISSION_READ, ACT_AUDIT_ALERT};
    static const Action both_sides[] = {ACT_PURGE_ASK, ACT_PURGE_DECIDE, ACT_CALENDAR_LOAD,
                                        ACT_ACCOUNT_PASSWORD, ACT_PERMISSION_READ};
    for (int a = 0; a < ACT_COUNT; a++) {
        int holders = 0;
        bool may_share = false, may_both = false;
        for (int r = ROLE_SYSTEM_ADMIN; r <= ROLE_AUDIT_ADMIN; r++)
            holders += permit_scope((Role)r, (Action)a) > SCOPE_OWN;
        for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++)
            may_share |= shared[i] == (Action)a;
        for (size_t i = 0; i < sizeof both_sides / sizeof both_sides[0]; i++)
            may_both |= both_sides[i] == (Action)a;
        CHECK(holders <= 1 || may_share);
        for (int r = 0; holders > 0 && !may_both && r < ROLE_SYSTEM_ADMIN; r++)
            CHECK(permit_scope((Role)r, (Action)a) <= SCOPE_OWN);
    }
}

/* Who acts for another has the other's unit and group, and neither password nor sessions. */
static void permit__acting_for_another_is_no_disguise(void **state)
{
    (void)state;
    Actor actor = {.name = S("x"), .role = ROLE_UNIT, .unit = S("m1"), .behalf = S("y")};
    CHECK(permit(&actor, ACT_REPORT_SUBMIT, S("m1"), NULL));
    CHECK(permit(&actor, ACT_INBOX_READ, S("y"), NULL));
    CHECK(!permit(&actor, ACT_INBOX_READ, S("x"), NULL));
    CHECK(permit(&actor, ACT_ACCOUNT_PASSWORD, S("x"), NULL));
    CHECK(!permit(&actor, ACT_ACCOUNT_PASSWORD, S("y"), NULL));
    CHECK(!permit(&actor, ACT_SESSION_END, S("y"), NULL));
    CHECK(!permit(&actor, ACT_DELEGATE, S("y"), NULL));
}

/* A restricted area is open to who acts for another where both of the two may read it, each in their own way. */
static void permit__restricted_takes_the_right_of_both(void **state)
{
    (void)state;
    const Actor unit = {.name = S("u"), .role = ROLE_UNIT, .unit = S("m1")},
                same = {.name = S("v"), .role = ROLE_UNIT, .unit = S("m1")},
                other = {.name = S("w"), .role = ROLE_UNIT, .unit = S("m2")},
                clerk = {.name = S("c"), .role = ROLE_OFFICE_CLERK},
                granted = {.name = S("g"), .role = ROLE_OFFICE_CLERK, .granted = true};
    const struct {
        const Actor *principal, *person;
        bool may;
    } pairs[] = {
        {&unit, &same, true},      {&unit, &other, false},    {&unit, &clerk, false},
        {&unit, &granted, true},   {&granted, &unit, true},   {&granted, &other, false},
        {&granted, &clerk, false}, {&clerk, &granted, false}, {&clerk, &unit, false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        Actor actor = *pairs[i].principal;
        Err err = {0};
        actor.behalf = actor.name;
        actor.name = pairs[i].person->name;
        actor.person = pairs[i].person;
        CHECK_I64(permit(&actor, ACT_RESTRICTED_READ, S("m1"), &err), pairs[i].may);
        CHECK(!permit(&actor, ACT_RESTRICTED_READ, S("m3"), &err) || actor.person->granted);
        if (!pairs[i].may)
            CHECK_STR(err_arg(&err, "account"), pairs[i].person->name);
    }
}

static void role__words_are_one_to_one(void **state)
{
    (void)state;
    Role role;
    for (int r = 0; r < ROLE_COUNT; r++) {
        CHECK(role_parse(role_word((Role)r), &role));
        CHECK_I64(role, r);
    }
    CHECK(!role_parse(S(""), &role));
    CHECK(!role_parse(S("admin"), &role));
    CHECK(!role_parse(S("office_clerk "), &role));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(permit__is_the_table),
        cmocka_unit_test(permit__own_scope_is_the_own_party),
        cmocka_unit_test(permit__no_scope_owns_nothing),
        cmocka_unit_test(permit__administrators_share_nothing),
        cmocka_unit_test(permit__acting_for_another_is_no_disguise),
        cmocka_unit_test(permit__restricted_takes_the_right_of_both),
        cmocka_unit_test(role__words_are_one_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
