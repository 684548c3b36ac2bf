#!/usr/bin/env python3
"""A conversion that is ended leaves nothing: by a signal at once, by kill -9 after the next run, which does
not touch the temporary of one that lives. A disk without room is told before anything is written; one
that fills up on the way never leaves a damaged workbook.

usage: test_abort.py DUBAN ROOT"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import runs

ROWS, COLUMNS = 12000, 45


def left(folder, known):
    return sorted(set(os.listdir(folder)) - set(known))


def run_until(duban, table, target, phase):
    """A conversion in the middle of reading or of packing; None when it was too fast."""
    folder = os.path.dirname(target)
    child = runs.start(duban, "convert", table, target)
    def ready():
        names = runs.temporaries(folder)
        if not names:
            return False
        try:
            return phase == "reading" or os.path.getsize(os.path.join(folder, names[0])) > 0
        except FileNotFoundError:
            return False
    if runs.wait_for(phase, ready, child):
        return child
    return None


def by_signal(duban, table, folder):
    target = os.path.join(folder, "长表.xlsx")
    for number in signal.SIGTERM, signal.SIGINT, signal.SIGHUP:
        for phase in "reading", "packing":
            child = run_until(duban, table, target, phase)
            runs.must(f"{phase} is met", child)
            child.send_signal(number)
            runs.same(f"{number.name} while {phase}", child.wait(), -number)
            runs.same(f"left after {number.name} while {phase}", os.listdir(folder), [])
    child = run_until(duban, table, target, "reading")
    child.stderr.close()  # who listened is gone: the next line of progress is the last
    status = child.wait()
    runs.must(f"SIGPIPE: {status}", status in (0, -signal.SIGPIPE))
    runs.must(f"left after SIGPIPE: {os.listdir(folder)}", os.listdir(folder) in ([], ["长表.xlsx"]))
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))


def by_kill(duban, table, folder):
    target, small = os.path.join(folder, "长表.xlsx"), os.path.join(folder, "small.csv")
    stranger = os.path.join(folder, "长表.xlsx.backup")
    for path in small, stranger:
        with open(path, "w", encoding="utf-8") as file:
            file.write("a,b\n1,2\n")
    for phase in "reading", "packing":
        child = run_until(duban, table, target, phase)
        runs.must(f"{phase} is met", child)
        child.kill()
        child.wait()
        runs.same("the temporary is left", len(runs.temporaries(folder)), 1)
        runs.same("no half file", os.path.exists(target), False)
        runs.Run(duban, "convert", small, target).check("the next run")
        runs.same("swept", left(folder, ["small.csv", "长表.xlsx.backup"]), ["长表.xlsx"])
        os.remove(target)
    child = run_until(duban, table, target, "reading")
    runs.must("one that lives", child)
    runs.Run(duban, "convert", small, target).check("another one beside it")
    runs.same("the first one's temporary stands", (child.poll(), len(runs.temporaries(folder))), (None, 1))
    child.stderr.read()
    runs.same("and it comes to its end", child.wait(), 0)
    runs.must("with the long table", os.path.getsize(target) > 100000)


def is_whole(path):
    """Every part unpacks against its checksum and the sheet has all rows."""
    import zipfile
    with zipfile.ZipFile(path) as book:
        return book.testzip() is None and book.read("xl/worksheets/sheet1.xml").count(b"<row ") == ROWS // 10 + 1


def by_file_limit(duban, table, folder):
    """No file may grow beyond a limit, from one that stops the rows to one that stops nothing."""
    book = os.path.join(folder, "all.xlsx")
    runs.Run(duban, "convert", table, book).check("without a limit")
    runs.must("it is whole", is_whole(book))
    import zipfile
    with zipfile.ZipFile(book) as read:
        sheet = read.getinfo("xl/worksheets/sheet1.xml").file_size
    os.remove(book)
    target, refused = os.path.join(folder, "x.xlsx"), 0
    limits = [sheet // 9, sheet // 2, sheet * 3 // 4] + [sheet + step for step in range(-5000, 5000, 400)] + [sheet * 2]
    for limit in limits:
        done = runs.Run(duban, "convert", table, target, limit=limit)
        if done.status == 0:
            runs.must(f"limit {limit}: whole", is_whole(target))
            os.remove(target)
        else:
            refused += 1
            runs.must(f"limit {limit}: {done.said}", done.status == 8 and "x.xlsx" in done.said)
        runs.same(f"limit {limit}: left", os.listdir(folder), [])
    runs.must(f"some are refused ({refused}) and some not", 3 < refused < len(limits))


TMPFS = """set -e
mount -t tmpfs -o size="$4" none "$2" || exit 77
if [ "$5" = fill ]; then
  "$1" --lang en convert "$3" "$2/长表.xlsx" & child=$!
  while ! ls "$2"/*.duban-* > /dev/null 2>&1; do sleep 0.01; done
  dd if=/dev/zero of="$2/filler" bs=64k 2> /dev/null || true
  status=0; wait $child || status=$?
  rm "$2/filler"
else
  status=0; "$1" --lang en convert "$3" "$2/长表.xlsx" || status=$?
fi
ls "$2"
exit $status
"""


def by_tmpfs(duban, table, folder):
    if not shutil.which("unshare"):
        print("SKIPPED: tmpfs part: no unshare")
        return
    def call(size, how):
        return subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", TMPFS, "sh", duban, folder,
                               table, size, how], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    done = call("4m", "")
    if done.returncode == 77 or "unshare:" in done.stderr:
        print("SKIPPED: tmpfs part: may not mount here")
        return
    runs.same(f"no room: {done.stderr}", done.returncode, 8)
    runs.must(f"told with bytes: {done.stderr}", "No room" in done.stderr and "are free" in done.stderr)
    runs.same("nothing was written", done.stdout, "")
    done = call("160m", "fill")
    runs.same(f"filled on the way: {done.stderr}", done.returncode, 8)
    runs.must(f"told: {done.stderr}", "disk is full" in done.stderr.lower())
    runs.same("nothing is left", done.stdout, "")


def main():
    duban, root = (os.path.abspath(path) for path in sys.argv[1:3])
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="duban-bulk-") as folder:
        def table_of(rows):
            path = os.path.join(folder, f"{rows}.csv")
            subprocess.run([sys.executable, os.path.join(root, "tools/make_long_csv.py"), str(rows), str(COLUMNS), path], check=True)
            return path
        for name, check, rows in (("signals", by_signal, ROWS), ("kill", by_kill, ROWS), ("limits", by_file_limit, ROWS // 10),
                                  ("tmpfs", by_tmpfs, ROWS)):
            place = os.path.join(folder, name)
            os.mkdir(place)
            check(duban, table_of(rows), place)
            print(f"{name}: {time.monotonic() - began:.1f} s")


main()
