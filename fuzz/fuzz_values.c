/* Values from any bytes, long and wide: wherever the cuts fall the same panel or the same faults, each with
 * its place. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/values_in.h"
#include "sys/convert.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static uint64_t mix(uint64_t h, uint64_t x)
{
    return (h ^ x) * UINT64_C(0x9e3779b97f4a7c15) >> 7 ^ h << 3;
}

static uint64_t digest_codes(uint64_t h, const Str *codes, int count)
{
    for (int i = 0; i < count; i++) {
        assert(utf8_valid(codes[i], NULL) && codes[i].len > 0);
        h = mix(h, str_hash(codes[i]));
    }
    return h;
}

static uint64_t digest_panel(const Panel *panel)
{
    uint64_t h = 1;
    int64_t rows = 0;
    for (int b = 0; b < panel->nblocks; b++) {
        assert(panel->blocks[b].first == rows && panel->blocks[b].count > 0);
        rows += panel->blocks[b].count;
        h = mix(mix(h, (uint64_t)panel->blocks[b].period), (uint64_t)panel->blocks[b].group);
    }
    assert(rows == panel->nrows && rows > 0);
    h = digest_codes(h, panel->units, panel->nunits);
    h = digest_codes(h, panel->periods, panel->nperiods);
    h = digest_codes(h, panel->groups, panel->ngroups);
    for (int c = 0; c < panel->ncolumns; c++) {
        h = mix(h, str_hash(panel->columns[c].indicator) + (uint64_t)panel->columns[c].kind);
        for (int64_t r = 0; r < rows; r++) {
            uint64_t bits;
            double x = panel->columns[c].cells[r];
            memcpy(&bits, &x, sizeof bits);
            assert(x - x == 0 || panel_state(x) == VALUE_MISSING || panel_state(x) == VALUE_NA);
            h = mix(h, x == x ? bits : (uint64_t)panel_state(x));
        }
    }
    return h;
}

/* Of what was read, or of the faults where they are few enough to be all. */
static uint64_t read_with(Str bytes, bool wide, int64_t chunk_bytes, int wave)
{
    AUTO_ARENA arena = {0};
    AUTO_VALUES values = {0};
    Faults faults = {.arena = &arena};
    Err err = {0};
    int fd = memfd_create("values", 0);
    assert(fd >= 0 && write(fd, bytes.ptr, (size_t)bytes.len) == bytes.len);
    ValuesSource source = {.fd = fd,
                           .file = S("v.csv"),
                           .convert = {convert_gb18030, NULL},
                           .wide = wide,
                           .keep_unit = S("u"),
                           .chunk_bytes = chunk_bytes,
                           .wave_chunks = wave};
    bool ok = values_read(&arena, &source, &values, &faults, &err);
    (void)close(fd);
    assert(ok == (faults.total == 0 && !err.code));
    if (ok)
        return digest_panel(&values.panel);
    uint64_t h = err.code;
    for (int i = 0; i < faults.count && faults.total == faults.count; i++) {
        assert(faults.items[i].file[0] && faults.items[i].row >= 0);
        h = mix(mix(mix(h, (uint64_t)faults.items[i].code), (uint64_t)faults.items[i].row),
                (uint64_t)faults.items[i].col);
    }
    return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str bytes = fuzz_str(data, size);
    for (int wide = 0; wide < 2; wide++) {
        uint64_t whole = read_with(bytes, wide, 0, 0);
        assert(read_with(bytes, wide, 1 + bytes.len % 13, 1 + (int)(size % 4)) == whole);
        assert(read_with(bytes, wide, 64, 2) == whole);
    }
    return 0;
}
