"""The project's own files, for the linters: no git needed, build output and var/ left out."""
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SKIP = re.compile(r"^(build|build-.*|var|node_modules|__pycache__|\.git|\.cache)$")
COMMENT_OR_STRING = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)


def files(*suffixes, under=("",)):
    """Paths relative to the root, sorted, with one of the suffixes (all files without any)."""
    found = []
    for top in under:
        for folder, folders, names in os.walk(os.path.join(ROOT, top)):
            folders[:] = sorted(name for name in folders if not SKIP.match(name))
            for name in sorted(names):
                if not suffixes or name.endswith(suffixes):
                    found.append(os.path.relpath(os.path.join(folder, name), ROOT))
    return found


def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def code_only(source):
    """C source with comments and the insides of strings blanked; line numbers stay."""
    def blank(match):
        kept = "\n" * match.group().count("\n")
        return '""' + kept if match.group()[0] == '"' else " " + kept
    return COMMENT_OR_STRING.sub(blank, source)


def report(name, faults, checked):
    for fault in faults:
        print(fault)
    print(f"{name}: {checked} files, {len(faults)} faults")
    raise SystemExit(1 if faults else 0)
