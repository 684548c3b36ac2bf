"""What the tests of workbooks share: openpyxl of the Debian package, duban, the sample's first month."""
import csv
import os
import subprocess
import sys


def need_openpyxl():
    """The module, under Debian's own Python when another one stands first in PATH; otherwise the test
    is skipped with a word."""
    try:
        import openpyxl
        return openpyxl
    except ImportError:
        debian = "/usr/bin/python3"
        if os.path.realpath(sys.executable) != os.path.realpath(debian) and os.path.exists(debian):
            os.execv(debian, [debian, "-B", *sys.argv])
        print("SKIPPED: python3-openpyxl is not installed")
        sys.exit(77)


def run(duban, *words, fails=False):
    """Standard output; with fails=True the command must fail and standard error is given."""
    done = subprocess.run([duban, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if (done.returncode != 0) != fails:
        sys.exit(f"duban {' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stderr if fails else done.stdout


def play(duban, root, folder, until):
    """The sample year up to a line of year.txt; returns the options that open its database."""
    sample, files = os.path.join(root, "data/samples/shifanshi-2021"), os.path.join(folder, "files")
    db = f"sqlite:{folder}/data/duban.db"
    os.makedirs(os.path.join(folder, "data"))
    subprocess.run([sys.executable, os.path.join(root, "tools/make_sample.py"), sample, files], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["sh", os.path.join(root, "tools/run_year.sh"), duban, sample, files, db], check=True,
                   env=dict(os.environ, UNTIL=str(until)))
    return ["--db", db, "--as", "clerk1", "--now", "2021-03-12T09:00:00+08:00", "--seed", "1"]


def csv_rows(text):
    return list(csv.reader(text.removeprefix("\ufeff").splitlines()))


class Checks:
    """Counts what was looked at; the first difference ends the test."""

    def __init__(self):
        self.count = 0

    def same(self, what, found, expected):
        self.count += 1
        if found != expected:
            sys.exit(f"{what}: found {found!r}, expected {expected!r}")

    def true(self, what, value):
        self.same(what, bool(value), True)
