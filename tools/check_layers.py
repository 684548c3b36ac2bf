#!/usr/bin/env python3
"""The arrows between the folders of src/: who may include whom. The table below is the design;
ARCHITECTURE.md says in words what each folder is for."""
import glob
import os
import re

import tree

MAY_INCLUDE = {
    "base": "",
    "core": "base",
    "text": "base core",
    "sys": "base",
    "db": "base",
    "http": "base",
    "doc": "base",
    "i18n": "base",
    "store": "base db core",
    "app": "base core text sys doc db store i18n",
    "web": "base core app doc http i18n sys",
    "cli": "base core app doc i18n sys",
    "main.c": "base cli web",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def check(path, faults):
    folder = path.split("/")[1]
    if folder not in MAY_INCLUDE:
        faults.append(f"{path}: no folder {folder}/ in the table of tools/check_layers.py")
        return
    source = tree.text(path)
    for match in INCLUDE.finditer(source):
        line = source.count("\n", 0, match.start(1)) + 1
        target = match.group(1).split("/")[0]
        if "/" not in match.group(1):
            faults.append(f'{path}:{line}: write "folder/file.h", found "{match.group(1)}"')
        elif target != folder and target not in MAY_INCLUDE[folder].split():
            faults.append(f"{path}:{line}: {folder}/ may not include {target}/")
    # src/ is on the include path, so src/sys/time.h would hide the system's <sys/time.h>
    if folder == "sys" and any(glob.glob(f"/usr/include/{place}sys/{os.path.basename(path)}")
                               for place in ("", "*-linux-gnu*/")):
        faults.append(f"{path}: hides the system header <sys/{os.path.basename(path)}>")


def main():
    faults = []
    paths = tree.files(".c", ".h", under=["src"])
    for path in paths:
        check(path, faults)
    tree.report("layers", faults, len(paths))


main()
