"""Programs that take turns: how bench/score.py, read.py and stability.py measure duban and its peers.

A program holds its data in its own memory, reads a command a line and answers with the milliseconds that the work took, so
that nobody's start counts. duban and a peer take turns in one run, and a ratio is the median of the ratios of the turns: what
else the machine does meets both. DUBAN_BENCH_ROUNDS sets the number of turns."""
import array
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = int(os.environ.get("DUBAN_BENCH_ROUNDS", "9"))
PAUSE_S = 0.05  # threads of the one before have gone to sleep
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
COMMANDS = {"numpy": [PYTHON, "-B", "with_numpy.py"], "pandas": [PYTHON, "-B", "with_pandas.py"],
            "data.table": ["Rscript", "--vanilla", "with_data_table.R"], "DuckDB": ["node", "with_duckdb.js"]}
REFERENCE = (2843, 100, 12, 31)  # units, indicators, months, groups


class Absent(Exception):
    pass


class Program:
    def __init__(self, name, command, folder, load):
        self.name = name
        try:
            self.process = subprocess.Popen([*command, folder, *map(str, load)], cwd=f"{HERE}/peers", text=True,
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        except FileNotFoundError as missing:
            raise Absent(f"no {missing.filename}") from missing
        self.version = self.ask("version")

    def ask(self, *words):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            said = self.process.stderr.read().strip().split("\n")
            raise Absent(next((one for one in said if "Error" in one or "there is no" in one), said[-1]))
        return line.strip()

    def times(self, work, times, *words):
        """(milliseconds, of which processors: all threads together) of each run."""
        return [tuple(float(part) for part in word.split("/")) for word in self.ask(work, times, *words).split()]

    def peak_bytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


def ours(build, folder, load):
    return Program("duban", [f"{build}/bench/peer_duban", "serve"], folder, load)


def make(build, folder, load, *parts):
    subprocess.run([f"{build}/bench/peer_duban", "make", folder, *map(str, load), *parts], check=True)


def present(names, folder, load):
    """The peers that this machine has; the others are named."""
    found, absent = [], []
    for name in names:
        try:
            found.append(Program(name, COMMANDS[name], folder, load))
        except Absent as why:
            absent.append(f"{name} is absent and was skipped: {why}")
    return found, absent


# --- measuring ---

def take_turns(first, second, rounds=ROUNDS):
    """Both return what Program.times does. A turn of each: median of its runs, fastest, median of processor time."""
    pairs = []
    for _ in range(rounds):
        turn = []
        for one in (first, second):
            time.sleep(PAUSE_S)
            runs = one()
            clock = [run[0] for run in runs]
            turn.append((statistics.median(clock), min(clock), statistics.median(run[1] for run in runs)))
        pairs.append(turn)
    return pairs


def ends(values):
    return [round(min(values), 4), round(max(values), 4)]


def middle(values):
    return round(statistics.median(values), 4)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(": ", 1)[1].strip() for line in file if line.startswith("model name")), platform.machine())
    return {"processor": model, "processors": len(os.sched_getaffinity(0)), "kernel": platform.release(),
            "load_before": os.getloadavg()[0]}


class Report:
    """Rows as they are written, and the table that a person reads."""

    def __init__(self, name):
        self.name, self.rows, self.notes, self.versions = name, [], [], {}
        self.before = os.getloadavg()[0]
        print(f"{name}: {ROUNDS} turns each; machine's load {self.before:.1f}", flush=True)

    def pairs(self, work, pairs, peer_name, target, peer_over_ours=True, metric="ms", **more):
        """target: "10" at least, of the peer's time over ours; or "at most", of ours over the peer's."""
        def ratio(a, b):
            return b / a if peer_over_ours else a / b

        def both(a, b):
            return {"ours": round(a, 4), "peer": round(b, 4), "ratio": round(ratio(a, b), 4)}

        mine, theirs = [turn[0][0] for turn in pairs], [turn[1][0] for turn in pairs]
        ratios = [ratio(a, b) for a, b in zip(mine, theirs)]
        more["fastest"] = both(*(min(turn[i][1] for turn in pairs) for i in (0, 1)))
        more["processor_ms"] = both(*(statistics.median(turn[i][2] for turn in pairs) for i in (0, 1)))
        self.row(work, metric, middle(mine), middle(theirs), peer_name, middle(ratios), target, peer_over_ours, len(pairs),
                 {"ours": ends(mine), "peer": ends(theirs), "ratio": ends(ratios)}, **more)

    def row(self, work, metric, mine, peer, peer_name, ratio, target, at_least, runs, spread, bound="", **more):
        """bound: what keeps the ratio from being better; it is told where the target is missed."""
        row = {"work": work, "metric": metric, "ours": mine, "peer": peer, "peer_name": peer_name, "ratio": ratio, "runs": runs,
               "spread": spread, **more}
        if target is not None:
            row.update(target=f"{'>=' if at_least else '<='} {target}", reached=ratio >= target if at_least else ratio <= target)
            if not row["reached"]:
                by = abs(ratio - target) / target
                self.notes.append(f"{work}, {peer_name}: ratio {ratio} where {row['target']} is wanted, missed by {by:.0%}"
                                  f"{'; ' if bound else ''}{bound}")
        self.rows.append(row)
        self.show(row)

    @staticmethod
    def show(row):
        verdict = ""
        if "target" in row:
            target = float(row["target"].split()[1])
            verdict = "reached" if row["reached"] else f"MISSED by {abs(row['ratio'] - target) / target:.0%}"
        low, high = row["spread"].get("ratio", (row["ratio"], row["ratio"]))
        print(f"  {row['work']}: {row['ours']:g} {row['metric']}; {row['peer_name']}: {row['peer']:g}\n"
              f"{'':14}ratio {row['ratio']:7.2f}  ({low:.2f} … {high:.2f}, fastest {row.get('fastest', row)['ratio']:.2f}, "
              f"processor {row.get('processor_ms', row)['ratio']:.2f})  "
              f"{row.get('target', ''):7} {verdict}", flush=True)

    def write(self, path, programs=()):
        versions = {program.name: program.version for program in programs}
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"machine": {**machine(), "load_before": self.before}, "versions": versions, "rows": self.rows, "notes": self.notes}, file, ensure_ascii=False,
                      indent=1)
            file.write("\n")
        for note in self.notes:
            print(f"  note: {note}", flush=True)
        missed = [row for row in self.rows if not row.get("reached", True)]
        print(f"  {len(self.rows)} rows, {len(missed)} of {sum('target' in row for row in self.rows)} targets missed; "
              f"more in {path}", flush=True)


# --- that all agree ---

def numbers(path, kind, count=None, skip=0):
    values = array.array(kind)
    with open(path, "rb") as file:
        file.seek(skip)
        if count is None:
            count = (os.path.getsize(path) - skip) // values.itemsize
        values.fromfile(file, count)
    return values


def same(name, what, mine, theirs, relative=0.0):
    """Stops the bench where two results differ: a figure about different work says nothing."""
    if len(mine) != len(theirs):
        sys.exit(f"bench: {name}: {what}: {len(theirs)} rows instead of {len(mine)}")
    if mine == theirs:
        return
    for at, (a, b) in enumerate(zip(mine, theirs)):
        if not abs(a - b) <= relative * max(abs(a), abs(b)):
            sys.exit(f"bench: {name}: {what}: row {at + 1}: {b!r}, duban {a!r}")
