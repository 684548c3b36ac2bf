/* doc/values_numbers.h - plain numbers that follow each other in a row, each with a comma behind it, four at a time.
 *
 * Where the processor can (x86-64 with AVX2, seen when the program runs) the commas are found 64 bytes at a time and four
 * numbers of up to 8 bytes become doubles together; the rest, and other processors, go one by one through
 * doc/values_number. Both are exact: an integer below 2^53 divided by an exact power of ten, once.
 * Callers: values_chunk. */
#pragma once

/* Reads up to `count` numbers into cells, *at behind the last comma; returns how many. The text must go on for at least
 * 64 bytes behind *at wherever it is looked at. */
int values_numbers(const char **at, double *cells, int count);
