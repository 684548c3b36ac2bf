#!/usr/bin/env python3
"""src/app/permissions.tsv -> permissions_gen.h and .c: permissionsc.py TSV OUT_H OUT_C

The one table of permissions, as enum Action and as rows of who may do what. Fails where a row is not
whole, a letter is none, an action stands twice, or a role is missing."""
import re
import sys

ROLES = ["office_clerk", "office_director", "unit", "data_owner", "leader", "inspector", "system_admin",
         "security_admin", "audit_admin"]
ABOUT = {"campaign", "installation", "unit", "group", "account", "seat"}


def fail(path, line, text):
    sys.exit(f"{path}:{line}: {text}")


def read_rows(path):
    rows, head, group = [], None, None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            cells = line.rstrip("\n").split("\t")
            if line.startswith("## "):
                group = line[3:].rstrip("\n").split("\t")
                if len(group) != 2 or not all(group):
                    fail(path, number, "expected ## and the group's name in Chinese and in English")
            if line.startswith("#"):
                continue
            if head is None:
                head = ["action", "about", *ROLES, "zh", "en"]
                if cells != head:
                    fail(path, number, f"expected the columns {' '.join(head)}")
                continue
            if len(cells) != len(head) or not all(cells):
                fail(path, number, f"expected {len(head)} cells, none empty")
            action, about, letters = cells[0], cells[1], cells[2:2 + len(ROLES)]
            if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)*", action) or action in [row[0] for row in rows]:
                fail(path, number, f"action {action!r} is no name or stands twice")
            if about not in ABOUT:
                fail(path, number, f"{about!r}; expected one of {', '.join(sorted(ABOUT))}")
            if any(letter not in ("A", "o", "g", "-") for letter in letters):
                fail(path, number, "expected A, o, g or - for every role")
            if "o" in letters and about in ("campaign", "installation"):
                fail(path, number, f"o: nobody owns a part of the {about}")
            if group is None:
                fail(path, number, "expected a group (##) before the first action")
            rows.append((action, about, "".join(letters), *cells[-2:], *group))
    return rows


def main():
    path, out_h, out_c = sys.argv[1:]
    rows = read_rows(path)
    names = [row[0].replace(".", "_").upper() for row in rows]
    with open(out_h, "w", encoding="utf-8") as file:
        file.write("#pragma once\ntypedef enum Action {\n")
        file.write("".join(f"    ACT_{name},\n" for name in names) + "    ACT_COUNT\n} Action;\n")
    with open(out_c, "w", encoding="utf-8") as file:
        file.write('#include "app/permit.h"\n\nconst PermitRow permit_rows[ACT_COUNT] = {\n')
        for name, (action, about, letters, *words) in zip(names, rows):
            words = ", ".join(f'SC("{word}")' for word in words)
            file.write(f'    [ACT_{name}] = {{SC("{action}"), ABOUT_{about.upper()}, "{letters}", {words}}},\n')
        file.write("};\n")


main()
