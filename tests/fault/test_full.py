#!/usr/bin/env python3
"""A full disk: the write is refused with DB_FULL, nothing is half-written, and later writes succeed.

usage: test_full.py FAULT_WRITER
Twice: with a limit on the size of a file, and (where the kernel lets us mount) on a tmpfs of 3 MiB."""
import resource
import shutil
import signal
import subprocess
import sys
import tempfile


def call(command, limit=None):
    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          preexec_fn=small if limit else None)


def must(name, done):
    if done.returncode != 0:
        sys.exit(f"FAILED: {name} ended with {done.returncode}\n{done.stdout}")
    return done.stdout.strip()


def by_limit(writer, folder):
    url = f"sqlite:{folder}/limit.db"
    must("init", call([writer, "init", url]))
    for kib in (900, 1500, 2500):
        said = must("fill", call([writer, "fill", url], kib * 1024))
        whole = must("check", call([writer, "check", url]))
        print(f"file limit {kib} KiB: {said.splitlines()[0][:70]}…; {whole}")
    must("a later write", call([writer, "load", url, "50", "1", "turn"]))
    must("check", call([writer, "check", url]))


TMPFS = """set -e
mount -t tmpfs -o size=3m none "$2" || exit 77
"$1" init "sqlite:$2/t.db"
"$1" fill "sqlite:$2/t.db"
"$1" check "sqlite:$2/t.db"
mount -o remount,size=30m "$2"
"$1" load "sqlite:$2/t.db" 50 4 thread
"$1" check "sqlite:$2/t.db"
"""


def by_tmpfs(writer, folder):
    if not shutil.which("unshare"):
        print("SKIPPED: tmpfs part: no unshare")
        return
    done = call(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", TMPFS, "sh", writer, folder])
    if done.returncode == 77 or "unshare:" in done.stdout:
        print("SKIPPED: tmpfs part: may not mount here")
        return
    print("tmpfs 3 MiB: " + must("on tmpfs", done).replace("\n", "; "))


def main():
    with tempfile.TemporaryDirectory(prefix="duban-full-") as folder:
        by_limit(sys.argv[1], folder)
        by_tmpfs(sys.argv[1], folder)


main()
