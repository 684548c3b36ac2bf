#!/usr/bin/env python3
"""The server against nginx sending the same bytes and against SQLite alone, on one machine in one run.

usage: serve.py BUILD OUT.json
BUILD is a release build with duban and bench/{load,raw_sqlite}. The database is the sample's year with
5,000 tasks, made anew. Rounds of ours and of the peer take turns, so that both meet the same machine;
a ratio is the median of the ratios of the rounds. DUBAN_BENCH_SCALE=0.1 asks a tenth as often."""
import contextlib
import hashlib
import http.client
import json
import os
import platform
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
TASKS = 5000
CLIENTS = 8
WRITERS = 4
SCALE = float(os.environ.get("DUBAN_BENCH_SCALE", "1"))
ACCOUNT, PASSWORD = "clerk1", "trestle-Quokka-58-ladder"
NOTES = [
    "Redmine 5.0.4, measured earlier on a machine of this kind, 5,000 issues, SQLite: list of 100 issues by 8 clients "
    "24 a second (p50 282 ms, p99 1.27 s); one durable update 98 a second by 4 clients, half of them refused as locked; "
    "514 MB resident; 2 s until a worker answers.",
    "load (one thread, keep-alive), the server and its peer share the processors.",
]


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def often(count):
    return max(100, int(count * SCALE))


# --- the campaign ---

def make_database(duban, folder, tasks=TASKS):
    """The sample's year up to a day in December, with so many tasks; 0: those it has."""
    sample = "data/samples/shifanshi-2021"
    url = f"sqlite:{folder}/year.db"
    campaign = f"{folder}/campaign" if tasks else sample
    if tasks:
        run(sys.executable, "-B", "bench/serve/large_campaign.py", sample, campaign, str(tasks))
    run(sys.executable, "-B", "tools/make_sample.py", sample, f"{folder}/files")
    with open(f"{sample}/year.txt", encoding="utf-8") as file:
        until = next(n for n, line in enumerate(file, 1) if re.match(r"2021-12-07T.* import reports ", line))
    run("sh", "tools/run_year.sh", duban, campaign, f"{folder}/files", url, env={**os.environ, "UNTIL": str(until)})
    run(duban, "--db", url, "--as", ACCOUNT, "passwd", input=PASSWORD + "\n")
    return url


def make_session(folder):
    """As if ACCOUNT had signed in: (token, csrf)."""
    def digest(purpose, token):
        return hashlib.sha256(f"duban {purpose} {token}".encode()).hexdigest()

    token, now = os.urandom(32).hex(), int(time.time() * 1000)
    with contextlib.closing(sqlite3.connect(f"{folder}/year.db")) as db, db:
        db.execute("INSERT INTO session (id, token_digest, account, created_at, seen_at, ended_at, address) "
                   "VALUES ('bench', ?, ?, ?, ?, 0, '127.0.0.1')", (digest("session", token), ACCOUNT, now, now))
    return token, digest("form", token)


# --- servers ---

class Duban:
    def __init__(self, program, url, folder):
        self.process = subprocess.Popen([program, "--db", url, "serve", "--listen", "127.0.0.1:0", "--data", f"{folder}/data"],
                                        stderr=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stderr.readline()).group(1))
        self.address = self.process.pid, self.port

    def memory_mb(self, name):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(name + ":")) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.process.stderr.close()


def ask(port, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


@contextlib.contextmanager
def nginx(folder):
    """Serves folder/www; one worker a processor, as its package has it, without a log."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    as_root = "user root;" if os.getuid() == 0 else ""
    with open(f"{folder}/nginx.conf", "w", encoding="ascii") as file:
        file.write(f"""{as_root} worker_processes auto; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type text/html;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}
""")
    process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", f"{folder}/nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.02)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


# --- measuring ---

def processor_seconds(pid):
    """Of a process and its children: what a busy machine does not blur."""
    def one(path):
        with open(path, encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return one(f"/proc/{pid}/stat") + sum(one(f"/proc/{child}/stat") for child in file.read().split())


def write_requests(path, requests):
    with open(path, "wb") as file:
        for request in requests:
            raw = request.encode()
            file.write(b"%d\n%s" % (len(raw), raw))
    return path


def get_request(path, cookie=""):
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: zh-CN\r\n{cookie}\r\n"


class Bench:
    def __init__(self, build, folder):
        self.build, self.folder, self.rows = build, folder, []

    def load(self, server, clients, count, requests, seed):
        pid, port = server
        before = processor_seconds(pid)
        said = json.loads(run(f"{self.build}/bench/load", str(port), str(clients), str(count), requests, str(seed)))
        said["processor_us"] = (processor_seconds(pid) - before) / count * 1e6
        return said

    def raw(self, *arguments):
        return json.loads(run(f"{self.build}/bench/raw_sqlite", f"{self.folder}/raw.db", *map(str, arguments)))

    def row(self, work, metric, ours, peer, peer_name, **more):
        """ours and peer: one result of load or raw a round; peer may be empty."""
        def middle(results, name):
            return statistics.median(result[name] for result in results)

        def ends(values):
            return [min(values), max(values)]

        row = {"work": work, "metric": metric, "ours": middle(ours, "per_second"), "peer": None, "peer_name": peer_name,
               "ratio": None, "runs": len(ours), "spread": {"ours": ends([one["per_second"] for one in ours])}}
        row["p50_ms"], row["p99_ms"] = round(middle(ours, "p50_us") / 1000, 3), round(middle(ours, "p99_us") / 1000, 3)
        row["processor_us"] = {"ours": round(middle(ours, "processor_us"), 1)}
        row["refused"] = sum(one["refused"] for one in ours)
        if peer:
            ratios = [a["per_second"] / b["per_second"] for a, b in zip(ours, peer)]
            row.update(peer=middle(peer, "per_second"), ratio=round(statistics.median(ratios), 4))
            if "processor_us" in peer[0]:
                row["processor_us"]["peer"] = round(middle(peer, "processor_us"), 1)
            row["spread"].update(peer=ends([one["per_second"] for one in peer]), ratio=[round(r, 4) for r in ends(ratios)])
        row.update(more)
        self.add(row)

    def add(self, row):
        self.rows.append(row)
        peer = f", {row['peer_name']} {row['peer']}, ratio {row['ratio']}" if row["ratio"] is not None else ""
        print(f"  {row['work']}: {row['ours']} {row['metric']}{peer}", flush=True)

    def against_nginx(self, server, work, paths, cookie="", count=20000, raw=None):
        """Pages by random choice; nginx sends the same bytes from files."""
        pages = [ask(server.port, path, {"Accept-Language": "zh-CN", **dict([cookie.split(": ", 1)] if cookie else [])}) for path in paths]
        wrong = [(path, status) for path, (status, _) in zip(paths, pages) if status != 200]
        if wrong:
            sys.exit(f"serve.py: {work}: {wrong[0]}")
        os.makedirs(f"{self.folder}/www", exist_ok=True)
        for i, (_, body) in enumerate(pages):
            with open(f"{self.folder}/www/{i}.html", "wb") as file:
                file.write(body)
        line = f"{cookie}\r\n" if cookie else ""
        ours_file = write_requests(f"{self.folder}/ours", [get_request(path, line) for path in paths])
        peer_file = write_requests(f"{self.folder}/peer", [get_request(f"/{i}.html") for i in range(len(paths))])
        mean = round(sum(len(body) for _, body in pages) / len(pages))
        with nginx(self.folder) as peer_server:
            ours, peer, alone = [], [], []
            for seed in range(ROUNDS):
                ours.append(self.load(server.address, CLIENTS, often(count), ours_file, seed + 1))
                peer.append(self.load(peer_server, CLIENTS, often(count), peer_file, seed + 1))
                if raw:
                    alone.append(self.raw("page", CLIENTS, often(count // 4), seed + 1))
        more = {"clients": CLIENTS, "pages": len(paths), "mean_page_bytes": mean}
        self.row(work, "answers a second", ours, peer, "nginx, same bytes from files, worker_processes auto", **more)
        if raw:
            self.row(work, "answers a second", ours, alone, raw, **more)


# --- the rows ---

def ledger_paths(port, cookie):
    """The pages of the ledger, found as a person would: by the link to the next."""
    paths, path = [], "/ledger"
    while path:
        status, body = ask(port, path, dict([cookie.split(": ", 1)]))
        if status != 200:
            sys.exit(f"serve.py: {path}: status {status}")
        paths.append(path)
        link = re.search(r'<a [^>]*rel="next"[^>]*href="([^"]+)"|<a [^>]*href="([^"]+)"[^>]*rel="next"', body.decode())
        path = (link.group(1) or link.group(2)).replace("&amp;", "&") if link else None
    return paths


def reads(bench, server, cookie):
    asset = re.search(rb'href="(/assets/[^"]+\.css)"', ask(server.port, "/sign-in")[1]).group(1).decode()
    bench.against_nginx(server, "style sheet, an embedded file", [asset])
    bench.against_nginx(server, "sign-in page, nobody signed in", ["/sign-in"])
    bench.against_nginx(server, f"ledger page, 100 rows by key with count, {TASKS:,} tasks, SQLite", ledger_paths(server.port, cookie),
                        cookie, count=8000, raw=f"SQLite alone: the rows by key and their number, {CLIENTS} threads, no page")
    bench.against_nginx(server, f"overview, {TASKS:,} tasks", ["/"], cookie, count=1000)
    bench.against_nginx(server, "a unit's page", ["/units/c01"], cookie, count=1000)


def task_numbers(folder):
    with contextlib.closing(sqlite3.connect(f"{folder}/year.db")) as db:
        return [no for no, in db.execute("SELECT no FROM task WHERE level = 'task' AND restricted = 0 ORDER BY position")]


def updates(bench, server, token, csrf):
    """How a task is going, said of one task after another; each is on disk when it is answered."""
    count = min(often(600), TASKS // (ROUNDS + 2))
    numbers = iter(task_numbers(bench.folder))
    body = "state=on_track&text=%E6%8C%89%E6%9C%88%E6%8E%A8%E8%BF%9B"
    ours, peer, disk = [], [], []
    for each in range(ROUNDS + 1):
        requests = [f"POST /api/v1/tasks/{next(numbers)}/progress HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: duban={token}\r\n"
                    f"X-CSRF-Token: {csrf}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
                    for _ in range(count)]
        done = bench.load(server.address, WRITERS, count, write_requests(f"{bench.folder}/ours", requests), 0)
        if each > 0:  # before that the database's log grows to its length
            ours.append(done)
            peer.append(bench.raw("write", count))
            disk.append(bench.raw("sync", count))
    bench.row(f"one progress update of a task, durable and audited, with session and CSRF token, {TASKS:,} tasks, SQLite",
              "updates a second", ours, peer, "SQLite alone, one row a transaction, synchronous=FULL, 1 thread", clients=WRITERS,
              fdatasync_p50_ms=round(statistics.median(one["p50_us"] for one in disk) / 1000, 3))


def start(bench, program, url):
    took = []
    for _ in range(11):
        began = time.monotonic()
        server = Duban(program, url, bench.folder)
        status, _ = ask(server.port, "/sign-in")
        took.append((time.monotonic() - began) * 1000)
        server.stop()
        if status != 200:
            sys.exit(f"serve.py: /sign-in: status {status}")
    bench.add({"work": "start of the program to its first page", "metric": "ms", "ours": round(statistics.median(took), 1), "peer": None,
               "peer_name": "", "ratio": None, "runs": len(took), "spread": {"ours": [round(min(took), 1), round(max(took), 1)]}})


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(": ", 1)[1].strip() for line in file if line.startswith("model name")), platform.machine())
    return {"processor": model, "processors": os.cpu_count(), "kernel": platform.release(), "load_before": os.getloadavg()[0]}


def versions(program):
    said = subprocess.run([shutil.which("nginx") or "/usr/sbin/nginx", "-v"], stderr=subprocess.PIPE, text=True, check=True).stderr
    packages = {}
    for name in "libmicrohttpd12", "libsqlite3-0":
        packages[name] = run("dpkg-query", "-W", "-f", "${Version}", name)
    return {"duban": run(program, "version").strip(), "nginx": said.split("/")[-1].strip(), **packages}


def write_bounded(out, result, rows):
    """The file of a bench whose rows have a bound in ms, with a note for each that is over it."""
    notes = [f"{row['work']}: {row['ours']} ms, more than the {row['bound_ms']} ms wanted" for row in rows if row.get("bound_ms") and row["ours"] > row["bound_ms"]]
    with open(out, "w", encoding="utf-8") as file:
        json.dump({**result, "rows": rows, "notes": notes}, file, ensure_ascii=False, indent=1)
        file.write("\n")
    for note in notes:
        print(f"  {note}")


def main():
    build, out = os.path.abspath(sys.argv[1]), sys.argv[2]
    program = f"{build}/duban"
    result = {"machine": machine(), "versions": versions(program)}
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(out))) as folder:
        print(f"serve: {ROUNDS} rounds each; first the year of the sample with {TASKS:,} tasks", flush=True)
        url = make_database(program, folder)
        shutil.copy(f"{folder}/year.db", f"{folder}/raw.db")
        with contextlib.closing(sqlite3.connect(f"{folder}/raw.db")) as db:
            db.executescript("CREATE INDEX bench1 ON task (campaign, position); CREATE INDEX bench2 ON responsibility (campaign, task);"
                             "CREATE INDEX bench3 ON target (campaign, task); ANALYZE;")
        bench = Bench(build, folder)
        start(bench, program, url)
        token, csrf = make_session(folder)
        server = Duban(program, url, folder)
        try:
            reads(bench, server, f"Cookie: duban={token}")
            updates(bench, server, token, csrf)
            peak = round(server.memory_mb("VmHWM"), 1)
        finally:
            server.stop()
        bench.add({"work": f"memory of the server after all of this, {TASKS:,} tasks", "metric": "MB resident at most", "ours": peak,
                   "peer": None, "peer_name": "", "ratio": None, "runs": 1, "spread": {"ours": [peak, peak]}})
    with open(out, "w", encoding="utf-8") as file:
        json.dump({**result, "rows": bench.rows, "notes": NOTES}, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
