#include "cli/stability_args.h"

#include "base/limits.h"

bool stability_args(const Cli *cli, const CliArgs *args, StabilityAsk *ret_ask, Err *err)
{
    StabilityAsk ask = stability_ask();
    Str vary = cli_value(args, "--vary"), bands = cli_value(args, "--bands");
    if ((vary.len && !stability_vary(vary, &ask, err)) ||
        (bands.len && !stability_bands(bands, &ask, err)) ||
        !cli_number(args, "--samples", 2, LIMIT_STABILITY_DRAWS, &ask.samples, err))
        return false;
    if (cli->seed_given)
        ask.spec.seed = cli->seed;
    ask.sobol = cli_has(args, "--sobol");
    ask.by_component = cli_has(args, "--by-component");
    *ret_ask = ask;
    return true;
}
