#!/usr/bin/env python3
"""A long table into a workbook and back: seconds, peak of memory, bytes that wait on disk meanwhile.

usage: bulk.py DUBAN FILE.json [ROWS]    (570000 x 45 when not given)"""
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
COLUMNS = 45


def waiting_bytes(pid):
    """Of files that have no name any more."""
    total = 0
    for fd in os.listdir(f"/proc/{pid}/fd"):
        path = f"/proc/{pid}/fd/{fd}"
        if os.readlink(path).endswith("(deleted)"):
            total += os.stat(path).st_blocks * 512
    return total


def peak_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        return next((int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM:")), 0.0)


def measured(duban, source, target):
    child = subprocess.Popen([duban, "convert", source, target], stderr=subprocess.PIPE, text=True)
    began, seen = time.monotonic(), {"peak_mb": 0.0, "waiting_bytes": 0}

    def watch():
        while child.poll() is None:
            try:
                seen["peak_mb"] = max(seen["peak_mb"], peak_mb(child.pid))
                seen["waiting_bytes"] = max(seen["waiting_bytes"], waiting_bytes(child.pid))
            except OSError:
                return
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    said = child.stderr.read()
    if child.wait() != 0:
        sys.exit(said)
    watcher.join()
    return {"seconds": round(time.monotonic() - began, 1), "peak_mb": round(seen["peak_mb"], 1),
            "waiting_bytes": seen["waiting_bytes"], "bytes": os.path.getsize(target),
            "progress_lines": said.count("\n") - 1}


def main():
    duban, result, rows = os.path.abspath(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 570000
    with tempfile.TemporaryDirectory(prefix="duban-bulk-") as folder:
        table, book, back = (os.path.join(folder, name) for name in ("a.csv", "a.xlsx", "b.csv"))
        subprocess.run([sys.executable, os.path.join(ROOT, "tools/make_long_csv.py"), str(rows), str(COLUMNS), table], check=True)
        cases = {"csv to xlsx": measured(duban, table, book), "xlsx to csv": measured(duban, book, back)}
        if subprocess.run(["cmp", table, back]).returncode:
            sys.exit("the table did not come back as it was")
    print(f"bulk: {rows} x {COLUMNS}")
    for name, case in cases.items():
        print(f"  {name:14} {case['seconds']:7.1f} s  {case['peak_mb']:6.1f} MB  {case['waiting_bytes'] >> 20:6} MiB waiting"
              f"  {case['bytes'] >> 20:6} MiB written")
    with open(result, "w", encoding="utf-8") as file:
        json.dump({"area": "bulk", "rows": [{"work": f"{name}, {rows} rows of {COLUMNS} columns", "metric": "s", "ours": case["seconds"], "peer": None,
                                              "peer_name": "", "ratio": None, "runs": 1, "spread": {}, **case}
                                             for name, case in cases.items()]}, file, indent=2)
        file.write("\n")


main()
