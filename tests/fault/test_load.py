#!/usr/bin/env python3
"""Many writers at once on SQLite: nobody is refused, every acknowledged write is there.

usage: test_load.py FAULT_WRITER
DUBAN_LOAD_S seconds (3) for each of: 64 threads of one process; 8 processes; both together; and one
second in which three of six processes are killed where they stand in line."""
import os
import re
import subprocess
import sys
import tempfile
import time


def start(writer, url, ms, threads, mode):
    return subprocess.Popen([writer, "load", url, str(ms), str(threads), mode], stdout=subprocess.PIPE, text=True)


def one(name, writer, folder, seconds, crews):
    url = f"sqlite:{folder}/{name.replace(' ', '_')}.db"
    subprocess.run([writer, "init", url], check=True)
    begin = time.monotonic()
    crews = [start(writer, url, int(seconds * 1000), threads, mode) for threads, mode in crews]
    total, refused, worst, middle, each = 0, 0, 0.0, [], []
    for crew in crews:
        said = crew.communicate()[0]
        found = re.search(r"writes (\d+) refused (\d+) p50_ms (\S+) p99_ms (\S+) worst_ms (\S+)", said)
        if not found:
            sys.exit(f"FAILED: {name}: a writer ended with {crew.returncode}: {said}")
        total += int(found.group(1))
        refused += int(found.group(2))
        worst = max(worst, float(found.group(5)))
        middle.append(float(found.group(3)))
        each.append(int(found.group(1)))
    took = time.monotonic() - begin
    links = subprocess.run([writer, "check", url], stdout=subprocess.PIPE, text=True)
    print(f"{name}: {total} writes in {took:.1f} s = {total / took:.0f}/s, {refused} refused, "
          f"p50 {sorted(middle)[len(middle) // 2]:.1f} ms, worst wait {worst:.0f} ms, "
          f"fewest and most of a process {min(each)}/{max(each)}")
    if refused or links.returncode != 0 or links.stdout.strip() != f"links {total}":
        sys.exit(f"FAILED: {name}: {refused} refused; acknowledged {total}, found {links.stdout.strip()}")
    if min(each) == 0:
        sys.exit(f"FAILED: {name}: a process never had its turn")


def killed_in_line(writer, folder):
    url = f"sqlite:{folder}/killed.db"
    subprocess.run([writer, "init", url], check=True)
    crews = [start(writer, url, 1000, 1, "turn") for _ in range(6)]
    for crew in crews[::2]:
        time.sleep(0.15)
        crew.kill()
    said = [crew.communicate()[0] for crew in crews][1::2]
    links = subprocess.run([writer, "check", url], stdout=subprocess.PIPE, text=True)
    print(f"three of six killed in line: {links.stdout.strip()}; the others: "
          + "; ".join(re.sub(r" p50.* worst", " worst", line.strip()) for line in said))
    if links.returncode != 0 or not all(" refused 0 " in line for line in said):
        sys.exit("FAILED: the line did not go on without those who were killed")


def main():
    seconds = float(os.environ.get("DUBAN_LOAD_S", "3"))
    with tempfile.TemporaryDirectory(prefix="duban-load-") as folder:
        one("64 threads", sys.argv[1], folder, seconds, [(64, "thread")])
        one("8 processes", sys.argv[1], folder, seconds, [(1, "turn")] * 8)
        one("a server of 64 threads and 8 processes", sys.argv[1], folder, seconds,
            [(64, "thread")] + [(1, "turn")] * 8)
        killed_in_line(sys.argv[1], folder)


main()
