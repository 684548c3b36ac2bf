#!/usr/bin/env python3
"""Many people at once, and for long: what is refused, how long the slowest wait, whether memory grows.

usage: soak.py BUILD OUT.json [CROWD_S [SOAK_S]]
First 64 clients for CROWD_S (60) seconds, then 16 for SOAK_S (600): pages of the ledger, overview, rankings, a unit, and of a
month (forms, review, targets, confirmed values, province, highlights, burden, folder), a check of a typed form, and
one durable, audited note in ten requests, on the sample's year with 5,000 tasks. An answer that is no 2xx is refused.
Memory is the server's resident size after each batch; it must not be larger at the end than in the middle."""
import json
import os
import statistics
import sys
import tempfile
import time

from serve import TASKS, Bench, Duban, get_request, ledger_paths, machine, make_database, make_session, task_numbers, versions, write_requests

BATCH = 12000
GROWTH_MB = 2.0  # between the middle of the soak and its end: the noise of an allocator


def requests_of(folder, paths, token, csrf):
    """Nine pages for each note; a note says nothing of how many its writer has seen."""
    cookie = f"Cookie: duban={token}\r\n"
    body = "state=on_track&text=%E6%8C%89%E6%9C%88%E6%8E%A8%E8%BF%9B"
    numbers = task_numbers(folder)
    pages = [*paths, "/rankings", "/units/c01", "/rankings/2021-10/county", "/circulars", "/api/v1/overview"]
    month = ["/reports/2021-11/c01", "/review/2021-11", "/review/2021-11?state=missing&sort=unit", "/review/2021-11/units/c01",
             "/review/2021-11/file", "/targets", "/targets/T01", "/target-list?format=csv", "/confirm", "/confirm/2021-11", "/province",
             "/province/2021-10", "/highlights", "/highlight/file?format=csv", "/burden", "/burden/file?format=csv", "/folder", "/corrections",
             "/calls?period=2021-11", "/api/v1/review/2021-11", "/api/v1/targets", "/api/v1/burden"]
    evaluation = ["/evaluation/2021-10", "/api/v1/evaluation/2021-11", "/evaluation/2021-07/consequences", "/rankings/2021-10/county/leaves", "/talks", "/api/v1/talks",
                  "/appeals", "/circulars/2021-10", "/circulars/2021-10/file?format=docx", "/rankings/2021-10/county/stability", "/whatif?period=2021-10&group=county", "/screening/2021-10", "/sandbox"]
    pages += month + evaluation
    typed = "cell.invest.cumulative=12.6&task.1.1.1.progress=%E6%8C%89%E6%9C%88%E6%8E%A8%E8%BF%9B"
    requests = []
    for i in range(3000):
        if i % 50 == 48:
            requests.append(f"POST /api/v1/reports/2021-11/c01/check HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}X-CSRF-Token: {csrf}\r\n"
                            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(typed)}\r\n\r\n{typed}")
        elif i % 10 == 9:
            requests.append(f"POST /api/v1/tasks/{numbers[i % len(numbers)]}/progress HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}"
                            f"X-CSRF-Token: {csrf}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}")
        else:
            requests.append(get_request(pages[i % len(pages)], cookie))
    return write_requests(f"{folder}/mixed", requests)


def play(bench, server, file, clients, seconds):
    """Batches until the time is over."""
    batches, memory, began = [], [], time.monotonic()
    while time.monotonic() - began < seconds:
        batches.append(bench.load(server.address, clients, BATCH, file, len(batches) + 1))
        memory.append(round(server.memory_mb("VmRSS"), 1))
    return {"clients": clients, "seconds": round(time.monotonic() - began), "answers": BATCH * len(batches),
            "answers_a_second": round(statistics.median(one["per_second"] for one in batches)),
            "refused": sum(one["refused"] for one in batches),
            "p50_ms": round(statistics.median(one["p50_us"] for one in batches) / 1000, 2),
            "p99_ms": round(statistics.median(one["p99_us"] for one in batches) / 1000, 2),
            "worst_p99_ms": round(max(one["p99_us"] for one in batches) / 1000, 2), "memory_mb": memory}


def grown(memory):
    """The median of the last fifth against that of the third one."""
    fifth = max(1, len(memory) // 5)
    return round(statistics.median(memory[-fifth:]) - statistics.median(memory[2 * fifth:3 * fifth] or memory[:1]), 1)


def main():
    build, out = os.path.abspath(sys.argv[1]), sys.argv[2]
    crowd_s, soak_s = (int(word) for word in (sys.argv[3:5] + ["60", "600"][len(sys.argv) - 3:]))
    program = f"{build}/duban"
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(out))) as folder:
        print(f"soak: the year of the sample with {TASKS:,} tasks", flush=True)
        url = make_database(program, folder)
        token, csrf = make_session(folder)
        server = Duban(program, url, folder)
        bench = Bench(build, folder)
        try:
            file = requests_of(folder, ledger_paths(server.port, f"Cookie: duban={token}"), token, csrf)
            result = {"machine": machine(), "versions": versions(program), "crowd": play(bench, server, file, 64, crowd_s)}
            print(f"  crowd: {json.dumps({**result['crowd'], 'memory_mb': None})}", flush=True)
            result["soak"] = play(bench, server, file, 16, soak_s)
            result["soak"]["grown_mb"] = grown(result["soak"]["memory_mb"])
            print(f"  soak: {json.dumps(result['soak'])}", flush=True)
        finally:
            server.stop()
    with open(out, "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False, indent=1)
        file.write("\n")
    if result["crowd"]["refused"] or result["soak"]["refused"] or result["soak"]["grown_mb"] > GROWTH_MB:
        sys.exit("soak.py: something was refused, or memory grows")


if __name__ == "__main__":
    main()
