"""The programs that the tests of a suite need, as ninja in a build folder names them.

    suite_programs.py FOLDER SUITE
"""

import json
import os
import subprocess
import sys


def introspect(folder, what):
    return json.loads(subprocess.check_output(["meson", "introspect", what, folder]))


def main():
    folder, suite = sys.argv[1:]
    wanted = set()
    for test in introspect(folder, "--tests"):
        if suite in (name.split(":")[-1] for name in test["suite"]):
            wanted.update(test["depends"])
    root = os.path.realpath(folder)
    for target in introspect(folder, "--targets"):
        if target["id"] in wanted:
            print("\n".join(os.path.relpath(os.path.realpath(name), root) for name in target["filename"]))


main()
