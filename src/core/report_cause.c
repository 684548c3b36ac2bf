#include "core/report_cause.h"

#include "base/utf8.h"

static const Str words[CAUSE_COUNT] = {
    [CAUSE_RUNNING_TOTAL] = SC("running_total"),
    [CAUSE_MEASURE_UNIT] = SC("measure_unit"),
    [CAUSE_SUM] = SC("sum"),
    [CAUSE_NARRATIVE] = SC("narrative"),
    [CAUSE_JUMP] = SC("jump"),
    [CAUSE_COPIED] = SC("copied"),
    [CAUSE_EVIDENCE_MISSING] = SC("evidence_missing"),
    [CAUSE_EVIDENCE_OTHER] = SC("evidence_other"),
    [CAUSE_PERIOD] = SC("period"),
    [CAUSE_TWICE] = SC("twice"),
    [CAUSE_NOT_OWED] = SC("not_owed"),
    [CAUSE_STATISTICS] = SC("statistics"),
    [CAUSE_UNSIGNED] = SC("unsigned"),
    [CAUSE_EMPTY] = SC("empty"),
};

Str report_cause_word(ReportCause cause)
{
    return words[cause];
}

bool report_cause_parse(Str word, ReportCause *ret_cause)
{
    for (int i = 0; i < CAUSE_COUNT; i++)
        if (str_eq(word, words[i])) {
            *ret_cause = (ReportCause)i;
            return true;
        }
    return false;
}

bool report_cause_needs_place(ReportCause cause)
{
    return cause != CAUSE_UNSIGNED && cause != CAUSE_PERIOD;
}

bool report_cause_fits_statistics(ReportCause cause)
{
    return cause == CAUSE_STATISTICS;
}

/* ---- numbers of a sentence ---- */

/* A digit, point or comma as ASCII, full-width forms too; 0 for anything else. */
static char plain_of(uint32_t rune)
{
    if (rune >= 0xFF10 && rune <= 0xFF19)
        return (char)('0' + (rune - 0xFF10));
    if (rune == 0xFF0E)
        return '.';
    if (rune == 0xFF0C)
        return ',';
    bool plain = (rune >= '0' && rune <= '9') || rune == '.' || rune == ',';
    return plain ? (char)rune : 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Days, pages and documents are counted so, and no indicator is. */
static bool counts_no_figure(Str sentence, ptrdiff_t at)
{
    static const Str after[] = {SC("年"), SC("月"), SC("日"), SC("号"),
                                SC("页"), SC("行"), SC("份"), SC("张")};
    Str rest = str_trim(str_sub(sentence, at, sentence.len));
    for (size_t i = 0; i < sizeof after / sizeof after[0]; i++)
        if (str_starts(rest, after[i]))
            return true;
    return false;
}

static bool names_a_place(Str sentence, ptrdiff_t at)
{
    static const Str before[] = {SC("表"), SC("第"), SC("附件"), SC("任务")};
    Str head = str_trim(str_sub(sentence, 0, at));
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        if (str_ends(head, before[i]))
            return true;
    return false;
}

/* One run of digits, points and commas from `at` on. *ret_end is behind it; false for what is no number:
 * "1.1.1" is a task. Thousands marks are left out; a mark at the end belongs to the sentence. */
static bool take_number(Str sentence, ptrdiff_t at, char *to, int max, ptrdiff_t *ret_end)
{
    int len = 0, points = 0;
    ptrdiff_t next = at;
    while (next < sentence.len) {
        ptrdiff_t here = next;
        char c = plain_of(utf8_next(sentence, &next));
        if (!c) {
            next = here;
            break;
        }
        points += c == '.';
        if (c != ',' && len < max - 1)
            to[len++] = c;
    }
    while (len > 0 && to[len - 1] == '.') {
        len--;
        points--;
    }
    to[len] = '\0';
    *ret_end = next;
    return points < 2;
}

int report_cause_numbers(Str sentence, char texts[][32], int max)
{
    int count = 0;
    for (ptrdiff_t at = 0; at < sentence.len;) {
        ptrdiff_t here = at, end;
        if (!is_digit(plain_of(utf8_next(sentence, &at))))
            continue;
        char text[32];
        bool number = take_number(sentence, here, text, (int)sizeof text, &end);
        at = end;
        if (!number || counts_no_figure(sentence, end) || names_a_place(sentence, here))
            continue;
        if (count < max)
            for (size_t i = 0; i < sizeof text; i++)
                texts[count][i] = text[i];
        count++;
    }
    return count < max ? count : max;
}
