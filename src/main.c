/* main.c - the program: hands over to cli/. It sets no locale, on purpose: numbers, order and
 * sentences of duban depend on data and on the person, never on the machine. */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv);
}
