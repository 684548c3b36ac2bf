"""What the tests of long tables share: duban started, watched and measured; what it leaves in a folder."""
import os
import re
import subprocess
import sys
import threading
import time

PROGRESS = re.compile(r"^(\d+)% rows=(\d+) ", re.M)
PACKING = re.compile(r"^packing bytes=\d+ ", re.M)


def fail(text):
    sys.exit(f"FAILED: {text}")


def must(what, value):
    if not value:
        fail(what)


def same(what, found, expected):
    if found != expected:
        fail(f"{what}: found {found!r}, expected {expected!r}")


def find_openpyxl():
    """The module, under Debian's own Python when another one stands first in PATH; None without it."""
    try:
        import openpyxl
        return openpyxl
    except ImportError:
        debian = "/usr/bin/python3"
        if os.path.realpath(sys.executable) != os.path.realpath(debian) and os.path.exists(debian):
            os.execv(debian, [debian, "-B", *sys.argv])
        return None


class Run:
    """A finished command: status, standard error, seconds, the peak of its resident memory in MB (as the
    kernel told it last: a resource usage would count this Python before the exec too)."""

    def __init__(self, duban, *words, limit=None):
        began = time.monotonic()
        self.peak_mb = 0.0
        child = start(duban, *words, limit=limit)
        watcher = threading.Thread(target=self.watch, args=(child,))
        watcher.start()
        self.said = child.stderr.read()
        self.status = child.wait()
        self.seconds = time.monotonic() - began
        watcher.join()

    def watch(self, child):
        while child.poll() is None:
            try:
                with open(f"/proc/{child.pid}/status", encoding="ascii", errors="replace") as file:
                    found = re.search(r"VmHWM:\s+(\d+) kB", file.read())
            except (FileNotFoundError, ProcessLookupError):
                return
            if found:
                self.peak_mb = max(self.peak_mb, int(found[1]) / 1024)
            time.sleep(0.01)

    def check(self, what):
        if self.status != 0:
            fail(f"{what}: status {self.status}\n{self.said}")
        return self


def start(duban, *words, limit=None):
    """limit: bytes that one file may have."""
    def small():
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return subprocess.Popen([duban, "--lang", "en", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            text=True, preexec_fn=small if limit else None)


def wait_for(what, ready, child, seconds=60):
    """True when it is ready, False when the child ended before."""
    until = time.monotonic() + seconds
    while not ready():
        if child.poll() is not None:
            return False
        if time.monotonic() > until:
            fail(f"{what} did not come within {seconds} s")
        time.sleep(0.002)
    return True


def temporaries(folder):
    """The files on their way; the folder where rows wait is another matter."""
    return [name for name in os.listdir(folder) if ".duban-" in name and not name.startswith(".")]


def check_progress(what, said, seconds):
    """Lines that a program can read, at most two a second, never falling."""
    lines = [(int(percent), int(rows)) for percent, rows in PROGRESS.findall(said)]
    same(f"{what}: progress never falls", lines, sorted(lines))
    must(f"{what}: per cent", all(percent <= 100 for percent, _ in lines))
    told = len(lines) + len(PACKING.findall(said))
    must(f"{what}: {told} lines in {seconds:.1f} s", told <= 2 * seconds + 1)
    if seconds > 2:
        must(f"{what}: progress is told", told >= 1)
    return told
