#include "app/scheme/scheme_library.h"

#include "app/embedded_schemes.h"
#include "base/near.h"

const ReadyScheme ready_schemes[] = {
    {SC("best-rank-votes"), &embedded_scheme_best_rank_votes},
    {SC("completion"), &embedded_scheme_completion},
    {SC("efficacy"), &embedded_scheme_efficacy},
    {SC("over-fulfilment"), &embedded_scheme_over_fulfilment},
    {SC("quarter-accountability"), &embedded_scheme_quarter_accountability},
    {SC("rank-points"), &embedded_scheme_rank_points},
    {SC("steps"), &embedded_scheme_steps},
    {SC("steps-linear"), &embedded_scheme_steps_linear},
    {SC("streak-last10"), &embedded_scheme_streak_last10},
    {SC("streak-last20"), &embedded_scheme_streak_last20},
    {SC("ties"), &embedded_scheme_ties},
    {SC("year-quarters"), &embedded_scheme_year_quarters},
};
const int ready_schemes_count = (int)(sizeof ready_schemes / sizeof *ready_schemes);

const ReadyScheme *ready_scheme(Str name, Str *ret_near)
{
    Near near = near_new(name);
    for (int i = 0; i < ready_schemes_count; i++) {
        if (str_eq(ready_schemes[i].name, name))
            return &ready_schemes[i];
        near_try(&near, ready_schemes[i].name);
    }
    *ret_near = near.best;
    return NULL;
}
