#!/usr/bin/env python3
"""Pages of the evaluation month as HTML, each against its own JSON and an empty request of the same server in one run.

usage: pages.py BUILD OUT.json
BUILD is a release build with duban and bench/load. Two campaigns: the sample's year (42 units in three groups) up to a day in December,
and one group of 2,843 units with 100 indicators, one month (bench/whatif.py makes it up). Rounds of the three take turns; a ratio is
the median of the ratios of the rounds. DUBAN_BENCH_SCALE=0.1 asks a tenth as often."""
import contextlib
import os
import statistics
import sys
import tempfile

import serve
import whatif

ROUNDS = 5
WANTED_MS = {42: 50, 2843: 300}  # as a trial with its explanation and draws may take
OF_THE_SAMPLE = (  # what, path, how often a round
    ("the month from trial to circular", "/evaluation/2021-10", 40),
    ("what a late correction changes", "/evaluation/2021-07/consequences", 20),
    ("a group's ranking", "/rankings/2021-10/county", 100),
    ("a group's table of points", "/rankings/2021-10/county/leaves", 100),
    ("a group's intervals", "/rankings/2021-10/county/stability", 20),
    ("a unit", "/units/c09?period=2021-10", 100),
    ("a score explained", "/units/c09/explain?period=2021-10", 100),
    ("what looks odd", "/screening/2021-10", 40),
    ("other weights", "/whatif?group=county&period=2021-10", 40),
    ("a circular", "/circulars/2021-10", 100),
    ("talks", "/talks", 100),
    ("appeals", "/appeals", 100),
    ("schemes", "/schemes", 100),
    ("what is to be done", "/inbox", 40),
)
OF_MANY = (
    ("the month from trial to circular", f"/evaluation/{whatif.PERIOD}", 5),
    ("a group's ranking", f"/rankings/{whatif.PERIOD}/g", 10),
    ("a group's table of points", f"/rankings/{whatif.PERIOD}/g/leaves", 5),
    ("a unit", f"/units/u1?period={whatif.PERIOD}", 10),
    ("a score explained", f"/units/u1/explain?period={whatif.PERIOD}", 10),
    ("what is to be done", "/inbox", 5),
)


class Pages(serve.Bench):
    def __init__(self, build, folder, server, token, units):
        super().__init__(build, folder)
        self.server, self.units = server, units
        self.cookie = f"Cookie: duban={token}"

    def one(self, what, path, often):
        line = f"{self.cookie}\r\n"
        header = dict([self.cookie.split(": ", 1)])
        asked = {"page": path, "json": f"/api/v1{path}", "empty": "/healthz"}
        size = {}
        for name, address in asked.items():
            status, body = serve.ask(self.server.port, address, header)
            if status != 200:
                sys.exit(f"pages.py: {address}: status {status}")
            size[name] = len(body)
        files = {name: serve.write_requests(f"{self.folder}/{name}", [serve.get_request(address, line)]) for name, address in asked.items()}
        count = max(3, int(often * serve.SCALE))
        took = {name: [] for name in asked}
        for seed in range(ROUNDS):
            for name in asked:
                took[name].append(self.load(self.server.address, 1, 200 if name == "empty" else count, files[name], seed + 1))
        if any(one["refused"] for rounds in took.values() for one in rounds):
            sys.exit(f"pages.py: {path}: refused")

        def ms(name):
            return [round(one["p50_us"] / 1000, 3) for one in took[name]]

        def ratio(name):
            return round(statistics.median(a["p50_us"] / b["p50_us"] for a, b in zip(took["page"], took[name])), 2)

        self.add({"work": f"{what}, {self.units:,} units", "metric": "ms, p50 of one client", "ours": statistics.median(ms("page")),
                  "peer": statistics.median(ms("json")), "peer_name": "its JSON", "ratio": ratio("json"), "runs": ROUNDS,
                  "spread": {"ours": [min(ms("page")), max(ms("page"))]}, "ratio_to_empty": ratio("empty"), "path": path,
                  "page_bytes": size["page"], "json_bytes": size["json"], "bound_ms": WANTED_MS[self.units],
                  "processor_us": {name: round(statistics.median(one["processor_us"] for one in rounds)) for name, rounds in took.items()}})


def measure(build, folder, units, url, pages):
    token, _ = serve.make_session(folder)
    server = serve.Duban(f"{build}/duban", url, folder)
    try:
        bench = Pages(build, folder, server, token, units)
        for page in pages:
            bench.one(*page)
        return bench.rows
    finally:
        server.stop()


def main():
    build, out = os.path.abspath(sys.argv[1]), sys.argv[2]
    result = {"machine": serve.machine(), "versions": {"duban": serve.run(f"{build}/duban", "version").strip()}}
    print(f"pages: {ROUNDS} rounds each", flush=True)
    with contextlib.ExitStack() as folders:
        def scratch():
            return folders.enter_context(tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(out))))

        few, many = scratch(), scratch()
        rows = measure(build, few, 42, serve.make_database(f"{build}/duban", few, tasks=0), OF_THE_SAMPLE)
        rows += measure(build, many, 2843, whatif.make_database(f"{build}/duban", many, 2843), OF_MANY)
    serve.write_bounded(out, result, rows)


if __name__ == "__main__":
    main()
