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

bool role_is_admin(Role role)
{
    return role == ROLE_SYSTEM_ADMIN || role == ROLE_SECURITY_ADMIN || role == ROLE_AUDIT_ADMIN;
}

Str action_word(Action action)
{
    return permit_rows[action].action;
}

bool action_parse(Str word, Action *ret_action)
{
    for (int i = 0; i < ACT_COUNT; i++)
        if (str_eq(word, permit_rows[i].action)) {
            *ret_action = (Action)i;
            return true;
        }
    return false;
}

Scope permit_scope(Role role, Action action)
{
    switch (permit_rows[action].letters[role]) {
    case 'A':
        return SCOPE_ALL;
    case 'g':
        return SCOPE_GRANTED;
    case 'o':
        return SCOPE_OWN;
    default:
        return SCOPE_NONE;
    }
}

Str actor_seat(const Actor *actor)
{
    return actor->behalf.len ? actor->behalf : actor->name;
}

static bool is_own(const Actor *actor, Action action, Str party)
{
    switch (permit_rows[action].about) {
    case ABOUT_ACCOUNT: /* never that of somebody acted for: password, sessions, rights handed on */
        return str_eq(party, actor->name);
    case ABOUT_SEAT:
        return str_eq(party, actor_seat(actor));
    case ABOUT_GROUP: /* a unit elsewhere may have the same code as one */
        return str_eq(party, actor->group);
    case ABOUT_UNIT:
        return str_eq(party, actor->unit) || str_eq(party, actor->body);
    case ABOUT_CAMPAIGN:
    case ABOUT_INSTALLATION:
        break;
    }
    return false;
}

bool permit_program(Action action)
{
    static const Action own[] = {ACT_BACKUP, ACT_VERIFY, ACT_AUDIT_CHECKPOINT, ACT_INBOX_READ};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (own[i] == action)
            return true;
    return false;
}

/* What stands in a restricted area is read for another only by who may read it too; NULL: nobody else is asked. */
static const Actor *asked_too(const Actor *actor, Action action)
{
    return action == ACT_RESTRICTED_READ ? actor->person : NULL;
}

bool permit_any(const Actor *actor, Action action)
{
    const Actor *too = asked_too(actor, action);
    if (actor->program)
        return permit_program(action);
    if (too && !permit_any(too, action))
        return false;
    Scope scope = permit_scope(actor->role, action);
    return scope == SCOPE_ALL || scope == SCOPE_OWN || (scope == SCOPE_GRANTED && actor->granted);
}

/* Who acts for another has nothing of theirs that is about accounts: passwords, sessions, rights handed on. */
static Scope scope_of(const Actor *actor, Action action)
{
    Scope scope = permit_scope(actor->role, action);
    bool others = actor->behalf.len > 0 && permit_rows[action].about == ABOUT_ACCOUNT;
    return others && scope == SCOPE_ALL ? SCOPE_OWN : scope;
}

bool permit(const Actor *actor, Action action, Str party, Err *err)
{
    Scope scope = scope_of(actor, action);
    if (actor->program)
        return permit_program(action) || err_set(err, ERR_DENIED, {"account", actor->name},
                                                 {"action", action_word(action)}, {"party", party});
    bool own = party.len > 0 && is_own(actor, action, party);
    const Actor *too = asked_too(actor, action);
    if (scope == SCOPE_ALL || (scope == SCOPE_OWN && own) ||
        (scope == SCOPE_GRANTED && actor->granted))
        return !too || permit(too, action, party, err);
    return err_set(err, ERR_DENIED, {"account", actor->name}, {"action", action_word(action)},
                   {"party", party});
}
