/* web/inbox_link.h - where an item of the inbox is dealt with. Callers: web/pages/inbox, web/pages/leader. */
#pragma once
#include "app/inbox/inbox.h"
#include "web/web.h"

Str inbox_href(const Ctx *c, const InboxItem *item); /* empty: nowhere */
