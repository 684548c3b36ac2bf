#!/usr/bin/env python3
"""Files -> one C file of byte arrays: embed.py OUT_H OUT_C NAME=FILE …

Each becomes `extern const Str NAME;`. For data that the program carries with it."""
import sys


def c_bytes(name, data):
    """`static const char NAME[] = {…};`"""
    rows = ("\n    " * (i % 24 == 0) + f"{b if b < 128 else b - 256}," for i, b in enumerate(data))
    return f"static const char {name}[] = {{{''.join(rows)}}};\n"


def main():
    out_h, out_c, *pairs = sys.argv[1:]
    with open(out_h, "w", encoding="utf-8") as header, open(out_c, "w", encoding="utf-8") as body:
        header.write('#pragma once\n#include "base/str.h"\n\n')
        body.write('#include "base/str.h"\n\n')
        for pair in pairs:
            name, path = pair.split("=", 1)
            with open(path, "rb") as file:
                data = file.read()
            header.write(f"extern const Str {name};\n")
            body.write(f"extern const Str {name};\n{c_bytes(name + '_bytes', data)}const Str {name} = {{{name}_bytes, {len(data)}}};\n")


if __name__ == "__main__":
    main()
