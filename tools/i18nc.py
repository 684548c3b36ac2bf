#!/usr/bin/env python3
"""messages.tsv -> i18n/messages_gen.h and .c: one enum, one table per language.

usage: i18nc.py messages.tsv err_codes.h err_codes_month.h OUT_H OUT_C
Fails when a cell is empty, a key is repeated, a {placeholder} differs between the languages, or an
error code of base/err_codes.h has no row err.NAME (and the other way round)."""
import re
import sys

LANGS = ("zh", "en")


def fail(path, line, text):
    sys.exit(f"{path}:{line}: {text}")


def read_messages(path):
    rows = []
    seen = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) != 1 + len(LANGS) or not all(c.strip() for c in cells):
                fail(path, number, f"expected key and {len(LANGS)} texts, separated by tabs")
            key, *texts = cells
            if key in seen:
                fail(path, number, f"{key} stands already in line {seen[key]}")
            seen[key] = number
            holes = [set(re.findall(r"{(\w+)}", text)) for text in texts]
            if any(h != holes[0] for h in holes):
                fail(path, number, f"{key}: the languages have different placeholders")
            rows.append((key, texts))
    return rows


def c_name(key):
    return "MSG_" + re.sub(r"[^A-Za-z0-9]", "_", key).upper()


def c_string(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\\\\n", "\\n")
    return f'SC("{escaped}")'


def main():
    tsv, *codes_h, out_h, out_c = sys.argv[1:]
    rows, codes = read_messages(tsv), []
    for path in codes_h:
        with open(path, encoding="utf-8") as file:
            codes += re.findall(r"^\s+X\((\w+),", file.read(), re.M)
    keys = {key for key, _ in rows}
    for code in codes:
        if f"err.{code}" not in keys:
            fail(tsv, 0, f"no row err.{code}")
    for key in keys:
        if key.startswith("err.") and key[4:] not in codes:
            fail(tsv, 0, f"{key}: no such code in err_codes.h")
    with open(out_h, "w", encoding="utf-8") as file:
        file.write("#pragma once\ntypedef enum Msg {\n")
        file.writelines(f"    {c_name(key)},\n" for key, _ in rows)
        file.write("    MSG_COUNT\n} Msg;\n")
    with open(out_c, "w", encoding="utf-8") as file:
        file.write('#include "i18n/msg.h"\n\nconst Str msg_table[LANG_COUNT][MSG_COUNT] = {\n')
        for index in range(len(LANGS)):
            file.write("    {\n")
            file.writelines(f"        {c_string(texts[index])},\n" for _, texts in rows)
            file.write("    },\n")
        file.write("};\n\nconst Str msg_keys[MSG_COUNT] = {\n")
        file.writelines(f"    {c_string(key)},\n" for key, _ in rows)
        file.write("};\n\nconst Msg msg_of_err[ERR_CODE_COUNT] = {\n    MSG_ERR_INTERNAL,\n")
        file.writelines(f"    {c_name('err.' + code)},\n" for code in codes)
        file.write("};\n")


main()
