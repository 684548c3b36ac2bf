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
# app/ has rooms, one for what people call by one name; "app" is its ground floor. Who may include whom
# among them: circles are those of the matter itself (a report is due by the ledger, the ledger shows reports).
ROOMS = {
    "app": "ledger people result score",
    "appeal": "app ledger report result scheme",
    "campaign": "app people scheme target",
    "files": "app ledger upkeep",
    "folder": "app files report target",
    "inbox": "app ledger paper report result scheme score talk upkeep",
    "leader": "app appeal inbox ledger talk",
    "ledger": "app campaign paper report talk target",
    "paper": "app ledger report result target",
    "people": "app campaign",
    "report": "app files ledger result score target",
    "result": "app ledger report scheme score talk target",
    "scheme": "app",
    "score": "app report result scheme target",
    "talk": "app ledger result score",
    "target": "app",
    "upkeep": "app files inbox paper report result",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def check(path, faults, used):
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
        elif target == folder == "app":
            room, other = (name[1] if len(name) == 3 else "app" for name in (path.split("/")[1:], match.group(1).split("/")))
            if room not in ROOMS:
                faults.append(f"{path}: no room {room} in the table of tools/check_layers.py")
            elif other != room and other not in ROOMS[room].split():
                faults.append(f"{path}:{line}: app/{room} may not include app/{other}")
            used.add((room, other))
    # src/ is on the include path, so src/sys/time.h would hide the system's <sys/time.h>
    if folder == "sys" and any(glob.glob(f"/usr/include/{place}sys/{os.path.basename(path)}")
                               for place in ("", "*-linux-gnu*/")):
        faults.append(f"{path}: hides the system header <sys/{os.path.basename(path)}>")


def main():
    faults, used = [], set()
    paths = tree.files(".c", ".h", under=["src"])
    for path in paths:
        check(path, faults, used)
    # an arrow that nobody needs any more would let the next one in unseen; all may stand on the ground floor
    faults += [f"tools/check_layers.py: nothing of app/{room} includes app/{other}; take the arrow out of ROOMS"
               for room, others in ROOMS.items() for other in others.split() if other != "app" and (room, other) not in used]
    tree.report("layers", faults, len(paths))


main()
