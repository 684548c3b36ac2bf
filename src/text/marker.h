/* text/marker.h - the shapes of list markers; what level one has is decided by outline.c from its
 * surroundings. Callers: text/. */
#pragma once
#include "base/str.h"

typedef enum MarkerKind {
    MARK_NONE,
    MARK_PART,     /* 第一部分 */
    MARK_CHAPTER,  /* 第一章 */
    MARK_SECTION,  /* 第一节 */
    MARK_ARTICLE,  /* 第一条 */
    MARK_STAGE,    /* 第一个阶段, 第一层意思, 第一阶段 */
    MARK_CN,       /* 一、 */
    MARK_CN_PAREN, /* (一) */
    MARK_AR,       /* 1. 1、 */
    MARK_AR_PAREN, /* (1) 1) ⑴ */
    MARK_CIRCLED,  /* ① */
    MARK_DECIMAL,  /* 1.1 */
    MARK_DECIMAL3, /* 1.1.1 */
    /* from here on: markers of running text */
    MARK_DI,    /* 第一, */
    MARK_QI,    /* 其一 */
    MARK_FIRST, /* 首先 其次 再次 最后 */
    MARK_SHI,   /* 一是 */
    MARK_YAO,   /* 一要 */
    MARK_KIND_COUNT
} MarkerKind;

enum { MARK_LAST = 999 }; /* 最后: whatever number comes */

typedef struct Marker {
    MarkerKind kind;
    int no;
    ptrdiff_t start, end;       /* of the marker; end is where its text begins */
    ptrdiff_t no_start, no_end; /* what is reported as the number */
} Marker;

/* The marker that stands at `at` of norm text; line_start tells whether it opens a paragraph. */
bool marker_at(Str text, ptrdiff_t at, ptrdiff_t end, bool line_start, Marker *ret_marker);
/* True when a marker of this kind belongs to running text rather than to headings. */
bool marker_is_running(MarkerKind kind);
