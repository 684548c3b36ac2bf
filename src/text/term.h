/* text/term.h - a term as offices write it, to core/deadline's: 5个工作日内, 30日内, 一个月内, 24小时内, 每月5日前.
 *
 * 日 and 工作日 are two units and stay two; 天 is 日. 不顺延 at the end (also in brackets) holds the last day where it falls.
 * Callers: app/, cli/, web/. */
#pragma once
#include "core/deadline.h"

/* The whole of text, half- or full-width. ERR_TERM_TEXT {found}. */
bool term_parse(Str text, Term *ret_term, Err *err);
