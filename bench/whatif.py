#!/usr/bin/env python3
"""Other weights while a slider moves, and a trial with draws, against an empty request of the same server in one run.

usage: whatif.py BUILD OUT.json
BUILD is a release build with duban and bench/load. The campaigns are made up here: one group of 42 units and one of 2,843, 100
indicators in ten components, one month. Rounds of ours and of the empty request take turns; a ratio is the median of the ratios of
the rounds. DUBAN_BENCH_SCALE=0.1 asks a tenth as often."""
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile

import serve

ROUNDS = 5
COMPONENTS, LEAVES = 10, 10  # of each component
RULES = ("min-max", "completion", "min-max", "z-score", "percentile")
SIZES = ((42, 10, 50), (2843, 30, 300))  # units, what a change of weights may take in ms, what a trial may take
PERIOD = "2021-06"
UNITS_OF_A_FILE = 100


def table(folder, name, head, rows):
    with open(f"{folder}/{name}", "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head.split(","), *rows])


def leaf(i, k):
    return f"i{i}_{k}"


def write_campaign(folder, units):
    os.makedirs(f"{folder}/schemes")
    with open(f"{folder}/campaign.yaml", "w", encoding="utf-8") as file:
        file.write(f"""format: duban-campaign/1
code: bench
name: 试算
city: 示例市
year: 2021
predecessor: null
sample: yes
issuer: {{name: 示例市人民政府办公室, number: 示政办通报, source: illustrative}}
groups:
  - {{code: g, name: 组别, size: {units}, source: illustrative}}
month:
  {{opens_day: 25, due: 5, confirm: 7, lock: 8, trial_run: 9, appeal: 10, ruling: 11, freeze: 12, issue: 13}}
periods:
  - {{code: {PERIOD}, name: 6月, from: {PERIOD}-01, to: {PERIOD}-30, ranked: yes}}
""")
    table(folder, "accounts.csv", "name,role,unit,body,post", [["clerk1", "office_clerk", "", "office", "科员"], ["director1", "office_director", "", "office", "副主任"]])
    table(folder, "bodies.csv", "code,name,kind,parent,source", [["office", "市活动办", "office", "", "illustrative"]])
    table(folder, "units.csv", "code,name,short,group,kind,bodies,leader,from,to,successor,ranked,restricted,source",
          [[f"u{n}", f"第{n}单位", f"{n}号", "g", "department", "office", "", "2021-01-01", "", "", "yes", "no", "illustrative"] for n in range(1, units + 1)])
    indicators = [leaf(i, k) for i in range(COMPONENTS) for k in range(LEAVES)]
    table(folder, "indicators.csv", "code,name,unit,measure,basis,direction,assessor,reporter,lag,decimals,source",
          [[code, f"指标{code}", "%", "rate", "work", "higher", "office", "assessor", "0", "2", "illustrative"] for code in indicators])
    table(folder, "tasks.csv", "no,level,parent,title,text,deadline,deadline_text,restricted,source",
          [["1", "theme", "", "主题", "", "", "", "no", "illustrative"], ["1.1", "area", "1", "领域", "", "", "", "no", "illustrative"]])
    table(folder, "targets.csv", "code,task,indicator,what,value,unit,relation,modality,scope,period,source", [])
    table(folder, "allotments.csv", "target,unit,value,source", [])
    with open(f"{folder}/schemes/g-v1.yaml", "w", encoding="utf-8") as file:
        file.write(f"""format: duban-scheme/1
code: g
name: 试算办法
group: g
version: 1
effective: {PERIOD}
plan_no: 示督考计划〔2021〕1号(示例)
full: 100
rank: {{round: 2, ties: competition}}
missing: renormalise
tree:
""")
        for i in range(COMPONENTS):
            file.write(f"  - name: 第{i}部分\n    weight: {5 + i}\n    children:\n")
            for k in range(LEAVES):
                target = ", target: 100" if RULES[k % len(RULES)] == "completion" else ""
                file.write(f"      - {{code: {leaf(i, k)}, name: 指标{i}.{k}, weight: {1 + k % 3}, rule: {RULES[k % len(RULES)]}, measure: rate, "
                           f"unit: '%'{target}, assessor: office}}\n")
    with open(f"{folder}/report.csv", "w", encoding="utf-8") as file:
        file.write(f"填报单位,第1单位\n所属期,{PERIOD}\n性质,工作进展\n填报人,办公室\n审核人,副局长\n签发人,局长\n报送时间,2021-07-05T10:00:00+08:00\n\n表一 指标\n"
                   "指标编码,指标,计量单位,本月完成,累计完成,上年同期,备注\n\n表二 任务\n任务编号,进展,是否按期,问题,原因,下步措施,完成时限\n\n"
                   "表三 需协调事项\n事项,已做工作,建议,提请层级\n")
    numbers = random.Random(1)
    for first in range(1, units + 1, UNITS_OF_A_FILE):
        with open(f"{folder}/confirmed{first}.csv", "w", encoding="utf-8") as file:
            file.write(f"核定部门,office\n所属期,{PERIOD}\n核定时间,2021-07-06T10:00:00+08:00\n\n单位编码,单位,指标编码,核定值,备注\n")
            for n in range(first, min(units + 1, first + UNITS_OF_A_FILE)):
                for code in indicators:
                    file.write(f"u{n},第{n}单位,{code},{numbers.uniform(40, 110):.2f},\n")


def make_database(duban, folder, units):
    write_campaign(f"{folder}/campaign", units)
    url = f"sqlite:{folder}/year.db"

    def office(when, account, *command):
        serve.run(duban, "--db", url, "--as", account, "--now", f"2021-07-{when}:00+08:00", *command, stderr=subprocess.PIPE)

    office("01T09:00", "director1", "init")
    office("01T09:10", "director1", "import", "campaign", f"{folder}/campaign")
    office("05T10:00", "clerk1", "import", "reports", f"{folder}/campaign/report.csv", "--period", PERIOD)
    for first in range(1, units + 1, UNITS_OF_A_FILE):
        office("07T10:00", "clerk1", "import", "confirmed", f"{folder}/campaign/confirmed{first}.csv", "--period", PERIOD)
    office("09T10:00", "clerk1", "evaluate", "--period", PERIOD)
    serve.run(duban, "--db", url, "--as", serve.ACCOUNT, "passwd", input=serve.PASSWORD + "\n", stderr=subprocess.DEVNULL)
    return url


class Bench(serve.Bench):
    def __init__(self, build, folder, server, token, csrf):
        super().__init__(build, folder)
        self.server, self.token, self.csrf = server, token, csrf

    def post(self, body):
        text = json.dumps(body)
        return (f"POST /api/v1/whatif HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: duban={self.token}\r\nX-CSRF-Token: {self.csrf}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n{text}")

    def against_empty(self, work, count, bound_ms, more):
        """One client after the other's answer: how long a person waits, server and line of one machine."""
        numbers = random.Random(2)

        def body():
            changed = {leaf(numbers.randrange(COMPONENTS), numbers.randrange(LEAVES)): f"{numbers.uniform(0.5, 9):.2f}" for _ in range(3)}
            return {"group": "g", "period": PERIOD, "weights": changed, **more}

        ours_file = serve.write_requests(f"{self.folder}/ours", [self.post(body()) for _ in range(64)])
        empty_file = serve.write_requests(f"{self.folder}/empty", [serve.get_request("/healthz")])
        self.load(self.server.address, 1, 20, ours_file, 0)  # the columns are made
        ours, empty = [], []
        for seed in range(ROUNDS):
            ours.append(self.load(self.server.address, 1, count, ours_file, seed + 1))
            empty.append(self.load(self.server.address, 1, max(200, count), empty_file, seed + 1))
        if any(one["refused"] for one in ours):
            sys.exit(f"whatif.py: {work}: refused")

        def ms(results, name):
            return [round(one[name] / 1000, 3) for one in results]

        ratios = [a["p50_us"] / b["p50_us"] for a, b in zip(ours, empty)]
        self.add({"work": work, "metric": "ms, p50 of one client", "ours": statistics.median(ms(ours, "p50_us")),
                  "peer": statistics.median(ms(empty, "p50_us")), "peer_name": "an empty request (/healthz)",
                  "ratio": round(statistics.median(ratios), 1), "runs": ROUNDS,
                  "spread": {"ours": [min(ms(ours, "p50_us")), max(ms(ours, "p50_us"))], "ratio": [round(min(ratios), 1), round(max(ratios), 1)]},
                  "p99_ms": statistics.median(ms(ours, "p99_us")), "bound_ms": bound_ms,
                  "processor_us": round(statistics.median(one["processor_us"] for one in ours))})


def measure(build, folder, units, change_ms, trial_ms):
    program = f"{build}/duban"
    url = make_database(program, folder, units)
    token, csrf = serve.make_session(folder)
    server = serve.Duban(program, url, folder)
    try:
        bench = Bench(build, folder, server, token, csrf)
        few = max(50, int(400 * serve.SCALE))
        label = "A" + "1".zfill(max(2, len(str(units))))
        bench.against_empty(f"other weights, {units:,} units x {COMPONENTS * LEAVES} indicators", few, change_ms, {})
        bench.against_empty(f"a trial: other weights, one unit explained, 1,000 draws, {units:,} units x {COMPONENTS * LEAVES} indicators", max(20, few // 8), trial_ms,
                            {"explain": label, "draws": 1000, "seed": 7})
        peak = round(server.memory_mb("VmHWM"), 1)
        bench.add({"work": f"memory of the server after that, {units:,} units", "metric": "MB resident at most", "ours": peak, "peer": None,
                   "peer_name": "", "ratio": None, "runs": 1, "spread": {"ours": [peak, peak]}})
        return bench.rows
    finally:
        server.stop()


def against_engine(build, folder, trial):
    """The trial of 2,843 units beside the engine's draws alone, on one processor, in this run (bench/bench_stability.c: 31 groups)."""
    kept = f"{folder}/engine.json"
    serve.run(f"{build}/bench/bench_stability", kept)
    with open(kept, encoding="utf-8") as file:
        alone = next(float(one["ns_per_op"]) for one in json.load(file)["cases"] if one["name"] == "1,000 draws, one processor") / 1e6
    row = {"work": "that trial over HTTP, to the engine's 1,000 draws alone on one processor", "metric": "ms", "ours": trial["ours"], "peer": round(alone, 3),
           "peer_name": "bench_stability", "ratio": round(trial["ours"] / alone, 2), "runs": ROUNDS, "spread": trial["spread"]}
    print(f"  {row['work']}: {row['ours']} ms, alone {row['peer']} ms, ratio {row['ratio']}", flush=True)
    return row


def main():
    build, out = os.path.abspath(sys.argv[1]), sys.argv[2]
    rows = []
    result = {"machine": serve.machine(), "versions": {"duban": serve.run(f"{build}/duban", "version").strip()}}
    print(f"whatif: {ROUNDS} rounds each", flush=True)
    for units, change_ms, trial_ms in SIZES:
        with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(out))) as folder:
            rows += measure(build, folder, units, change_ms, trial_ms)
            if units == SIZES[-1][0]:
                rows.append(against_engine(build, folder, rows[-2]))
    serve.write_bounded(out, result, rows)


if __name__ == "__main__":
    main()
