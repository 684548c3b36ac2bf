#!/usr/bin/env python3
"""What the documents name must exist: every test of docs/security.md, every `path/file.c` in back quotes and every relative link of a
Markdown page (where its first folder is one of ours), every folder of src/ in ARCHITECTURE.md, every verb of ./dev and command
of duban that a page mentions, every name that the glossary says is in the code."""
import os
import re

import tree

PATH = re.compile(r"`((?:\./)?[\w.-]+/[\w./-]*|[\w-]+\.(?:c|h|py|sh))`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)|(?:src|href)=\"([^\":]+)\"")
COMMAND = re.compile(r"(?:build/|`)duban ([a-z][a-z-]*)")
VERB = re.compile(r"\./dev ([a-z]+)")
TEST = re.compile(r"`([\w./-]+)::([^`]+)`")
MADE = re.compile(r"^(\./)?(build|var)(-\w+)?/")  # made by the build or a run


def exists(page, path, names):
    path = path.removeprefix("./")
    top = path.split("/")[0]
    if "/" in path and not any(os.path.exists(os.path.join(tree.ROOT, place, top)) for place in ("", "src")):
        return True  # no path of this repository: "json/1", a folder of somebody's campaign
    places = [path, os.path.join(os.path.dirname(page), path), os.path.join("src", path)]
    if any(os.path.exists(os.path.join(tree.ROOT, place)) for place in places):
        return True
    return "/" not in path and path in names


def security(faults):
    """Every line of docs/security.md names a test that is there, or says why not or what the operator does."""
    page = "docs/security.md"
    for number, line in enumerate(tree.text(page).split("\n"), 1):
        tests = TEST.findall(line)
        for path, name in tests:
            if not os.path.exists(os.path.join(tree.ROOT, path)):
                faults.append(f"{page}:{number}: {path} does not exist")
            elif not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", tree.text(path)):
                faults.append(f"{page}:{number}: {path} has no {name}")
        row = line.startswith("| ") and not re.match(r"\| (what|control|id|never) \|", line)
        if row and not tests and not re.search(r"\b(Operator|Not)\b", line):
            faults.append(f"{page}:{number}: names no test, nor why not (Not …), nor what the operator does (Operator: …)")


def main():
    faults = []
    security(faults)
    pages = tree.files(".md")
    names = {os.path.basename(path) for path in tree.files()}
    verbs = set(re.findall(r"^  ([a-z|-]+)\) ", tree.text("dev"), re.M))
    verbs = {verb for group in verbs for verb in group.split("|")}
    commands = set(re.findall(r'^    {"([a-z-]+)",', tree.text("src/cli/commands.c"), re.M))
    for page in pages:
        for number, line in enumerate(tree.text(page).split("\n"), 1):
            named = PATH.findall(line) + [a or b for a, b in LINK.findall(line)]
            for path in named:
                if not MADE.match(path) and not path.startswith("../shared") and not exists(page, path, names):
                    faults.append(f"{page}:{number}: {path} does not exist")
            faults += [f"{page}:{number}: ./dev has no verb {verb}"
                       for verb in VERB.findall(line) if verb not in verbs]
            faults += [f"{page}:{number}: duban has no command {command}"
                       for command in COMMAND.findall(line) if command not in commands]
    code = "\n".join(tree.text(path) for path in tree.files(".c", ".h", under=["src"]))
    for number, line in enumerate(tree.text("docs/glossary.md").split("\n"), 1):
        for name in re.findall(r"`([A-Za-z_.]+)`", line.split("|")[-2]) if line.startswith("| ") else []:
            faults += [f"docs/glossary.md:{number}: the code has no {part}"
                       for part in name.split(".") if not re.search(rf"\b{part}\b", code)]
    if os.path.exists(os.path.join(tree.ROOT, "ARCHITECTURE.md")):
        shown = tree.text("ARCHITECTURE.md")
        for folder in sorted({path.split("/")[1] for path in tree.files(".c", under=["src"])} - {"main.c"}):
            if f"`{folder}/`" not in shown:
                faults.append(f"ARCHITECTURE.md: does not show src/{folder}/")
    tree.report("docs", faults, len(pages))


main()
