#!/usr/bin/env python3
"""Two processes that write at once on PostgreSQL leave one chain. Runs inside with_pg.sh.

usage: test_chain.py FAULT_WRITER"""
import os
import re
import subprocess
import sys


def main():
    writer, name = sys.argv[1], f"duban_chain_{os.getpid()}"
    subprocess.run(["createdb", "-T", "template0", "-E", "UTF8", "--locale=C", name], check=True)
    url = f"postgresql:///{name}"
    subprocess.run([writer, "init", url], check=True)
    crews = [subprocess.Popen([writer, "load", url, "2000", "4", "turn"], stdout=subprocess.PIPE, text=True)
             for _ in range(2)]
    said = [crew.communicate()[0].strip() for crew in crews]
    total = sum(int(re.match(r"writes (\d+) refused 0 ", line).group(1)) for line in said)
    check = subprocess.run([writer, "check", url], stdout=subprocess.PIPE, text=True)
    print("\n".join(said + [check.stdout.strip()]))
    if check.returncode != 0 or check.stdout.strip() != f"links {total}":
        sys.exit(f"FAILED: acknowledged {total}, found {check.stdout.strip()}")


main()
