#include "core/reconcile.h"

bool reconcile(Dec target, const Part *parts, int count, Reconciliation *ret, Err *err)
{
    Reconciliation r = {0};
    for (int i = 0; i < count; i++) {
        Dec *sum = parts[i].is_municipal ? &r.municipal : &r.units;
        if (!dec_add(*sum, parts[i].value, sum, err))
            return false;
    }
    if (!dec_add(r.units, r.municipal, &r.allotted, err) ||
        !dec_sub(target, r.units, &r.residual, err) ||
        !dec_sub(r.allotted, target, &r.difference, err))
        return false;
    *ret = r;
    return true;
}
