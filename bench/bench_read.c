/* Reading policy texts: how fast a document becomes a draft ledger. */
#include "bench.h"

#include "app/campaign/read.h"
#include "base/limits.h"
#include "base/out.h"
#include "sys/files.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t read_text(void *ctx, int64_t count)
{
    uint64_t tasks = 0;
    for (int64_t i = 0; i < count; i++) {
        AUTO_ARENA arena = {0};
        Reading reading = {0};
        Err err = {0};
        if (!read_document(&arena, S("a.txt"), *(Str *)ctx, &reading, NULL, &err))
            abort();
        tasks += (uint64_t)reading.tasks.count;
    }
    return tasks;
}

static Str must_read(Arena *arena, const char *path)
{
    Str bytes = {0};
    Err err = {0};
    if (!file_read(arena, str_from_z(path), LIMIT_DOCUMENT_BYTES, &bytes, &err)) {
        (void)fprintf(stderr, "run it from the project's folder: no %s\n", path);
        exit(1);
    }
    return bytes;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    Bench *bench = bench_new(&arena, "read", argc, argv);
    Str text = must_read(&arena, "fuzz/corpus/document/notice.txt");
    bench_case(bench, "read: a notice of one page", text.len, read_text, &text);
    Out out = out_new(&arena, LIMIT_DOCUMENT_BYTES);
    while (out.len < 100 * 1024)
        out_s(&out, text);
    Str document = out_str(&out);
    bench_case(bench, "read: 100 KB of policy text", document.len, read_text, &document);
    return bench_done(bench);
}
