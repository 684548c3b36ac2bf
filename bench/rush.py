#!/usr/bin/env python3
"""The last hour before the reports are due: every unit opens its form, saves it three times, adds a file, signs, sends and takes its
receipt, all at once, beside SQLite alone doing the same writes.

usage: rush.py BUILD OUT.json
BUILD is a release build with duban and bench/{load,raw_sqlite}. Campaigns of 42 and of 2,843 units are made up here. The steps of a
unit stand in one file of requests in their order, units shifted against each other, and 64 clients take one after the other; so each
moment has openings, savings, files and reports at once. Every write is durable and audited before its answer. Then the database is
looked at: each unit has its report with every value, the file and both signatures."""
import contextlib
import hashlib
import json
import os
import random
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zlib

import serve
import whatif

CLIENTS = 64
SIZES = ((42, 3), (2843, 1))  # units, rounds
INDICATORS = 12
APART = 160  # requests between two steps of a unit: more than what is under way at once
PERIOD = "2021-06"
NOW = "2021-07-05T09:30:00+08:00"
LINES = [f"r{i}" for i in range(INDICATORS)]
BOUNDARY = "rush"


def write_campaign(folder, units):
    whatif.write_campaign(folder, units)
    whatif.table(folder, "bodies.csv", "code,name,kind,parent,source",
                 [["office", "市活动办", "office", "", "illustrative"], ["fgw", "市发展和改革委员会", "department", "", "illustrative"]])
    whatif.table(folder, "indicators.csv", "code,name,unit,measure,basis,direction,assessor,reporter,lag,decimals,source",
                 [[code, f"指标{code}", "项", "cumulative", "work", "higher", "fgw", "unit", "0", "2", "illustrative"] for code in LINES])
    accounts = [["clerk1", "office_clerk", "", "office", "科员"], ["director1", "office_director", "", "office", "副主任"]]
    for n in range(1, units + 1):
        accounts += [[f"f{n}", "unit", f"u{n}", "", f"第{n}单位填报人"], [f"s{n}", "unit", f"u{n}", "", f"第{n}单位签发人"]]
    whatif.table(folder, "accounts.csv", "name,role,unit,body,post", accounts)
    with open(f"{folder}/schemes/g-v1.yaml", "w", encoding="utf-8") as file:
        file.write(f"""format: duban-scheme/1
code: g
name: 月度考评办法
group: g
version: 1
effective: {PERIOD}
plan_no: 示督考计划〔2021〕1号(示例)
full: 100
rank: {{round: 2, ties: competition}}
missing: zero
tree:
""")
        for code in LINES:
            file.write(f"  - {{code: {code}, name: 指标{code}, weight: {100 // INDICATORS if code != LINES[0] else 100 - (INDICATORS - 1) * (100 // INDICATORS)}, "
                       f"rule: min-max, measure: cumulative, unit: 项, assessor: fgw}}\n")


def make_database(duban, folder, units):
    write_campaign(f"{folder}/campaign", units)
    url = f"sqlite:{folder}/year.db"
    for command in ("init",), ("import", "campaign", f"{folder}/campaign"):
        serve.run(duban, "--db", url, "--as", "director1", "--now", "2021-06-24T09:00:00+08:00", *command, stderr=subprocess.PIPE)
    serve.run(duban, "--db", url, "--as", "f1", "--now", "2021-06-28T09:00:00+08:00", "passwd", input=serve.PASSWORD + "\n", stderr=subprocess.DEVNULL)
    return url


def now_ms():
    return int(serve.time.mktime(time.strptime("2021-07-05 01:30:00", "%Y-%m-%d %H:%M:%S")) - time.timezone) * 1000


def sessions(folder, units):
    """As if both people of every unit had signed in: {account: (token, csrf)}."""
    made, began = {}, now_ms()
    with contextlib.closing(sqlite3.connect(f"{folder}/year.db")) as db, db:
        columns = ", ".join(row[1] for row in db.execute("PRAGMA table_info(account_password)") if row[1] != "account")
        db.execute(f"INSERT INTO account_password (account, {columns}) SELECT a.name, {columns} FROM account a JOIN account_password p ON p.account = 'f1' "
                   "WHERE a.role = 'unit' AND a.name <> 'f1'")
        for n in range(1, units + 1):
            for account in f"f{n}", f"s{n}":
                token = os.urandom(32).hex()
                digests = [hashlib.sha256(f"duban {purpose} {token}".encode()).hexdigest() for purpose in ("session", "form")]
                db.execute("INSERT INTO session (id, token_digest, account, created_at, seen_at, ended_at, address) VALUES (?, ?, ?, ?, ?, 0, '127.0.0.1')",
                           (account, digests[0], account, began, began))
                made[account] = token, digests[1]
    return made


def request(session, method, path, body=b"", kind="application/json"):
    token, csrf = session
    head = f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: duban={token}\r\n"
    if method == "POST":
        head += f"X-CSRF-Token: {csrf}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def act(what, seen, **more):
    return json.dumps({"act": what, "seen": seen, **more}, ensure_ascii=False).encode()


def draft(n, seen):
    cells = {}
    for i, code in enumerate(LINES):
        cells |= {f"{code}.cumulative": f"{n % 97 + i}.{seen}", f"{code}.month": f"{i + 1}.{seen}",
                  f"{code}.note": "按进度推进，本月重点抓项目开工和要素保障，暂无需协调事项"}
    return act("save", seen, cell=cells)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def evidence(n):
    """A photograph of its own for each unit: a PNG of 20 KB."""
    dots = random.Random(n).randbytes(85 * 80)
    rows = b"".join(b"\0" + dots[85 * 3 * y // 3:][:85] * 3 for y in range(80))
    picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 85, 80, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    return (f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"u{n}.png\"\r\nContent-Type: image/png\r\n\r\n").encode() \
        + picture + f"\r\n--{BOUNDARY}--\r\n".encode()


def steps(made, n):
    fills, signs, path = made[f"f{n}"], made[f"s{n}"], f"/reports/{PERIOD}/u{n}"
    return [request(fills, "GET", path), request(fills, "POST", path, draft(n, 0)), request(fills, "POST", path, draft(n, 1)),
            request(fills, "POST", f"{path}/files", evidence(n), f"multipart/form-data; boundary={BOUNDARY}"),
            request(fills, "POST", path, draft(n, 2)), request(fills, "GET", path), request(fills, "POST", path, act("fill", 3)),
            request(signs, "GET", path), request(signs, "POST", path, act("send", 4)), request(signs, "GET", "/inbox")]


def mixed(made, units):
    """Steps of all units, each APART requests or more after the one before of the same unit."""
    waves = [steps(made, n) for n in range(1, units + 1)]
    shift = max(1, -(-APART // len(waves[0])))
    told = []
    for moment in range(units + shift * len(waves[0])):
        for step in range(len(waves[0])):
            n = moment - step * shift
            if 0 <= n < units:
                told.append(waves[n][step])
        if units < APART:  # so few that a step waits for the one before: something harmless in between
            told += [request(made["f1"], "GET", "/inbox")] * (APART // len(waves[0]))
    return told


def kept(folder, units):
    with contextlib.closing(sqlite3.connect(f"{folder}/year.db")) as db:
        one = lambda text: db.execute(text).fetchone()[0]
        return {"reports": one("SELECT count(*) FROM submission WHERE kind = 'report' AND filled_by <> '' AND approved_by <> ''"),
                "values": one("SELECT count(*) FROM submission_value WHERE value <> ''"), "files": one("SELECT count(*) FROM attachment")}


def measure(build, folder, units, rounds):
    program, ours, alone, memory = f"{build}/duban", [], [], 0
    for each in range(rounds):
        here = f"{folder}/{each}"
        os.makedirs(here)
        url = make_database(program, here, units)
        made = sessions(here, units)
        told = mixed(made, units)
        with open(f"{here}/requests", "wb") as file:
            for one in told:
                file.write(b"%d\n%s" % (len(one), one))
        server = Server(program, url, here)
        try:
            said = json.loads(serve.run(f"{build}/bench/load", str(server.port), str(CLIENTS), str(len(told)), f"{here}/requests", "0"))
            memory = max(memory, server.memory_mb("VmHWM"))
        finally:
            server.stop()
        found = kept(here, units)
        if said["refused"] or found != {"reports": units, "values": units * INDICATORS, "files": units}:
            sys.exit(f"rush.py: {units} units: {said['refused']} refused, {found}")
        said["writes_per_second"] = units * 6 / said["seconds"]
        ours.append(said)
        with contextlib.closing(sqlite3.connect(f"{here}/raw.db")) as db:
            db.execute("CREATE TABLE made (at TEXT)")
        alone.append(json.loads(serve.run(f"{build}/bench/raw_sqlite", f"{here}/raw.db", "rush", str(units), str(INDICATORS))))
    ratios = [a["writes_per_second"] / b["per_second"] for a, b in zip(ours, alone)]
    middle = lambda values: sorted(values)[len(values) // 2]
    row = {"work": f"month's end: {units:,} units, {CLIENTS} clients, open, save, file, sign, send at once", "metric": "durable writes a second",
           "ours": round(middle([one["writes_per_second"] for one in ours])), "peer": round(middle([one["per_second"] for one in alone])),
           "peer_name": "SQLite alone, the same writes one after the other, no page, no check", "ratio": round(middle(ratios), 3), "runs": rounds,
           "spread": {"ratio": [round(min(ratios), 3), round(max(ratios), 3)]}, "p50_ms": round(middle([one["p50_us"] for one in ours]) / 1000, 2),
           "p99_ms": round(middle([one["p99_us"] for one in ours]) / 1000, 2), "requests_per_second": round(middle([one["per_second"] for one in ours])),
           "refused": 0, "lost": 0, "seconds": round(middle([one["seconds"] for one in ours]), 2), "memory_mb": round(memory, 1)}
    print("  " + json.dumps(row, ensure_ascii=False), flush=True)
    return row


class Server(serve.Duban):
    def __init__(self, program, url, folder):
        self.process = subprocess.Popen([program, "--db", url, "--now", NOW, "serve", "--listen", "127.0.0.1:0", "--data", f"{folder}/data"],
                                        stderr=subprocess.PIPE, text=True)
        self.port = int(serve.re.search(r":(\d+)/", self.process.stderr.readline()).group(1))
        self.address = self.process.pid, self.port


def main():
    build, out = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(out))) as folder:
        rows = [measure(build, f"{folder}/{units}", units, rounds) for units, rounds in SIZES]
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"machine": serve.machine(), "rows": rows}, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
