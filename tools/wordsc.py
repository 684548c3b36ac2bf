#!/usr/bin/env python3
"""data/dictionaries/*.tsv -> text/words_gen.h and .c: one sorted table per dictionary.

usage: wordsc.py OUT_H OUT_C FILE.tsv…
Each file has lines word<TAB>tag; "#" opens a comment line at the top. Fails when a line has no
tag, or a word stands twice in one dictionary."""
import os
import sys


def fail(path, line, text):
    sys.exit(f"{path}:{line}: {text}")


def read_words(path):
    words = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("# "):
                continue
            cells = line.split("\t")
            if len(cells) != 2 or not cells[0] or not cells[1].isidentifier():
                fail(path, number, "expected word<TAB>tag")
            if cells[0] in words:
                fail(path, number, f"{cells[0]} stands twice")
            words[cells[0]] = cells[1]
    return words


def c_string(text):
    return 'SC("' + text.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?") + '")'


def main():
    out_h, out_c, *paths = sys.argv[1:]
    head = ["#pragma once", '#include "text/words.h"', ""]
    body = ['#include "text/words_gen.h"', ""]
    for path in sorted(paths):
        name = os.path.splitext(os.path.basename(path))[0]
        words = read_words(path)
        tags = list(dict.fromkeys(words.values()))
        head.append(f"extern const Words words_{name};")
        items = ", ".join(f"{name.upper()}_{tag.upper()} = {i + 1}" for i, tag in enumerate(tags))
        head.append(f"enum {{ {items} }};")
        rows = sorted((word.encode(), tag) for word, tag in words.items())
        firsts = {}
        for index, (word, _) in enumerate(rows):
            firsts.setdefault(word[:3] if word[0] >= 0x80 else word[:1], []).append(index)
        bits = max(3, (len(firsts) * 3).bit_length())
        heads = [(0, 0, 0)] * (1 << bits)
        for first, indexes in firsts.items():
            key = int.from_bytes(first, "big")
            slot = (key * 2654435761 & 0xFFFFFFFF) >> (32 - bits)
            while heads[slot][0]:
                slot = (slot + 1) % len(heads)
            heads[slot] = (key, indexes[0], indexes[-1] + 1)
        longest = max(len(word) for word, _ in rows)
        body.append(f"static const Word items_{name}[] = {{")
        body += [f"    {{{c_string(w.decode())}, {tags.index(t) + 1}}}," for w, t in rows]
        body += ["};", f"static const WordHead heads_{name}[] = {{"]
        body += [f"    {{{key:#x}, {start}, {end}}}," for key, start, end in heads]
        body += ["};", f"const Words words_{name} = {{"]
        body += [f"    items_{name}, {len(rows)}, {longest}, heads_{name}, {bits}}};", ""]
    with open(out_h, "w", encoding="utf-8") as file:
        file.write("\n".join(head) + "\n")
    with open(out_c, "w", encoding="utf-8") as file:
        file.write("\n".join(body) + "\n")


main()
