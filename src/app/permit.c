#include "app/permit.h"

static const Str role_words[ROLE_COUNT] = {
    [ROLE_OFFICE_CLERK] = SC("office_clerk"),
    [ROLE_OFFICE_DIRECTOR] = SC("office_director"),
    [ROLE_UNIT] = SC("unit"),
    [ROLE_DATA_OWNER] = SC("data_owner"),
    [ROLE_LEADER] = SC("leader"),
    [ROLE_INSPECTOR] = SC("inspector"),
    [ROLE_SYSTEM_ADMIN] = SC("system_admin"),
    [ROLE_SECURITY_ADMIN] = SC("security_admin"),
    [ROLE_AUDIT_ADMIN] = SC("audit_admin"),
};

static const Str action_words[ACT_COUNT] = {
#define X(name, word) SC(word),
    ACTIONS(X)
#undef X
};

/* One row an action, one letter a role: A = all, o = own unit or body, - = no.
 * clerk, director, unit, data owner, leader, inspector, system, security, audit */
static const char matrix[ACT_COUNT][ROLE_COUNT + 1] = {
    [ACT_CAMPAIGN_IMPORT] = "AA-------",  [ACT_LEDGER_READ] = "AAAAAA---",
    [ACT_REPORT_SUBMIT] = "AAo------",    [ACT_CONFIRM_SUBMIT] = "AA-o-----",
    [ACT_EVENT_ENTER] = "AA-------",      [ACT_CORRECT] = "AA-------",
    [ACT_EVALUATE] = "AA-------",         [ACT_APPEAL_FILE] = "AAo------",
    [ACT_APPEAL_RULE] = "-A-------",      [ACT_FREEZE] = "-A-------",
    [ACT_PUBLISH] = "-A-------",          [ACT_RESULT_TRIAL_READ] = "AA-------",
    [ACT_RESULT_READ] = "AAo-AA---",      [ACT_EXPLAIN] = "AAo-AA---",
    [ACT_CIRCULAR_READ] = "AAAAAA---",    [ACT_CIRCULAR_ISSUE] = "-A-------",
    [ACT_TALK_PROPOSE] = "AA-------",     [ACT_TALK_DECIDE] = "-A--A----",
    [ACT_TALK_READ] = "AAo-AA---",        [ACT_PROGRESS_NOTE] = "AAo------",
    [ACT_EXPORT] = "AAo------",           [ACT_AUDIT_READ] = "--------A",
    [ACT_ACCOUNT_PASSWORD] = "oAooooAoo",
};

bool role_parse(Str word, Role *ret_role)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (str_eq(word, role_words[i])) {
            *ret_role = (Role)i;
            return true;
        }
    }
    return false;
}

Str role_word(Role role)
{
    return role_words[role];
}

Str action_word(Action action)
{
    return action_words[action];
}

bool action_parse(Str word, Action *ret_action)
{
    for (int i = 0; i < ACT_COUNT; i++)
        if (str_eq(word, action_words[i])) {
            *ret_action = (Action)i;
            return true;
        }
    return false;
}

Scope permit_scope(Role role, Action action)
{
    switch (matrix[action][role]) {
    case 'A':
        return SCOPE_ALL;
    case 'o':
        return SCOPE_OWN;
    default:
        return SCOPE_NONE;
    }
}

static bool is_own(const Actor *actor, Action action, Str party)
{
    if (action == ACT_ACCOUNT_PASSWORD)
        return str_eq(party, actor->name);
    if (action == ACT_RESULT_READ) /* of a group; a unit elsewhere may have the same code as one */
        return str_eq(party, actor->group);
    return str_eq(party, actor->unit) || str_eq(party, actor->body);
}

bool permit(const Actor *actor, Action action, Str party, Err *err)
{
    Scope scope = permit_scope(actor->role, action);
    bool own = party.len > 0 && is_own(actor, action, party);
    if (scope == SCOPE_ALL || (scope == SCOPE_OWN && own))
        return true;
    return err_set(err, ERR_DENIED, {"account", actor->name}, {"action", action_words[action]},
                   {"party", party});
}
