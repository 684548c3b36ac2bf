#include "text/words.h"

#include <string.h>

ptrdiff_t char_len(Str text, ptrdiff_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    ptrdiff_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    return at + n > text.len ? text.len - at : n;
}

ptrdiff_t clause_start(Str text, ptrdiff_t at, ptrdiff_t reach_bytes)
{
    ptrdiff_t low = at > reach_bytes ? at - reach_bytes : 0;
    while (at > low) {
        char c = text.ptr[at - 1];
        if (c == ',' || c == ';' || c == ':' || c == '\n' ||
            str_ends(str_sub(text, low, at), S("。")))
            break;
        at--;
    }
    while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* The words that may stand at `at`; NULL when none begins with this character. */
static const WordHead *head_at(const Words *words, Str text, ptrdiff_t at)
{
    const unsigned char *p = (const unsigned char *)text.ptr + at;
    uint32_t key = p[0];
    if (p[0] >= 0x80) {
        if (at + 3 > text.len)
            return NULL;
        key = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
    }
    uint32_t mask = (1u << words->head_bits) - 1;
    uint32_t slot = key * UINT32_C(2654435761) >> (32 - words->head_bits);
    for (; words->heads[slot].first; slot = (slot + 1) & mask)
        if (words->heads[slot].first == key)
            return &words->heads[slot];
    return NULL;
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
    const WordHead *head = at >= 0 && at < text.len ? head_at(words, text, at) : NULL;
    if (!head)
        return 0;
    ptrdiff_t best = 0, left = text.len - at;
    for (int i = head->start; i < head->end; i++) {
        const Word *word = &words->items[i];
        ptrdiff_t len = word->text.len;
        if (len <= best || len > left || memcmp(word->text.ptr, text.ptr + at, (size_t)len) != 0)
            continue;
        best = len;
        if (ret_tag)
            *ret_tag = word->tag;
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
        int tag = head_at(words, text, start) ? words_is(words, candidate) : 0;
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
