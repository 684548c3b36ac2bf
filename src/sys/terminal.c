#include "sys/terminal.h"

#include <errno.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { INTERRUPT = 3 }; /* ^C */

bool terminal_asks(void)
{
    return isatty(STDIN_FILENO) == 1;
}

/* A byte at a time: what follows the line stays for whoever reads next. */
static bool line_read(char *line, int max_bytes, int *ret_len, Err *err)
{
    int len = 0;
    for (;;) {
        char c;
        ssize_t got = read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, ERR_FILE_READ, {"file", S("-")},
                           {"reason", str_from_z(strerror(errno))});
        if (got == 0 || c == '\n')
            break;
        if (c == INTERRUPT && terminal_asks())
            return err_set(err, ERR_INPUT_ENDED);
        if (len == max_bytes) {
            AUTO_ARENA arena = {0};
            return err_set(err, ERR_FILE_TOO_LARGE, {"file", S("-")},
                           {"limit", arena_fmt(&arena, "%d", max_bytes)},
                           {"found", arena_fmt(&arena, "> %d", max_bytes)});
        }
        line[len++] = c;
    }
    *ret_len = len > 0 && line[len - 1] == '\r' ? len - 1 : len;
    return true;
}

bool line_read_hidden(Arena *arena, int max_bytes, Str *ret_line, Err *err)
{
    struct termios shown;
    int len = 0;
    char *line = arena_new(arena, char, max_bytes + 1);
    bool hide = terminal_asks() && tcgetattr(STDIN_FILENO, &shown) == 0;
    if (hide) {
        struct termios hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG); /* ^C must not leave the terminal mute */
        hidden.c_cc[VEOL] = INTERRUPT;
        hidden.c_lflag |= ECHONL;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    bool ok = line_read(line, max_bytes, &len, err);
    if (hide)
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    if (ok)
        *ret_line = (Str){line, len};
    return ok;
}
