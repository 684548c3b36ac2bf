#include "app/people/password_weak.h"

#include "app/embedded.h"

#include <string.h>

enum {
    LEFT_MIN = 6,      /* characters that nothing explains */
    DIFFERENT_MIN = 5, /* different characters */
    PIECE_MIN = 3,     /* bytes of a run, a word or a name that counts */
};

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether c, as typed, stands for this letter of a word: "P@ssw0rd". */
static bool stands_for(char c, char letter)
{
    static const char pairs[] = "@a4a0o1l1i!i3e$s5s7t";
    if (small(c) == small(letter))
        return true;
    for (size_t i = 0; i + 1 < sizeof pairs; i += 2)
        if (pairs[i] == c && pairs[i + 1] == small(letter))
            return true;
    return false;
}

static ptrdiff_t word_at(Str s, ptrdiff_t at, Str word)
{
    if (word.len < PIECE_MIN || s.len - at < word.len)
        return 0;
    for (ptrdiff_t i = 0; i < word.len; i++)
        if (!stands_for(s.ptr[at + i], word.ptr[i]))
            return 0;
    return word.len;
}

static ptrdiff_t longer(ptrdiff_t a, ptrdiff_t b)
{
    return a > b ? a : b;
}

static ptrdiff_t listed_at(Str s, ptrdiff_t at)
{
    ptrdiff_t longest = 0;
    Str rest = embedded_passwords;
    while (rest.len) {
        Str word = str_cut(&rest, '\n');
        if (!str_starts(word, S("#")))
            longest = longer(longest, word_at(s, at, word));
    }
    return longest;
}

/* A name and what it is made of: of "shifanshi-2021" also "shifanshi". */
static ptrdiff_t name_at(Str s, ptrdiff_t at, Str name)
{
    ptrdiff_t longest = word_at(s, at, name);
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i <= name.len; i++) {
        if (i < name.len && !strchr("-_. @", name.ptr[i]))
            continue;
        longest = longer(longest, word_at(s, at, str_sub(name, from, i)));
        from = i + 1;
    }
    return longest;
}

/* aaa, 123, cba */
static ptrdiff_t steps_at(Str s, ptrdiff_t at)
{
    ptrdiff_t longest = 0;
    for (int step = -1; step <= 1; step++) {
        ptrdiff_t i = at + 1;
        while (i < s.len && small(s.ptr[i]) == small(s.ptr[i - 1]) + step)
            i++;
        longest = longer(longest, i - at);
    }
    return longest >= PIECE_MIN ? longest : 0;
}

static char unshifted(char c)
{
    static const char upper[] = "!@#$%^&*()_+{}:\"|<>?", lower[] = "1234567890-=[];'\\,./";
    const char *at = c ? strchr(upper, c) : NULL;
    return at ? lower[at - upper] : small(c);
}

/* Neighbours on the keyboard, in either direction. */
static ptrdiff_t keys_at(Str s, ptrdiff_t at)
{
    static const Str lines[] = {SC("`1234567890-="), SC("qwertyuiop[]\\"), SC("asdfghjkl;'"),
                                SC("zxcvbnm,./"), SC("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/")};
    ptrdiff_t longest = 0;
    for (size_t n = 0; n < sizeof lines / sizeof lines[0]; n++) {
        for (ptrdiff_t from = 0; from < lines[n].len; from++) {
            for (int step = -1; step <= 1; step += 2) {
                ptrdiff_t i = 0, key = from;
                while (at + i < s.len && key >= 0 && key < lines[n].len &&
                       unshifted(s.ptr[at + i]) == lines[n].ptr[key]) {
                    i++;
                    key += step;
                }
                longest = longer(longest, i);
            }
        }
    }
    return longest >= PIECE_MIN ? longest : 0;
}

/* Two digits of at most `max`, after a separator or none; 0 when they do not stand there. */
static ptrdiff_t part_at(Str s, ptrdiff_t at, int max)
{
    ptrdiff_t skip = at < s.len && strchr("-./_", s.ptr[at]) ? 1 : 0;
    Str two = str_sub(s, at + skip, at + skip + 2);
    if (two.len < 2 || !is_digit(two.ptr[0]) || !is_digit(two.ptr[1]))
        return 0;
    int value = (two.ptr[0] - '0') * 10 + two.ptr[1] - '0';
    return value >= 1 && value <= max ? skip + 2 : 0;
}

/* 1900..2099, with month and day where they follow */
static ptrdiff_t date_at(Str s, ptrdiff_t at)
{
    Str year = str_sub(s, at, at + 4);
    if (year.len < 4 || (!str_starts(year, S("19")) && !str_starts(year, S("20"))) ||
        !is_digit(year.ptr[2]) || !is_digit(year.ptr[3]))
        return 0;
    ptrdiff_t month = part_at(s, at + 4, 12);
    return 4 + month + (month ? part_at(s, at + 4 + month, 31) : 0);
}

/* The first of equal blocks: of "abcd7abcd7" only "abcd7". */
static Str block_of(Str s)
{
    for (ptrdiff_t period = 1; period <= s.len / 2; period++)
        if (s.len % period == 0 && memcmp(s.ptr, s.ptr + period, (size_t)(s.len - period)) == 0)
            return str_sub(s, 0, period);
    return s;
}

static bool is_first_byte(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

static bool has_few_characters(Str s)
{
    bool seen[256] = {0};
    int different = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)small(s.ptr[i]);
        different += !seen[c];
        seen[c] = true;
    }
    return different < DIFFERENT_MIN;
}

static bool is_all_digits(Str s)
{
    ptrdiff_t i = 0;
    while (i < s.len && is_digit(s.ptr[i]))
        i++;
    return i == s.len;
}

bool password_is_weak(Str password, const Str *names, int nnames)
{
    Str s = block_of(password);
    int left = 0;
    if (is_all_digits(s) || has_few_characters(s)) /* a telephone, an identity card, a date */
        return true;
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t taken = longer(longer(listed_at(s, at), steps_at(s, at)),
                                 longer(keys_at(s, at), date_at(s, at)));
        for (int i = 0; i < nnames; i++)
            taken = longer(taken, name_at(s, at, names[i]));
        left += taken == 0 && is_first_byte(s.ptr[at]);
        at += taken ? taken : 1;
    }
    return left < LEFT_MIN;
}
