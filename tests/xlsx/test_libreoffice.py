#!/usr/bin/env python3
"""The ledger saved again by LibreOffice comes back as the same rows. Skipped with a word where there is
no LibreOffice: it is no package of ours.

usage: test_libreoffice.py DUBAN ROOT SHEET_ROWS"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

import books


def rows_of(reader, path):
    said = subprocess.run([reader, path], stdout=subprocess.PIPE, text=True, check=True).stdout
    return [json.loads(line) for line in said.splitlines()]


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(77)


def save(office, folder, path):
    """Saved again as xlsx in folder/saved; None when this LibreOffice cannot read the kind of file."""
    saved = os.path.join(folder, "saved")
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                    "xlsx:Calc MS Excel 2007 XML", "--outdir", saved, path], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    made = os.path.join(saved, os.path.splitext(os.path.basename(path))[0] + ".xlsx")
    return made if os.path.exists(made) else None


def main():
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        skip("LibreOffice is not installed")
    duban, root, reader = (os.path.abspath(path) for path in sys.argv[1:4])
    check = books.Checks()
    os.chdir(root)
    with tempfile.TemporaryDirectory() as folder:
        opens = books.play(duban, root, folder, 17)
        book, probe = os.path.join(folder, "ledger.xlsx"), os.path.join(folder, "probe.csv")
        with open(probe, "w", encoding="utf-8") as file:
            file.write("a,1\n")
        if not save(office, folder, probe):
            skip("LibreOffice is installed without Calc")
        books.run(duban, *opens, "ledger", "--format", "xlsx", "--out", book)
        saved = save(office, folder, book)
        check.true("LibreOffice opens it", saved)
        check.same("rows", rows_of(reader, saved), rows_of(reader, book))
    print(f"{check.count} checks")


main()
