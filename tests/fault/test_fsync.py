#!/usr/bin/env python3
"""A write is on disk before it is acknowledged: kill -9 cannot show a missing fsync, so count them.

usage: test_fsync.py FAULT_WRITER
Runs the writer under strace. Between the line "start N" and the line "ack N" of every write at least
one fdatasync of the write-ahead log must have returned."""
import os
import re
import shutil
import subprocess
import sys
import tempfile


def syncs_and_acks(trace):
    """Walks the trace: how many syncs returned, how many writes were acknowledged, who had none."""
    syncs, acks, started, pending, bare = 0, 0, {}, set(), []
    for line in trace:
        match = re.match(r"(\d+)\s+(.*)", line)
        pid, call = match.group(1), match.group(2)
        if re.match(r"f(data)?sync\(\d+<[^>]*-wal>", call):
            if "unfinished" in call:
                pending.add(pid)
            else:
                syncs += call.rstrip().endswith("= 0")
        elif re.match(r"<\.\.\. f(data)?sync resumed>", call) and pid in pending:
            pending.discard(pid)
            syncs += call.rstrip().endswith("= 0")
        said = re.match(r'write\(1<[^>]*>, "(start|ack) (\d+)\\n"', call)
        if said and said.group(1) == "start":
            started[said.group(2)] = syncs
        elif said:
            acks += 1
            if syncs <= started[said.group(2)]:
                bare.append(said.group(2))
    return syncs, acks, bare


def one(writer, folder, count, threads, mode):
    url = f"sqlite:{folder}/{mode}{threads}.db"
    trace = f"{folder}/trace"
    subprocess.run([writer, "init", url], check=True)
    subprocess.run(["strace", "-f", "-y", "-o", trace, "-e", "trace=fdatasync,fsync,write", writer, "ack",
                    url, str(count), str(threads), mode], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})  # it cannot look under ptrace
    with open(trace, encoding="utf-8", errors="replace") as file:
        syncs, acks, bare = syncs_and_acks(file)
    print(f"{mode}, {threads} threads: {acks} acknowledged, {syncs} syncs of the log, {len(bare)} without one")
    if acks != count * threads or bare:
        sys.exit(f"FAILED: expected {count * threads} acknowledged, each after a sync; without: {bare[:5]}")
    if threads == 1 and syncs < acks:
        sys.exit("FAILED: fewer syncs than acknowledged writes")


def main():
    if not shutil.which("strace"):
        print("SKIPPED: strace is not installed (apt-get install strace)")
        sys.exit(77)
    if subprocess.run(["strace", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL).returncode != 0:
        print("SKIPPED: strace may not trace here (ptrace is forbidden)")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="duban-fsync-") as folder:
        one(sys.argv[1], folder, 40, 1, "turn")
        one(sys.argv[1], folder, 40, 1, "thread")
        one(sys.argv[1], folder, 20, 16, "thread")


main()
