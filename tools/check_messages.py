#!/usr/bin/env python3
"""Sentences and error codes that nothing uses any more. (That none is missing and that both languages
have the same placeholders is checked by tools/i18nc.py at each build; that a template's {{t key}} exists, by the C
compiler.) Templates must give a sentence the holes it has. A limit that an error names has its words."""
import re

import tree

SENTENCE = re.compile(r"{{\s*t\s+([\w.]+)\s*(.*?)\s*}}", re.S)


def c_name(key):
    return "ERR_" + key[4:] if key.startswith("err.") else "MSG_" + re.sub(r"\W", "_", key).upper()


def template_faults(path, holes, used):
    source = tree.text(path)
    used |= set(re.findall(r"\bMSG_\w+", source))
    for match in SENTENCE.finditer(source):
        used.add(c_name(match[1]))
        given = set(re.findall(r"(?:^|,)\s*(\w+)=(?!=)", match[2]))
        if match[1] in holes and given != holes[match[1]]:
            line = source.count("\n", 0, match.start()) + 1
            yield f"{path}:{line}: {match[1]} has the holes {sorted(holes[match[1]])}, found {sorted(given)}"


def main():
    faults = []
    paths = tree.files(".c", ".h", ".def", under=["src", "tests"])
    used, limits = set(), set()
    for path in paths:
        if "base/err_codes" not in path:
            used |= set(re.findall(r"\b(?:MSG|ERR)_\w+", tree.text(path)))
            if path.startswith("src/"):
                limits |= set(re.findall(r'"LIMIT_(\w+)"', tree.text(path)))
    rows = [line.split("\t") for line in tree.text("src/i18n/messages.tsv").split("\n")]
    holes = {row[0]: set(re.findall(r"{(\w+)}", row[1])) for row in rows if len(row) > 1}
    used |= {c_name("limit." + name) for name in limits}
    faults += [f"src/i18n/messages.tsv: no row limit.{name}" for name in sorted(limits) if "limit." + name not in holes]
    templates = tree.files(".html", under=["src", "tests"])
    for path in templates:
        faults += template_faults(path, holes, used)
    for number, (key, *_) in enumerate(rows, 1):
        if key and not key.startswith("#") and c_name(key) not in used:
            faults.append(f"src/i18n/messages.tsv:{number}: nothing uses {key}")
    tree.report("messages", faults, len(paths) + len(templates))


main()
