/* fuzz/replay.c - gives every file of the named folders to a fuzz target: fuzzing as an ordinary test. */
#include "fuzz.h"
#include "sys/files.h"

#include <stdio.h>

static int replay_folder(const char *folder, int *ret_count)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    FolderList list = {0};
    if (!folder_list(&arena, str_from_z(folder), &list, &err))
        return err.code == ERR_FILE_ABSENT ? 0 : 1; /* no regression yet */
    for (int i = 0; i < list.count; i++) {
        ArenaMark mark = arena_mark(&arena);
        Str bytes = {0};
        if (!file_read(&arena, path_join(&arena, str_from_z(folder), list.items[i].name), 1 << 26,
                       &bytes, &err))
            return 1;
        (void)LLVMFuzzerTestOneInput((const uint8_t *)bytes.ptr, (size_t)bytes.len);
        arena_rewind(&arena, mark);
        ++*ret_count;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int count = 0;
    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        if (replay_folder(argv[i], &count) != 0) {
            (void)fprintf(stderr, "cannot read %s\n", argv[i]);
            return 1;
        }
    }
    printf("%d inputs replayed\n%d passed, 0 failed, 0 skipped\n", count, count > 0);
    return count > 0 ? 0 : 1;
}
