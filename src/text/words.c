#include "text/words.h"

ptrdiff_t char_len(Str text, ptrdiff_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    ptrdiff_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    return at + n > text.len ? text.len - at : n;
}

static bool may_start(const Words *words, Str text, ptrdiff_t at)
{
    const unsigned char *p = (const unsigned char *)text.ptr + at;
    unsigned sum = p[0];
    if (p[0] >= 0x80)
        sum = at + 3 <= text.len ? (unsigned)p[0] + p[1] + p[2] : 0;
    sum &= 255;
    return words->firsts[sum >> 6] >> (sum & 63) & 1;
}

/* Index of the first word that is not smaller than key. */
static int lower_bound(const Words *words, Str key)
{
    int low = 0, high = words->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (str_cmp(words->items[middle].text, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

ptrdiff_t words_at(const Words *words, Str text, ptrdiff_t at, int *ret_tag)
{
    if (at < 0 || at >= text.len || !may_start(words, text, at))
        return 0;
    Str here = str_sub(text, at, at + words->longest_bytes);
    Str first = str_sub(here, 0, char_len(text, at));
    ptrdiff_t best = 0;
    for (int i = lower_bound(words, first); i < words->count; i++) {
        const Word *word = &words->items[i];
        if (!str_starts(word->text, first))
            break;
        if (word->text.len > best && str_starts(here, word->text)) {
            best = word->text.len;
            if (ret_tag)
                *ret_tag = word->tag;
        }
    }
    return best;
}

ptrdiff_t words_before(const Words *words, Str text, ptrdiff_t end, int *ret_tag)
{
    ptrdiff_t start = end - words->longest_bytes;
    if (start < 0)
        start = 0;
    while (start < end && ((unsigned char)text.ptr[start] & 0xC0) == 0x80)
        start++;
    for (; start < end; start += char_len(text, start)) {
        Str candidate = str_sub(text, start, end);
        int tag = may_start(words, text, start) ? words_is(words, candidate) : 0;
        if (tag) {
            if (ret_tag)
                *ret_tag = tag;
            return candidate.len;
        }
    }
    return 0;
}

ptrdiff_t words_find(const Words *words, Str text, ptrdiff_t from, ptrdiff_t to, unsigned tags,
                     ptrdiff_t *ret_len, int *ret_tag)
{
    Str range = str_sub(text, 0, to);
    for (ptrdiff_t at = from; at < range.len;) {
        int tag = 0;
        ptrdiff_t len = words_at(words, range, at, &tag);
        if (len > 0 && (tags >> tag & 1u)) {
            if (ret_len)
                *ret_len = len;
            if (ret_tag)
                *ret_tag = tag;
            return at;
        }
        at += len > 0 ? len : char_len(range, at); /* a word of another tag hides what is in it */
    }
    return -1;
}

bool words_has(const Words *words, Str text, unsigned tags)
{
    return words_find(words, text, 0, text.len, tags, NULL, NULL) >= 0;
}

int words_is(const Words *words, Str text)
{
    int i = lower_bound(words, text);
    return i < words->count && str_eq(words->items[i].text, text) ? words->items[i].tag : 0;
}
