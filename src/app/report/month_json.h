/* app/report/month_json.h - what the readers of a month's JSON share; of no use to others.
 *
 * A fault names the list and the number of its entry: place_file of the reader is then FILE#LIST. */
#pragma once
#include "app/report/month_read.h"
#include "sys/json_in.h"

/* The root, which must be an object; NULL after a fault. */
const Tree *month_json_root(MonthReader *reader);
/* A text, trimmed; empty where there is none or null. */
Str month_json_text(const MonthReader *reader, const Tree *map, Str key, int64_t row);
/* Members that nobody knows are faults. */
void month_json_known(const MonthReader *reader, const Tree *map, const Str *known, int nknown,
                      int64_t row);
/* The first entry of the list under that key; place_file then names the list. NULL: none. */
const Tree *month_json_list(MonthReader *reader, const Tree *root, Str key);
bool month_json_is_map(const MonthReader *reader, const Tree *at, Str key, int64_t row);
