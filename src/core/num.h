/* core/num.h - log, exp, pow made of + - * / and sqrt alone: the same bits on every machine.
 *
 * glibc's differ in last bits with and without FMA; tools/check_source.py bans them in core/. Errors
 * stay below 1 ulp for log and exp, 2 ulp for pow (tests/unit/test_num.c holds them against exact
 * values). Edges as in C: num_log(0) = -inf, num_log(<0) = NaN, num_exp overflows to +inf.
 * num_pow(x, y) for x > 0; x = 0 and x < 0 with a whole y as C; else NaN. */
#pragma once

double num_log(double x);
double num_exp(double x);
double num_pow(double x, double y);
double num_sqrt(double x); /* correctly rounded, as IEEE 754 demands */
