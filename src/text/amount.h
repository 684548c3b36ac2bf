/* text/amount.h - numbers that are no targets though they stand like one: dates, sizes of an office,
 * classes (10万元以上的村), tariffs (每招用1人补助1500元). Callers: target.c. */
#pragma once
#include "text/quantity.h"

bool amount_is_date(Str text, const Quantity *q);
bool amount_counts_office(const Source *src, Str text, const Quantity *q, ptrdiff_t end);
/* A noun and another number follow at `at`, so the first only describes. */
bool amount_describes(Str text, ptrdiff_t at, ptrdiff_t end);
/* 率, 比例 … right before `at`. */
bool amount_states_rate(Str text, ptrdiff_t at);
/* 500万元及以下贷款, 10亿元以上的企业: a class of things. */
bool amount_is_class(Str text, const Quantity *q, ptrdiff_t end);
/* What is paid or counted for each case. */
bool amount_is_tariff(Str text, ptrdiff_t sentence, const Before *b, const Quantity *q,
                      ptrdiff_t end);
/* 10分钟内推送到位: a limit of a service. */
bool amount_is_service_time(Str text, const Quantity *q, ptrdiff_t clause, ptrdiff_t end);
/* 截至4月底完成31公里: one clause tells while its sentence asks. */
bool amount_is_told(Str text, const Before *b, const Quantity *q);
