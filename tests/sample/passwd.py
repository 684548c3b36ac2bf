#!/usr/bin/env python3
"""duban passwd as a person meets it: at a terminal, from a pipe, generated: passwd.py DUBAN PROJECT_ROOT"""
import os
import pty
import select
import subprocess
import termios
import time

from office import open_office, run

AT, GOOD, OTHER = "2021-06-20T09:00:00", "blauer Elefant tanzt", "gelber Tiger schweigt"


def passwd(office, account, *words, text="", lang="zh"):
    done = subprocess.run(office.command(AT, account, "passwd", *words, lang=lang), input=text.encode("utf-8"),
                          capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def stored(office):
    return dict(office.rows("SELECT account, hash FROM account_password"))


def reads_the_first_line(folder):
    office = open_office(folder)
    for account, text in zip(("clerk1", "u_m2", "leader1", "u_m1"), (GOOD, GOOD + "\n", GOOD + "\r\n", f"{GOOD}\nsecond line\n")):
        status, out, err = passwd(office, account, text=text)
        assert (status, out) == (0, "") and account in err and GOOD not in err, (status, out, err)
    for text, code in (("", 2), ("\n", 2), ("short\n", 2), (" " * 12 + "\n", 2), ("x" * 257 + "\n", 2), ("x" * 9000, 6),
                       ("Admin@123456\n", 2), ("gelbertigerschweigt\n", 2), (GOOD + "\n", 2), ("\u0007" + GOOD, 2)):
        before = stored(office)
        status, out, err = passwd(office, "clerk1", text=text, lang="en")
        assert status == code and not out and err.count("\n") == 1, (text[:20], status, out, err)
        assert "Admin@" not in err and "xxx" not in err and GOOD not in err, err
        assert stored(office) == before
    assert office.verify()[0] == 0


def makes_one_that_nobody_repeats(folder):
    office = open_office(folder)
    made = set()
    for account in ("clerk1", "clerk1", "sysadmin"):
        status, out, err = passwd(office, account, "--generate")  # always with the same --seed
        assert status == 0 and len(out) == 20 and out.endswith("\n") and out.strip() not in err, (status, out, err)
        made.add(out)
    assert len(made) == 3
    everything = repr(office.dump())
    assert not any(word.strip() in everything for word in made)
    assert office.rows("SELECT account, must_change FROM account_password ORDER BY account") == [("clerk1", 0), ("sysadmin", 0)]


def is_for_others_where_the_matrix_allows(folder):
    office = open_office(folder)
    for account, other, code in (("director1", "u_m1", 0), ("sysadmin", "director1", 0), ("clerk1", "u_m1", 5),
                                 ("director1", "auditadmin", 5), ("director1", "nobody", 3)):
        status, out, err = passwd(office, account, "--account", other, "--generate")
        assert status == code and bool(out) == (code == 0) and err, (account, other, status, out, err)
    for account in ("director1", "sysadmin"):  # made for another, never chosen
        status, out, err = passwd(office, account, "--account", "u_m1", text=GOOD + "\n")
        assert status == 5 and not out and "--generate" in err, (account, status, out, err)
    assert office.rows("SELECT account, set_by, must_change FROM account_password ORDER BY account") == \
        [("director1", "sysadmin", 1), ("u_m1", "director1", 1)]
    denied = office.rows("SELECT chain, account, action, object FROM audit WHERE result = 'denied' ORDER BY seq")
    assert denied == [("", who, "account.password", f"password {whom}") for who, whom in
                      (("clerk1", "u_m1"), ("director1", "auditadmin"))], denied
    assert office.verify()[0] == 0


class Terminal:
    """A person at a terminal: what is seen, what is typed."""

    def __init__(self, command):
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.execv(command[0], command)
        self.seen = ""

    def until(self, *words):
        limit = time.monotonic() + 20
        while not any(word in self.seen for word in words):
            assert time.monotonic() < limit, self.seen
            if select.select([self.end], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.end, 4096).decode("utf-8", "replace")
                except OSError:
                    break
        return self.seen

    def until_mute(self):
        limit = time.monotonic() + 20
        while termios.tcgetattr(self.end)[3] & termios.ECHO:
            assert time.monotonic() < limit, self.seen
            time.sleep(0.01)
        time.sleep(0.05)  # the line's other settings come a moment after that one

    def type(self, text):
        os.write(self.end, text.encode("utf-8"))

    def finish(self):
        limit = time.monotonic() + 20
        while True:
            assert time.monotonic() < limit, self.seen
            if not select.select([self.end], [], [], 0.2)[0]:
                continue
            try:
                part = os.read(self.end, 4096)
            except OSError:  # how a terminal ends
                break
            self.seen += part.decode("utf-8", "replace")
        os.close(self.end)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), self.seen


def at_terminal(office, *typed):
    shell = ["/bin/sh", "-c", '"$@"; code=$?; stty -a; exit $code', "sh", *map(str, office.command(AT, "clerk1", "passwd"))]
    terminal = Terminal(shell)
    for prompt, text in zip(("新密码", "再输入一次"), typed):
        terminal.until(prompt)
        terminal.until_mute()  # the echo is switched off after the question, and what was typed before is dropped
        terminal.type(text)
    code, seen = terminal.finish()
    modes = seen[seen.rindex("speed"):].split()
    assert "echo" in modes and "isig" in modes, "the terminal is left mute: " + seen
    return code, seen


def is_not_shown_at_a_terminal(folder):
    office = open_office(folder)
    code, seen = at_terminal(office, GOOD + "\n", GOOD + "\n")
    assert code == 0 and GOOD not in seen and len(stored(office)) == 1, seen
    before = stored(office)
    code, seen = at_terminal(office, OTHER + "\n", GOOD + "\n")
    assert code == 2 and "不一样" in seen and OTHER not in seen and GOOD not in seen, seen
    code, seen = at_terminal(office, OTHER + "\x03")
    assert code == 2 and "中断" in seen and OTHER not in seen, seen
    assert stored(office) == before


if __name__ == "__main__":
    run([reads_the_first_line, makes_one_that_nobody_repeats, is_for_others_where_the_matrix_allows,
         is_not_shown_at_a_terminal])
