/* app/paper/circular_signers.h - who may countersign a circular (会签), and by which words people name them.
 *
 * People choose posts; kept are accounts. A post that two hold is told apart by its account: 示例核定人（o_fgw）.
 * Callers: app/paper/circular_acts, web/pages/circular_desk. */
#pragma once
#include "app/paper/circular_desk.h"

typedef struct CircularSigner {
    Str account;
    Str called; /* the post, with the account where two have it; no post: the account */
    Str of;     /* the body or unit; may be empty */
} CircularSigner;
typedef LIST_OF(CircularSigner) CircularSigners;

bool circular_signers(App *app, CircularSigners *ret_signers, Err *err);
/* Accounts named by posts or accounts, separated by ; or ；, once each. ERR_CIRCULAR_SIGNER_NONE, ERR_CIRCULAR_SIGNER_MANY {found,
 * expected}, ERR_LIMIT. */
bool circular_signers_find(App *app, Str list, Str *ret_accounts, Err *err);
/* Accounts kept with a draft, as people name them. */
Str circular_signers_called(App *app, const CircularSigners *signers, Str accounts);

typedef LIST_OF(Str) CircularIssuers;
/* Bodies that may issue, as far as the data says: the campaign's issuer, and by whom circulars were issued before. */
bool circular_issuers(App *app, CircularIssuers *ret_issuers, Err *err);
