#include "http/fields.h"

Str cookie_get(Str header, Str name)
{
    Str rest = header;
    while (rest.len) {
        Str value = str_trim(str_cut(&rest, ';'));
        if (str_eq(str_cut(&value, '='), name) && value.ptr)
            return value;
    }
    return S("");
}
