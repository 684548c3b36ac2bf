/* app/scheme/scheme_desk.h - 考评方案: a new version is proposed by one person and approved, with its document, by another.
 *
 * A proposal is kept as canonical text under the next version of its group; nothing of it holds until it is approved. It
 * can hold from a period only that has not begun and behind which nothing is frozen, so that what was measured stays
 * measured by the rule that was known. Each act is one row that stays, with its audit row; app/scheme/scheme_version says
 * which version holds. Callers: cli/cmd_scheme_desk, web/pages/schemes, app/inbox/inbox_office. */
#pragma once
#include "app/scheme/scheme_diff.h"
#include "app/scheme/scheme_version.h"
#include "base/json.h"
#include "i18n/msg.h"
#include "store/scheme.h"

typedef struct SchemeProposal {
    Str file, bytes; /* a scheme in any form */
    Str groups;      /* "county,city"; empty: the file's own */
    Str effective;   /* period code; empty: the file's own */
    Str reason;
} SchemeProposal;

/* Of each group one version, in the order of `groups`. Faults of the file go to `faults`, by place. ERR_SCHEME_REASON,
 * ERR_GROUP_UNKNOWN, ERR_PERIOD_UNKNOWN, ERR_SCHEME_BEGUN {period, expected}, ERR_SCHEME_FROZEN {period},
 * ERR_SCHEME_EARLIER {period, version, found}, ERR_SCHEME_SAME {version}, ERR_SCHEME_MOVED {version} when another was
 * proposed meanwhile. */
bool scheme_propose(App *app, const SchemeProposal *proposal, SchemeVersions *ret_versions,
                    Faults *faults, Err *err);

typedef struct SchemeApproval {
    Str group;
    int version;
    Str seen; /* digest of the text that the person has read; empty: whatever it is */
    Str authority, document, dated;
} SchemeApproval;

/* ERR_SCHEME_VERSION {found, group}, ERR_SCHEME_STATE {version, found}, ERR_SCHEME_MOVED, ERR_SCHEME_FOUR_EYES {version},
 * ERR_SCHEME_PAPER {field}, ERR_SCHEME_DATE {found}, ERR_SCHEME_BEGUN, ERR_SCHEME_FROZEN. */
bool scheme_approve(App *app, const SchemeApproval *approval, Err *err);
/* A proposal, or an approved version whose first period has not begun: ERR_SCHEME_USED {version, period}. Of the import
 * none is withdrawn: ERR_SCHEME_STATE. */
bool scheme_withdraw(App *app, Str group, int version, Str reason, Err *err);

/* What the reader may see: proposals and what was withdrawn for who may read trials only. ERR_GROUP_UNKNOWN. */
bool scheme_read(App *app, Str group, SchemeEntries *ret_entries, Err *err);
/* The first period from which a version could hold now; NULL: none. */
const CampaignPeriod *scheme_first_period(App *app, Str group, Err *err);
/* Proposals that wait for somebody else than who acts. */
bool scheme_waiting(App *app, SchemeEntries *ret_entries, Err *err);

/* The sentence of scheme_chance_words for a group of the campaign: its members, and the ranked periods from `from` on
 * (code; empty: all). */
Str scheme_group_chance(App *app, Lang lang, Str group, Str from, const Scheme *scheme);
void scheme_entry_json(const App *app, const SchemeEntry *entry, Json *json);
Str scheme_standing_text(Lang lang, SchemeStanding standing);
