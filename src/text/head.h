/* text/head.h - the head and foot of a document: title, number, issuer, date, addressees.
 * Callers: text/ (furniture.c asks what a short line may be). */
#pragma once
#include "text/source.h"

/* What a short line outside the running text may be. */
typedef enum HeadRole {
    HEAD_NONE,
    HEAD_TITLE,
    HEAD_TITLE_PART, /* a body's name over 关于…, or a subtitle */
    HEAD_DOC_NO,
    HEAD_DATE,
    HEAD_BODY,      /* the name of a body alone */
    HEAD_ADDRESSEE, /* 各县区人民政府: */
    HEAD_ATTACHMENT /* 附件, 抄送 */
} HeadRole;

HeadRole head_role(Str line);
/* How much a line looks like the title; <= 0: not at all. */
int head_title_score(Str line);
void head_read(const Source *src, Reading *reading);
/* The addressees line above the running text (text/addressee.c). */
void head_addressees(const Source *src, Reading *reading);
