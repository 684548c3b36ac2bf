#include "base/log.h"

#include "base/date.h"

#include <unistd.h>

void log_line(int64_t utc_ms, LogLevel level, const char *area, Str text)
{
    static const char *const names[] = {"ERROR", "WARN", "INFO", "DEBUG"};
    AUTO_ARENA arena = {0};
    Out out = out_new(&arena, 8192);
    instant_out(&out, utc_ms, OFFSET_MINUTES_CHINA);
    out_f(&out, " %s %s: ", names[level], area);
    for (ptrdiff_t i = 0; i < text.len && i < 4096; i++)
        out_c(&out, (unsigned char)text.ptr[i] < 0x20 ? ' ' : text.ptr[i]);
    out_c(&out, '\n');
    Str line = out_str(&out);
    ssize_t written = write(STDERR_FILENO, line.ptr, (size_t)line.len);
    (void)written; /* nobody is left to tell */
}
