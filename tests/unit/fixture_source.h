/* tests/unit/fixture_source.h - a FileSource over files in memory, faults as one text to compare. */
#pragma once
#include "app/campaign/campaign_files.h"
#include "check.h"

typedef struct FixtureFile {
    const char *name;
    Str text;
} FixtureFile;

typedef struct Fixture {
    FixtureFile files[24];
    int count;
} Fixture;

static inline bool fixture_read(void *ctx, Arena *arena, Str name, int64_t limit_bytes,
                                Str *ret_bytes, Err *err)
{
    const Fixture *fixture = ctx;
    (void)arena;
    for (int i = 0; i < fixture->count; i++)
        if (str_eq(str_from_z(fixture->files[i].name), name)) {
            *ret_bytes = fixture->files[i].text;
            return ret_bytes->len <= limit_bytes ||
                   err_set(err, ERR_FILE_TOO_LARGE, {"file", name});
        }
    return err_set(err, ERR_FILE_OPEN, {"file", name});
}

static inline bool fixture_list(void *ctx, Arena *arena, Str folder, FileNames *ret_names, Err *err)
{
    const Fixture *fixture = ctx;
    (void)err;
    for (int i = 0; i < fixture->count; i++) {
        Str name = str_from_z(fixture->files[i].name), head = {0};
        if (str_has(name, S("/")))
            head = str_cut(&name, '/');
        if (str_eq(head, folder))
            *arena_push(arena, ret_names) = name;
    }
    return true;
}

static inline FileSource fixture_source(Fixture *fixture)
{
    return (FileSource){.ctx = fixture, .read = fixture_read, .list = fixture_list};
}

/* The fixture with the first `from` in the file replaced; `from` must be there. */
static inline Fixture fixture_with(Arena *arena, const Fixture *base, const char *file,
                                   const char *from, const char *to)
{
    Fixture changed = *base;
    for (int i = 0; i < changed.count; i++) {
        if (!str_eq(str_from_z(changed.files[i].name), str_from_z(file)))
            continue;
        Str text = changed.files[i].text, old = str_from_z(from);
        ptrdiff_t at = str_find(text, old, 0);
        if (at < 0)
            fail_msg("%s has no [%s]", file, from);
        Out out = out_new(arena, 1 << 20);
        out_s(&out, str_sub(text, 0, at));
        out_s(&out, str_from_z(to));
        out_s(&out, str_sub(text, at + old.len, text.len));
        changed.files[i].text = out_str(&out);
        return changed;
    }
    fail_msg("no file %s", file);
    return changed;
}

/* "CODE file:row:col [found]" of each, joined by "; ". */
static inline Str faults_text(Arena *arena, const Faults *faults)
{
    Out out = out_new(arena, 1 << 16);
    for (int i = 0; i < faults->count; i++) {
        const Err *err = &faults->items[i];
        Str found = err_arg(err, "found");
        out_f(&out, "%s%s %s:%d:%d [%.*s]", i ? "; " : "", err_code_name(err->code), err->file,
              (int)err->row, (int)err->col, STR_ARG(found));
    }
    return out_str(&out);
}
