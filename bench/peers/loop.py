"""What the Python peers have in common: a command a line on standard input, a line of answer."""
import sys
import time


class Shape:
    """The load of docs/bench.md."""

    def __init__(self, folder, units, indicators, months, groups):
        self.folder, self.units, self.indicators, self.months = folder, int(units), int(indicators), int(months)
        self.groups = int(groups)
        self.rows = self.units * self.months
        month = [self.units // self.groups + (g < self.units % self.groups) for g in range(self.groups)]
        self.sizes = month * self.months  # of the groups of all months
        self.weights = [i % 7 + 1 for i in range(self.indicators)]


def serve(version, works, others):
    """works: name -> function, timed; others: name -> function(argument)."""
    for line in sys.stdin:
        name, *words = line.split()
        if name == "version":
            print(version, flush=True)
        elif name in works:
            took = []
            for _ in range(int(words[0])):
                began, busy = time.perf_counter(), time.process_time()
                works[name](*words[1:])
                took.append(f"{(time.perf_counter() - began) * 1000}/{(time.process_time() - busy) * 1000}")
            print(*took, flush=True)
        else:
            others[name](*words)
            print("ok", flush=True)
