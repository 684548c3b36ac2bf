/* app/paper/circular_paper.h - the facts of a period as an official paper, every number of it traced.
 *
 * Sentences come from the message table (paper.*), always in Chinese: the paper is an official
 * document, whatever language its reader has chosen. Units of restricted areas appear with rank and
 * score only. Proposals of talks are never printed: they are proposals. Callers: app/paper/circular. */
#pragma once
#include "app/paper/circular_facts.h"
#include "app/paper_writer.h"

typedef struct CircularHead {
    Str number, issuer; /* 发文字号; of a draft without its serial */
    Date issued_on;     /* DATE_NONE: a draft */
} CircularHead;
