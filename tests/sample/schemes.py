"""duban scheme on the command line: ready schemes as workbooks and back, faults at their cells, differences, and a campaign
whose scheme is a workbook."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

duban, root = sys.argv[1], pathlib.Path(sys.argv[2])
faults = []


def run(*args, status=0, lang="en"):
    done = subprocess.run([duban, "--lang", lang, *map(str, args)], capture_output=True, text=True, check=False)
    if done.returncode != status:
        faults.append(f"{args}: status {done.returncode}, expected {status}: {done.stderr[:400]}")
    return done.stdout, done.stderr


def expect(what, found, expected):
    if found != expected:
        faults.append(f"{what}: {found!r}, expected {expected!r}")


def digest(path):
    return run("scheme", "check", path)[0].rsplit(" ", 1)[-1].strip()


def main(folder):
    names = [line.split()[0] for line in run("scheme", "list")[0].splitlines()]
    expect("ready schemes", sorted(names), sorted(p.stem for p in (root / "data/schemes").glob("*.yaml")))
    for name in names:
        text = run("scheme", "new", name)[0]
        mine = folder / f"{name}.yaml"
        mine.write_text(text, encoding="utf-8")
        book = folder / f"{name}.xlsx"
        run("scheme", "show", mine, "--out", book)
        expect(f"{name} as a workbook", digest(book), digest(mine))
        copy = folder / f"{name}.json"
        run("scheme", "show", book, "--out", copy)
        expect(f"{name} as JSON", digest(copy), digest(mine))

    # a sheet in GB 18030, and what is wrong in it
    sheet = run("scheme", "show", folder / "steps.yaml", "--format", "csv", lang="zh")[0].lstrip("\ufeff")
    gb = folder / "gb.csv"
    gb.write_bytes(sheet.encode("gb18030"))
    expect("GB 18030", digest(gb), digest(folder / "steps.yaml"))
    gb.write_bytes(sheet.replace("完成率", "完成律").encode("gb18030"))
    err = run("scheme", "check", gb, status=2)[1].splitlines()
    expect("faults of a sheet", [line.split(": ")[0].rsplit("/", 1)[-1] for line in err], ["gb.csv:11:8"])

    # all files are looked at, every fault is told
    bad = folder / "bad.yaml"
    bad.write_text((folder / "steps.yaml").read_text(encoding="utf-8").replace("weight: 30", "weight: 0").replace("version: 1", "version: x"),
                   encoding="utf-8")
    err = run("scheme", "check", folder / "ties.yaml", bad, bad, status=2)[1].splitlines()
    expect("faults of two files", len(err), 4)

    # differences
    text = (folder / "steps.yaml").read_text(encoding="utf-8")
    other = folder / "other.yaml"
    other.write_text(text.replace("示例指标", "另一名称").replace("version: 1", "version: 2"), encoding="utf-8")
    found = json.loads(run("scheme", "diff", folder / "steps.yaml", other, "--format", "json")[0])
    expect("wording acts", found["acts"], False)
    expect("wording", sorted(c["key"] for c in found["changes"]), ["name", "version"])
    other.write_text(text.replace("2%:1", "2%:2"), encoding="utf-8")
    found = json.loads(run("scheme", "diff", folder / "steps.yaml", other, "--format", "json")[0])
    expect("a step acts", (found["acts"], found["changes"][0]["from"], found["changes"][0]["to"]), (True, "2%:1", "2%:2"))

    # a campaign takes its scheme as a workbook
    campaign = folder / "campaign"
    shutil.copytree(root / "data/samples/shifanshi-2021", campaign)
    scheme = sorted((campaign / "schemes").glob("*.yaml"))[0]
    run("scheme", "show", scheme, "--out", scheme.with_suffix(".xlsx"))
    scheme.unlink()
    db = f"sqlite:{folder}/x.db"
    run("--db", db, "--as", "root", "init")
    out = run("--db", db, "--as", "root", "import", "campaign", campaign)
    expect("a campaign with a workbook", bool(out[0]), True)


with tempfile.TemporaryDirectory() as name:
    main(pathlib.Path(name))
for fault in faults:
    print(fault)
sys.exit(1 if faults else 0)
