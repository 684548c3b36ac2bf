#include "app/permissions.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct ScopeCell {
    Str word, mark; /* mark: what a style tells it by, beside its word */
} ScopeCell;

typedef struct RightRow {
    Str group; /* where it changes */
    Str name;
    LIST_OF(ScopeCell) cells;
} RightRow;

typedef struct RoleOption {
    Str value, name;
    bool chosen;
} RoleOption;

typedef struct PermissionsView {
    LIST_OF(RoleOption) options;
    LIST_OF(Str) heads;
    LIST_OF(RightRow) rows;
    int columns;
    Str csv;
} PermissionsView;
#include "web/templates/permissions.html.h"

static int role_asked(const Ctx *c)
{
    Role role;
    return role_parse(ctx_text(c, "role"), &role) ? (int)role : ROLE_ANY;
}

static Str scope_mark(Role role, Action action)
{
    static const Str marks[] = {SC("none"), SC("own"), SC("granted"), SC("all")};
    return marks[permit_scope(role, action)];
}

static void fill(Ctx *c, int role, const PermissionRows *rows, PermissionsView *v)
{
    int first = role == ROLE_ANY ? 0 : role, last = role == ROLE_ANY ? ROLE_COUNT - 1 : role;
    for (int r = 0; r < ROLE_COUNT; r++)
        *arena_push(c->arena, &v->options) =
            (RoleOption){role_word((Role)r), role_name(c->lang, (Role)r), r == role};
    for (int r = first; r <= last; r++)
        *arena_push(c->arena, &v->heads) = role_name(c->lang, (Role)r);
    v->columns = v->heads.count + 1;
    for (int i = 0; i < rows->count; i++) {
        const PermissionRow *of = &rows->items[i];
        bool same = i > 0 && str_eq(rows->items[i - 1].group, of->group);
        RightRow *row = arena_push(c->arena, &v->rows);
        *row = (RightRow){.group = same ? S("") : of->group, .name = of->name};
        for (int r = first; r <= last; r++)
            *arena_push(c->arena, &row->cells) =
                (ScopeCell){of->scopes[r], scope_mark((Role)r, of->action)};
    }
}

bool permissions_page(Ctx *c, Err *err)
{
    PermissionRows rows;
    PermissionsView v = {0};
    int role = role_asked(c);
    if (!permissions_read(&c->app, c->lang, role, &rows, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        permissions_json(role, &rows, &json);
        return json_end(c, &json, err);
    }
    fill(c, role, &rows, &v);
    v.csv = link_to(c, "/permissions/file", {"role", ctx_text(c, "role")});
    permissions_html(page_begin(c, msg(c->lang, MSG_PERMISSIONS_TITLE), NAV_SECURITY), c, &v);
    return page_end(c, err);
}

bool permissions_file(Ctx *c, Err *err)
{
    PermissionRows rows;
    int role = role_asked(c);
    if (!permissions_read(&c->app, c->lang, role, &rows, err))
        return false;
    Sheet sheet = permissions_sheet(c->arena, c->lang, role, &rows);
    return download_csv(c, &sheet, msg(c->lang, MSG_PERMISSIONS_TITLE), err);
}
