/* main.c - the program: hands over to cli/, and to it the pages of web/. It sets no locale, on
 * purpose: numbers, order and sentences of duban depend on data and on the person, never on the machine. */
#include "cli/cli.h"
#include "web/serve.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv, web_serve);
}
