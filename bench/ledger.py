#!/usr/bin/env python3
"""A ledger of 20,000 tasks in a browser: how long until something is painted, until a filter has answered, until a file has come,
and whether file and page tell the same number of rows.

usage: ledger.py BUILD OUT.json
BUILD is a release build with duban. The campaign is the sample with 20,000 tasks and its year of reports. Each step is done
ROUNDS times in headless Chromium, beside it an empty page of the same server, so that the browser's own share can be seen."""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zipfile
from xml.etree import ElementTree

import serve

TASKS = 20000
ROUNDS = 7
FILTERS = ({}, {"light": "green"}, {"light": "none"}, {"q": "第19900项"}, {"lead": "d01"}, {"q": "公路", "lead": "d03"})
JOB_SECONDS_MAX = 120


def ask(port, token, path, body=None, csrf=""):
    head = {"Cookie": f"duban={token}", "Accept-Language": "zh-CN"}
    if body is not None:
        head |= {"X-CSRF-Token": csrf, "Content-Type": "application/x-www-form-urlencoded"}
    connection = serve.http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET" if body is None else "POST", path, body, head)
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    if answer.status not in (200, 202, 303):
        sys.exit(f"ledger.py: {path}: status {answer.status} {told[:300]}")
    return told


def book_rows(told):
    """Rows of the first sheet below its head, read as plain XML: no library of ours wrote or reads it."""
    with zipfile.ZipFile(io.BytesIO(told)) as book:
        with book.open("xl/worksheets/sheet1.xml") as sheet:
            return sum(1 for _, one in ElementTree.iterparse(sheet) if one.tag.endswith("}row") and len(one)) - 1


def file_counts(server, token, csrf, rows):
    """Of each filter: rows of the page's count, of the csv; of the whole also of the workbook, a job."""
    wrong = []
    for chosen in FILTERS:
        words = urllib.parse.urlencode(chosen)
        shown = json.loads(ask(server.port, token, f"/api/v1/ledger?{words}"))["total"]["rows"]
        began = time.monotonic()
        told = ask(server.port, token, f"/ledger/file?{words}")
        took = (time.monotonic() - began) * 1000
        lines = list(csv.reader(io.StringIO(told.decode("utf-8-sig"))))
        head = next(i for i, line in enumerate(lines) if len(line) > 5)
        filed = len(lines) - head - 1
        rows.append({"work": f"csv of the ledger, {TASKS:,} tasks, filter {chosen or 'none'}", "metric": "ms", "ours": round(took, 1),
                     "peer": None, "peer_name": "", "ratio": None, "runs": 1, "rows": filed, "on_the_page": shown})
        if filed != shown:
            wrong.append((chosen, shown, filed))
    began = time.monotonic()
    job = json.loads(ask(server.port, token, "/api/v1/exports", "what=ledger&format=xlsx", csrf))["id"]
    while time.monotonic() - began < JOB_SECONDS_MAX:
        state = json.loads(ask(server.port, token, f"/api/v1/exports/{job}"))
        if state["state"] in ("done", "failed"):
            break
        time.sleep(0.05)
    took = (time.monotonic() - began) * 1000
    whole = json.loads(ask(server.port, token, "/api/v1/ledger"))["total"]["rows"]
    filed = book_rows(ask(server.port, token, f"/exports/{job}/file"))
    rows.append({"work": f"workbook of the ledger, {TASKS:,} tasks, as a job", "metric": "ms", "ours": round(took, 1), "peer": None,
                 "peer_name": "", "ratio": None, "runs": 1, "rows": filed, "on_the_page": whole})
    if filed != whole:
        wrong.append(("workbook", whole, filed))
    return wrong


def main():
    build, out = os.path.abspath(sys.argv[1]), sys.argv[2]
    program = f"{build}/duban"
    serve.TASKS = TASKS
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(out))) as folder:
        url = serve.make_database(program, folder)
        token, csrf = serve.make_session(folder)
        server = serve.Duban(program, url, folder)
        try:
            painted = json.loads(serve.run("node", "bench/serve/paint.mjs", str(server.port), token, str(ROUNDS)))
            rows = [{"peer": painted["empty"]["median"], "peer_name": "page of an error in the same browser",
                     "ratio": round(one["median"] / painted["empty"]["median"], 2), "runs": ROUNDS,
                     "spread": {"ours": [one["least"], one["most"]]}, "work": f"{work}, {TASKS:,} tasks", "metric": "ms", "ours": one["median"]}
                    for work, one in painted["steps"].items()]
            wrong = file_counts(server, token, csrf, rows)
        finally:
            server.stop()
    for row in rows:
        print(f"  {row['work']}: {row['ours']} {row['metric']}" + (f", {row['rows']} rows, {row['on_the_page']} on the page" if "rows" in row else ""))
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"machine": serve.machine(), "rows": rows}, file, ensure_ascii=False, indent=1)
        file.write("\n")
    if wrong:
        sys.exit(f"ledger.py: file and page differ: {wrong}")


if __name__ == "__main__":
    main()
