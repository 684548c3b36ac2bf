/* A Cookie header, after the first line the name that is looked for: what is found is inside the header
 * and stands right after that name. */
#include "fuzz.h"

#include "http/fields.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str rest = fuzz_str(data, size);
    Str header = str_cut(&rest, '\n'), name = rest.ptr ? rest : S("__Host-duban");
    Str value = cookie_get(header, name);
    assert(value.ptr);
    if (value.len) {
        assert(value.ptr > header.ptr && value.ptr + value.len <= header.ptr + header.len);
        Str before = str_sub(header, 0, value.ptr - header.ptr - 1);
        assert(value.ptr[-1] == '=' && str_ends(before, name));
        before.len -= name.len;
        before = str_trim(before);
        assert(before.len == 0 || str_ends(before, S(";")));
        assert(!str_has(value, S(";")));
        /* whatever stands before it, it is what the name would get alone */
        Str tail = str_sub(header, before.ptr + before.len - header.ptr, header.len);
        assert(str_eq(cookie_get(tail, name), value));
    }
    return 0;
}
