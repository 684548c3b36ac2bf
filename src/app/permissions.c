#include "app/permissions.h"

Str role_name(Lang lang, Role role)
{
    static const Msg names[ROLE_COUNT] = {
        [ROLE_OFFICE_CLERK] = MSG_ROLE_OFFICE_CLERK,
        [ROLE_OFFICE_DIRECTOR] = MSG_ROLE_OFFICE_DIRECTOR,
        [ROLE_UNIT] = MSG_ROLE_UNIT,
        [ROLE_DATA_OWNER] = MSG_ROLE_DATA_OWNER,
        [ROLE_LEADER] = MSG_ROLE_LEADER,
        [ROLE_INSPECTOR] = MSG_ROLE_INSPECTOR,
        [ROLE_SYSTEM_ADMIN] = MSG_ROLE_SYSTEM_ADMIN,
        [ROLE_SECURITY_ADMIN] = MSG_ROLE_SECURITY_ADMIN,
        [ROLE_AUDIT_ADMIN] = MSG_ROLE_AUDIT_ADMIN,
    };
    return msg(lang, names[role]);
}

static Str own_word(Lang lang, About about)
{
    switch (about) {
    case ABOUT_GROUP:
        return msg(lang, MSG_SCOPE_OWN_GROUP);
    case ABOUT_ACCOUNT:
        return msg(lang, MSG_SCOPE_OWN_ACCOUNT);
    case ABOUT_SEAT:
        return msg(lang, MSG_SCOPE_OWN_SEAT);
    case ABOUT_CAMPAIGN:
    case ABOUT_INSTALLATION:
    case ABOUT_UNIT:
        break;
    }
    return msg(lang, MSG_SCOPE_OWN_UNIT);
}

static Str scope_word(Lang lang, Role role, Action action)
{
    switch (permit_scope(role, action)) {
    case SCOPE_ALL:
        return msg(lang, MSG_SCOPE_ALL);
    case SCOPE_OWN:
        return own_word(lang, permit_rows[action].about);
    case SCOPE_GRANTED:
        return msg(lang, MSG_SCOPE_GRANTED);
    case SCOPE_NONE:
        break;
    }
    return S("");
}

bool permissions_read(App *app, Lang lang, int role, PermissionRows *ret_rows, Err *err)
{
    PermissionRows rows = {0};
    if (!app_permit(app, ACT_PERMISSION_READ, S(""), S("permissions"), err))
        return false;
    for (int i = 0; i < ACT_COUNT; i++) {
        const PermitRow *of = &permit_rows[i];
        if (role != ROLE_ANY && permit_scope((Role)role, (Action)i) == SCOPE_NONE)
            continue;
        PermissionRow *row = arena_push(app->arena, &rows);
        *row = (PermissionRow){.action = (Action)i,
                               .name = lang == LANG_EN ? of->en : of->zh,
                               .group = lang == LANG_EN ? of->group_en : of->group_zh};
        for (int r = 0; r < ROLE_COUNT; r++)
            row->scopes[r] = scope_word(lang, (Role)r, (Action)i);
    }
    *ret_rows = rows;
    return true;
}

Sheet permissions_sheet(Arena *arena, Lang lang, int role, const PermissionRows *rows)
{
    int first = role == ROLE_ANY ? 0 : role, last = role == ROLE_ANY ? ROLE_COUNT - 1 : role;
    Sheet sheet = sheet_new(arena, msg(lang, MSG_PERMISSIONS_TITLE), 3 + last - first + 1);
    sheet.columns[0].title = msg(lang, MSG_PERMISSIONS_GROUP);
    sheet.columns[1].title = msg(lang, MSG_PERMISSIONS_ACTION);
    sheet.columns[2].title = msg(lang, MSG_PERMISSIONS_CODE);
    for (int r = first; r <= last; r++)
        sheet.columns[3 + r - first].title = role_name(lang, (Role)r);
    for (int i = 0; i < rows->count; i++) {
        const PermissionRow *row = &rows->items[i];
        sheet_cell(&sheet, row->group);
        sheet_cell(&sheet, row->name);
        sheet_cell(&sheet, action_word(row->action));
        for (int r = first; r <= last; r++)
            sheet_cell(&sheet, row->scopes[r]);
    }
    return sheet;
}

void permissions_json(int role, const PermissionRows *rows, Json *json)
{
    static const Str words[] = {SC("none"), SC("own"), SC("granted"), SC("all")};
    json_object(json);
    json_key(json, S("permissions"));
    json_array(json);
    for (int i = 0; i < rows->count; i++) {
        const PermissionRow *row = &rows->items[i];
        json_object(json);
        json_kstr(json, S("action"), action_word(row->action));
        json_kstr(json, S("name"), row->name);
        json_kstr(json, S("group"), row->group);
        json_key(json, S("roles"));
        json_object(json);
        for (int r = 0; r < ROLE_COUNT; r++)
            if (role == ROLE_ANY || role == r)
                json_kstr(json, role_word((Role)r), words[permit_scope((Role)r, row->action)]);
        json_object_end(json);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

void permissions_markdown(Lang lang, const PermissionRows *rows, Out *out)
{
    for (int i = 0; i < rows->count; i++) {
        const PermissionRow *row = &rows->items[i];
        if (i == 0 || !str_eq(rows->items[i - 1].group, row->group)) {
            out_f(out, "\n## %.*s\n\n|", STR_ARG(row->group));
            for (int r = 0; r < ROLE_COUNT; r++)
                out_f(out, " | %.*s", STR_ARG(role_name(lang, (Role)r)));
            out_s(out, S(" |\n|---"));
            for (int r = 0; r < ROLE_COUNT; r++)
                out_s(out, S("|---"));
            out_s(out, S("|\n"));
        }
        out_f(out, "| %.*s", STR_ARG(row->name));
        for (int r = 0; r < ROLE_COUNT; r++)
            out_f(out, " | %.*s", STR_ARG(row->scopes[r].len ? row->scopes[r] : S("–")));
        out_s(out, S(" |\n"));
    }
}
