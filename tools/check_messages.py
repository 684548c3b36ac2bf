#!/usr/bin/env python3
"""Sentences and error codes that nothing uses any more. (That none is missing and that both languages
have the same placeholders is checked by tools/i18nc.py at each build.)"""
import re

import tree


def main():
    faults = []
    paths = tree.files(".c", ".h", under=["src", "tests"])
    used = set()
    for path in paths:
        if not path.endswith("base/err_codes.h"):
            used |= set(re.findall(r"\b(?:MSG|ERR)_\w+", tree.text(path)))
    for number, line in enumerate(tree.text("src/i18n/messages.tsv").split("\n"), 1):
        key = line.split("\t")[0]
        if not key or key.startswith("#"):
            continue
        name = "ERR_" + key[4:] if key.startswith("err.") else "MSG_" + re.sub(r"\W", "_", key).upper()
        if name not in used:
            faults.append(f"src/i18n/messages.tsv:{number}: nothing uses {key}")
    tree.report("messages", faults, len(paths))


main()
