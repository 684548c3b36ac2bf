"""What the tests of the month share: an office that runs duban on one database, and a small campaign.

A test is a function; run(tests) prints one line for each, as cmocka does, and ends with the number
of failures as exit status.
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from contextlib import closing
from pathlib import Path

DUBAN, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
MERGE = ROOT / "tests/fixtures/merge"
RULES = """deduct:
  cap: 10
  rules:
    - {id: D1, name: 报送数据失实, points: 2}
    - {id: D2, name: 调度议定事项逾期未办, points: 1}
"""
ACCOUNTS = "name,role,unit,body,post\n" + "".join(f"{row}\n" for row in (
    "clerk1,office_clerk,,office,活动办科员",
    "director1,office_director,,office,活动办副主任",
    *(f"u_m{i},unit,m{i},,示例局填报人" for i in range(1, 6)),
    "owner1,data_owner,,b1,示例核定人",
    "leader1,leader,,b1,常务副市长",
    "inspector1,inspector,,office,督查员",
    "sysadmin,system_admin,,,系统管理员",
    "secadmin,security_admin,,,安全管理员",
    "auditadmin,audit_admin,,,审计管理员",
))
MORE = {
    "accounts.csv": ACCOUNTS,
    "posts.csv": "body,title,holder,concurrent,source\noffice,主任,常务副市长,yes,illustrative\n",
    "responsibilities.csv": "task,role,party,source\n1.1.1,lead,m1,illustrative\n1.1.1,supporting,m4,illustrative\n",
    "forms.csv": "code,name,nature,number,issuer,approval,from,to,group,source\nmonthly,示例月报,work,,,,,,,illustrative\n",
    "plans.csv": "indicator,period,percent,unit\nwork,2021-05,41,\nwork,2021-05,41,m4\nwork,2021-05,41,m5\n",
}


class Office:
    """One database. Every command is at a given instant and acts as a given account."""

    def __init__(self, path, lang="zh"):
        self.path, self.lang, self.seed, self.url = Path(path), lang, "7", f"sqlite:{path}"

    def command(self, instant, account, *words, lang=None, seed=None):
        return [DUBAN, "--db", self.url, "--as", account, "--now", f"{instant}+08:00",
                "--seed", seed or self.seed, "--lang", lang or self.lang, *map(str, words)]

    def ask(self, instant, account, *words, **options):
        """(exit status, standard output, standard error)"""
        done = subprocess.run(self.command(instant, account, *words, **options), capture_output=True, check=False)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    def do(self, instant, account, *words):
        status, out, err = self.ask(instant, account, *words)
        assert status == 0, f"{instant} {account} {' '.join(map(str, words))}: {status}\n{err}"
        return out

    def verify(self, lang=None):
        done = subprocess.run([DUBAN, "--db", self.url, "--lang", lang or self.lang, "verify"],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def dump(self, *without):
        """Every row of every table, but those of the tables named."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as db:
            names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            return {n: sorted(map(repr, db.execute(f"SELECT * FROM {n}"))) for n in names if n not in without}

    def rows(self, sql, *args):
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as db:
            return db.execute(sql, args).fetchall()

    def put(self, *sql):
        """Rows behind the program's back."""
        with closing(sqlite3.connect(self.path)) as db:
            for one in sql:
                db.execute(one)
            db.commit()


def sql_of(database, sql):
    return subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql], check=True,
                          capture_output=True, text=True).stdout


def new_database(name, owner=None):
    sql_of("postgres", f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
           + (f" OWNER {owner}" if owner else ""))
    return name


class OfficeOfPostgres(Office):
    """The same on a database of its own in the cluster of tests/store/with_pg.sh."""

    made = 0

    def __init__(self, path, lang="zh"):
        super().__init__(path, lang)
        OfficeOfPostgres.made += 1
        self.name = f"office_{os.getpid()}_{OfficeOfPostgres.made}"
        self.url = f"postgresql:///{self.name}"
        new_database(self.name)

    def rows(self, sql):
        out = sql_of(self.name, f"SELECT coalesce(json_agg(row_to_json(t)), '[]') FROM ({sql}) t")
        return [tuple(v for _, v in row) for row in json.loads(out, object_pairs_hook=list)]

    def put(self, *sql):
        sql_of(self.name, ";".join(sql))


def small_campaign(folder):
    """The merge of tests/fixtures, with deduction rules: five departments in May and June."""
    campaign = Path(folder) / "campaign"
    shutil.copytree(MERGE / "campaign", campaign)
    scheme = campaign / "schemes/department-v1.yaml"
    text = scheme.read_text(encoding="utf-8")
    scheme.write_text(text.replace("missing: zero\n", RULES + "missing: zero\n"), encoding="utf-8")
    for name, text in MORE.items():
        (campaign / name).write_text(text, encoding="utf-8")
    with open(campaign / "campaign.yaml", "a", encoding="utf-8") as file:
        file.write("lights:\n  - {effective: 2021-05, yellow_from: 1, red_above: 3, source: illustrative}\n"
                   "phases:\n  - {name: 全年, from: 2021-01-01, to: 2021-12-31, source: illustrative}\n"
                   "stocktakes:\n  - {chair: 分管市领导, every: month, source: illustrative}\n")
    return campaign


def reorganised_campaign(folder):
    """The same, but m5 goes on as m5n on 15 June; straight months, as tests/fixtures/merge/expected.csv has them."""
    campaign = small_campaign(folder)
    path = campaign / "units.csv"
    text, old = path.read_text(encoding="utf-8"), "m5,示例五局,五局,department,department,b5,常务副市长,2021-01-01,,,"
    assert old in text
    path.write_text(text.replace(old, old[:-2] + "2021-06-14,m5n,") + "m5n,示例新局,新局,department,department,b5,常务副市长,2021-06-15,,,yes,no,illustrative\n",
                    encoding="utf-8")
    (campaign / "plans.csv").unlink()
    return campaign


def write(path, text, encoding="utf-8"):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def events_csv(*rows):
    return "单位编码,单位,类别,规则,分值,依据,证据\n" + "".join(",".join(r) + "\n" for r in rows)


D2_M4 = ("m4", "示例四局", "deduct", "D2", "1", "示例：未按期办结", "示例编号1")
D1_M1 = ("m1", "示例一局", "deduct", "D1", "2", "示例：数据不实", "示例编号2")


def opened(path, campaign):
    office = (OfficeOfPostgres if os.environ.get("DUBAN_TEST_ENGINE") == "postgres" else Office)(path)
    office.do("2021-05-20T09:00:00", "director1", "init")
    office.do("2021-05-20T09:30:00", "director1", "import", "campaign", campaign)
    return office


def open_office(folder, name="small.db"):
    return opened(Path(folder) / name, small_campaign(Path(folder) / f"{name}.files"))


def month_of_may(office, folder, until="publish"):
    """May up to and with the step named: reports, events, evaluate, open, file, appeal, again, confirm, freeze, publish."""
    steps = [
        ("reports", "2021-06-07T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-05", "--period", "2021-05"),
        ("events", "2021-06-08T09:00:00", "clerk1", "import", "events",
         write(Path(folder) / "may.csv", events_csv(D2_M4, D1_M1)), "--period", "2021-05"),
        ("evaluate", "2021-06-09T09:00:00", "clerk1", "evaluate", "--period", "2021-05"),
        ("open", "2021-06-09T10:00:00", "clerk1", "result", "open", "--period", "2021-05"),
        ("file", "2021-06-10T09:00:00", "u_m4", "appeal", "file", "--period", "2021-05", "--unit", "m4",
         "--rule", "D2", "--reason", "示例：已按期反馈"),
        ("appeal", "2021-06-15T09:00:00", "director1", "appeal", "uphold", "--period", "2021-05", "--unit", "m4",
         "--reason", "示例：不成立"),
        ("again", "2021-06-16T08:00:00", "clerk1", "evaluate", "--period", "2021-05"),
        ("confirm", "2021-06-16T08:30:00", "clerk1", "result", "confirm", "--period", "2021-05"),
        ("freeze", "2021-06-17T09:00:00", "director1", "freeze", "--period", "2021-05"),
        ("publish", "2021-06-18T09:00:00", "director1", "publish", "--period", "2021-05"),
    ]
    for step, *words in steps:
        office.do(*words)
        if step == until:
            return


def open_and_freeze(office, opened, frozen, period, freeze=True):
    """Trial run and opening on a day, and after the appeal days the two who confirm: the clerk, then the director."""
    office.do(opened, "clerk1", "evaluate", "--period", period)
    office.do(opened, "clerk1", "result", "open", "--period", period)
    office.do(frozen, "clerk1", "result", "confirm", "--period", period)
    if freeze:
        office.do(frozen, "director1", "freeze", "--period", period)


BASIS = ("--basis", "示例：市政府分管领导审定")


def sign_circular(office, at, period, *words):
    """Drafted, checked and approved by three people; nothing is typed but the basis."""
    for account, step, *more in (("clerk1", "drafted", *BASIS), ("director1", "checked"), ("leader1", "approved")):
        office.do(at, account, "circular", "sign", "--step", step, "--period", period, *more, *words)


def number(serial, year="2021"):
    return ("--number", f"示政办通报〔{year}〕{serial}号")


def issue_circular(office, at, period, serial, *words):
    sign_circular(office, at, period, *words)
    return office.do(at, "director1", "circular", "issue", "--period", period, *number(serial), "--format", "txt", *words)


CORRECTION = "所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n2021-05,m4,work,reported,45,20,示例：重复计数,示例说明\n"


def correct(office, instant, path):
    """A correction of what is locked: the clerk asks, the director approves."""
    office.do(instant, "clerk1", "import", "corrections", path)
    return office.do(instant, "director1", "correction", "approve", "all")


TALK = ("--period", "2021-06", "--unit", "m5")
APPLY = ("--reason", "示例：连续两期靠后", "--basis", "示例考评办法", "--on", "2021-07-22", "--at", "15:00", "--place", "示例会议室",
         "--talkers", "领导小组副组长", "--talked", "示例五局局长", "--demands", "示例：说明原因")
APPROVE = ("--tolerance", "no", "--tolerance-why", "示例：不属于容错情形")
NOTIFY = ("--number", "示办约〔2021〕1号", "--issuer", "示例市人民政府办公室", "--on", "2021-07-22", "--place", "示例会议室",
          "--talked", "示例五局局长", "--matters", "示例：说明情况")
HOLD = ("--number", "示例纪要1号", "--on", "2021-07-22", "--place", "示例会议室", "--attendees", "领导小组副组长\\n示例五局局长", "--recorder", "活动办科员",
        "--problems", "示例：进度落后|1.1.1\\n示例：整改超期", "--explanation", "示例说明", "--causes", "示例原因",
        "--requirements", "示例：补齐进度|局长|10|1.1.1\\n示例：完成整改|副局长|5", "--signed-office", "领导小组副组长 7月22日",
        "--signed-unit", "示例五局局长 7月22日", "--open", "no", "--days", "30", "--days-kind", "days")
REPORT = ("--text", "示例：均已完成", "--evidence", "示例材料1号", "--signer", "示例五局局长")


def talk_approved(office, applied="2021-07-19T15:00:00", at="2021-07-20T09:00:00"):
    office.do(applied, "clerk1", "talks", "apply", *TALK, *APPLY)
    office.do(at, "leader1", "talks", "approve", *TALK, *APPROVE)


def talk_received(office):
    office.do("2021-07-20T15:00:00", "director1", "talks", "notify", *TALK, *NOTIFY)
    office.do("2021-07-21T15:00:00", "u_m5", "talks", "receive", *TALK, "--signer", "示例五局办公室主任")


def month_of_june(office, folder, decide=True):
    """June with its talk, a note on progress and a correction of May: every table has rows then."""
    office.do("2021-07-07T15:00:00", "clerk1", "import", "reports", MERGE / "reports/2021-06", "--period", "2021-06")
    open_and_freeze(office, "2021-07-09T09:00:00", "2021-07-16T09:00:00", "2021-06")
    office.do("2021-07-19T09:00:00", "director1", "publish", "--period", "2021-06")
    issue_circular(office, "2021-07-19T10:00:00", "2021-06", 1)
    if not decide:
        return
    talk_approved(office)
    office.do("2021-07-20T10:00:00", "u_m1", "progress", "--task", "1.1.1", "--state", "at_risk", "--text", "示例：进度偏慢")
    correct(office, "2021-07-21T09:00:00", write(Path(folder) / "c.csv", CORRECTION))


def run(tests):
    failed = 0
    for test in tests:
        print(f"[ RUN      ] {test.__name__}", flush=True)
        try:
            with tempfile.TemporaryDirectory(prefix="duban-") as folder:
                test(Path(folder))
            print(f"[       OK ] {test.__name__}", flush=True)
        except Exception:  # noqa: BLE001 a test that dies is a failed test
            failed += 1
            traceback.print_exc(file=sys.stdout)
            print(f"[  FAILED  ] {test.__name__}", flush=True)
    sys.exit(1 if failed else 0)
