/* store/meta.h - settings of the installation: key and value. Callers: app/. */
#pragma once
#include "db/db.h"

/* Empty when the key is not set. */
bool meta_get(Db *db, Arena *arena, Str key, Str *ret_value, Err *err);
bool meta_set(Db *tx, Str key, Str value, Err *err);
/* Whether three administrators (三员) keep the installation: "separation" = "three". */
bool meta_three(Db *db, Arena *arena, bool *ret_three, Err *err);
