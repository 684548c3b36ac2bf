"""Papers of the sample year as pdf, over HTTP: what the command makes, made by another process than the server."""
import os
import subprocess
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "var/fonts"
if FONTS.is_dir():
    os.environ.setdefault("DUBAN_FONTS", str(FONTS))


def get(person, path):
    answer = person.answer("GET", path, None, {"Cookie": person.cookie})
    return answer.status, answer.headers, answer.read()


def check_papers(check, duban, server, now, person):
    clerk = person("clerk1")
    status, head, body = get(clerk, "/api/v1/circulars/2021-06/file?format=pdf")
    if b"PDF_FONT" in body:
        print("skipped: papers as pdf, there is no font for 仿宋 (packaging/packages.txt)")
        return
    same = subprocess.run([duban, "--db", server.db, "--as", "clerk1", "--now", now, "circular", "--period", "2021-06", "--format", "pdf"],
                          capture_output=True, check=True).stdout
    check(status == 200 and head["Content-Type"] == "application/pdf" and body.startswith(b"%PDF-"), f"circular: {status} {body[:200]}")
    check(".pdf" in head["Content-Disposition"], head["Content-Disposition"])
    check(body == same, "the circular of the page is not that of the command")
    _, _, unit = clerk.ask("GET", "/units/c05?period=2021-05")
    for path in (f"/submissions/{unit['reports'][0]['id']}/receipt?format=pdf", "/province/2021-06/file?format=pdf"):
        status, head, body = get(clerk, "/api/v1" + path)
        check(status == 200 and body.startswith(b"%PDF-"), f"{path}: {status} {body[:200]}")
    maps = Path(f"/proc/{server.process.pid}/maps").read_text()
    check("libc" in maps and "libpango" not in maps and "libcairo" not in maps, "the server has opened the libraries of the pdf")
    for account, path in (("u_c04", "/province/2021-06/file?format=pdf"), ("sysadmin", "/circulars/2021-06/file?format=pdf")):
        check(get(person(account), "/api/v1" + path)[0] == 403, f"{account} gets {path}")
