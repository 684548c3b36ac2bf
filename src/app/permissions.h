/* app/permissions.h - the table of permissions in words, for people: page, command and document show these rows.
 *
 * Made of permit_rows (permissions.tsv), which is what permit() asks; nothing is worded twice. Callers:
 * web/pages/permissions.c, cli/cmd_permissions.c; role_name: whatever names a role. */
#pragma once
#include "app/app.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"

typedef struct PermissionRow {
    Action action;
    Str name, group;
    Str scopes[ROLE_COUNT]; /* 全部 · 本单位 · 授权后 · empty = never; by role */
} PermissionRow;
typedef LIST_OF(PermissionRow) PermissionRows;

enum { ROLE_ANY = -1 };

/* All rows in the order of the table; with a role only what it may do at all. ACT_PERMISSION_READ. */
bool permissions_read(App *app, Lang lang, int role, PermissionRows *ret_rows, Err *err);
Str role_name(Lang lang, Role role);
/* One column for each role, or the one asked for. */
Sheet permissions_sheet(Arena *arena, Lang lang, int role, const PermissionRows *rows);
void permissions_json(int role, const PermissionRows *rows, Json *json);
/* A table of Markdown for each group. */
void permissions_markdown(Lang lang, const PermissionRows *rows, Out *out);
