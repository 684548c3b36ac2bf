#!/usr/bin/env python3
"""Writes src/core/num_tables.h, the constants behind core/num.c, and tests/unit/num_points.h, the exact
values its test holds it against. Both come out of Python's decimal with 80 digits, so that nobody has
to believe a number that is only typed. Run by hand after a change here; the outputs are committed, and
--check (a test) says whether they are these.
"""
import random
import struct
import sys
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

getcontext().prec = 80
LN2 = Decimal(2).ln()
LOG_FIRST, LOG_LAST, LOG_STEPS = 90, 182, 128  # c = j / 128 covers 0.703 .. 1.422
INVERSE_BITS = 11
EXP_STEPS = 128


def ratio(x):
    """A float, exact, as Decimal."""
    f = Fraction(x)
    return Decimal(f.numerator) / Decimal(f.denominator)


def grid(x, bits):
    """x rounded to a multiple of 2^-bits, as float."""
    return float(Fraction(int((x * 2**bits).to_integral_value()), 2**bits))


def pair(x, bits=None):
    high = grid(x, bits) if bits else float(x)
    return high, float(x - ratio(high))


def tables():
    lines = ["/* core/num_tables.h - constants of core/num.c, written by tools/num_tables.py.",
             " *",
             " * NUM_LOG: for c = j / 128 an inverse of 11 bits and minus its logarithm in two parts, the high",
             " * one a multiple of 2^-42; NUM_EXP: 2^(i / 128) in two parts. Callers: core/num.c. */",
             "#pragma once", "", "/* clang-format off */",
             "enum { NUM_LOG_FIRST = %d, NUM_LOG_LAST = %d };" % (LOG_FIRST, LOG_LAST)]
    high, low = pair(LN2, 42)
    lines.append(f"static const double NUM_LN2_HIGH = {high.hex()}, NUM_LN2_LOW = {low.hex()};")
    high, low = pair(LN2 / EXP_STEPS, 42)
    lines.append(f"static const double NUM_STEP_HIGH = {high.hex()}, NUM_STEP_LOW = {low.hex()};")
    lines.append(f"static const double NUM_STEPS_A_UNIT = {float(EXP_STEPS / LN2).hex()};")
    lines.append("static const struct { double inverse, high, low; } NUM_LOG[] = {")
    for j in range(LOG_FIRST, LOG_LAST + 1):
        inverse = grid(Decimal(LOG_STEPS) / j, INVERSE_BITS)
        high, low = pair(-ratio(inverse).ln(), 42)
        lines.append(f"    {{{inverse.hex()}, {high.hex()}, {low.hex()}}},")
    lines += ["};", "static const struct { double high, low; } NUM_EXP[] = {"]
    for i in range(EXP_STEPS):
        high, low = pair((LN2 * i / EXP_STEPS).exp())
        lines.append(f"    {{{high.hex()}, {low.hex()}}},")
    return "\n".join(lines + ["};", "/* clang-format on */", ""])


def nearest(exact):
    """The double nearest to a Decimal and what is missing, in units of its last place."""
    near = float(exact)
    bits = struct.unpack("<q", struct.pack("<d", abs(near)))[0]
    ulp = struct.unpack("<d", struct.pack("<q", bits + 1))[0] - abs(near)
    return near, float((exact - ratio(near)) / ratio(ulp))


def points():
    draw = random.Random(20210203)
    rows = []

    def add(kind, x, y, exact):
        near, rest = nearest(exact)
        rows.append(f"    {{'{kind}', {x.hex()}, {y.hex()}, {near.hex()}, {round(rest, 4)}}},")

    logs = [5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 0.5, 0.7, 0.999, 1 - 2**-53, 1.0, 1 + 2**-52, 1.001, 1.4, 1.5,
            2.0, 2.718281828459045, 3.0, 9.0, 10.0, 60.0, 100.0, 1e10, 1e300, 1.7976931348623157e308]
    logs += [1 + s * 2.0**-k for k in range(4, 50, 5) for s in (1, -1)]
    logs += [(j + 0.5) / 128 for j in range(90, 183, 13)] + [draw.uniform(0.5, 2) for _ in range(60)]
    logs += [10 ** draw.uniform(-300, 300) for _ in range(40)]
    for x in logs:
        add("l", x, 0.0, ratio(x).ln())
    exps = [0.0, 5e-324, 1e-20, -1e-20, 2**-54, 1e-5, 0.5, 1.0, -1.0, 2.0, 10.0, 0.6931471805599453, 709.0, 709.782712893384,
            -708.0, -708.4, -709.5, -720.0, -740.0, -744.9, -745.1, -745.13]
    exps += [draw.uniform(-2, 2) for _ in range(60)] + [draw.uniform(-745, 709) for _ in range(60)]
    for x in exps:
        add("e", x, 0.0, ratio(x).exp())
    pows = [(2.0, 10.0), (10.0, 2.0), (10.0, -2.0), (1.1, 10.0), (0.9, 0.1), (2.0, -1074.0), (2.0, -1022.5), (2.0, 1023.5), (9.0, 0.5),
            (0.5, 1074.0), (1.0000001, 1e9), (0.9999999, 1e9), (1 + 2**-52, 1e18), (1 - 2**-53, -3e17), (5e-324, 0.5),
            (1.7976931348623157e308, 0.25), (100.0, 1 / 3), (84.27, 0.6), (1.5, 3.0), (7.0, 13.0), (1e-310, 0.9)]
    pows += [(draw.uniform(0, 2), draw.uniform(-3, 3)) for _ in range(60)]
    pows += [(10 ** draw.uniform(-30, 30), draw.uniform(-9, 9)) for _ in range(60)]
    pows += [(draw.uniform(0, 200), draw.uniform(0, 1)) for _ in range(30)]
    for x, y in pows:
        add("p", x, y, (ratio(y) * ratio(x).ln()).exp())
    return "\n".join(["/* tests/unit/num_points.h - exact values of log (l), exp (e) and pow (p), written by tools/num_tables.py.", " *",
                      " * near: the double nearest to the exact value; rest: what is missing, in units of near's last place.",
                      " * Callers: tests/unit/test_num.c. */", "#pragma once", "", "/* clang-format off */",
                      "static const struct { char kind; double x, y, near, rest; } NUM_POINTS[] = {"] + rows + ["};", "/* clang-format on */", ""])


def main():
    faults = 0
    for name, text in (("src/core/num_tables.h", tables()), ("tests/unit/num_points.h", points())):
        path = Path(__file__).resolve().parent.parent / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            print(f"{name} is not what tools/num_tables.py writes")
            faults += 1
    sys.exit(1 if faults else 0)


main()
