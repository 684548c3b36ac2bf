#!/usr/bin/env python3
"""Kills a command with SIGKILL at random moments and checks what it left behind.

usage: kill_at_random.py [--runs N] [--seed N] [--max-ms N] --setup CMD --victim CMD --check CMD

Each command is one shell line; {dir} becomes a folder that is new for each run. A run does: setup;
victim, killed (with all its children) after a random time; check, which must exit 0. The longest
time is what the victim needs unharmed, measured first (or --max-ms). A victim that ends by itself
before its kill must exit 0. At least one run in four must be a real kill, else the test says so."""
import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time


def run(command, folder):
    return subprocess.run(["sh", "-c", command.replace("{dir}", folder)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def must(name, command, folder, run_number):
    done = run(command, folder)
    if done.returncode != 0:
        sys.exit(f"FAILED: run {run_number}: {name} ended with {done.returncode}\n{done.stdout}")
    return done.stdout.strip()


def kill_after(command, folder, seconds):
    """None when it was killed; otherwise it ended by itself, after so many seconds, and must have succeeded."""
    start = time.monotonic()
    victim = subprocess.Popen(["sh", "-c", "exec " + command.replace("{dir}", folder)],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, start_new_session=True)
    try:
        _, said = victim.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(victim.pid, signal.SIGKILL)
        victim.communicate()
        return None
    if victim.returncode != 0:
        sys.exit(f"FAILED: the victim ended by itself with {victim.returncode}\n{said.decode()}")
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--setup", required=True)
    parser.add_argument("--victim", required=True)
    parser.add_argument("--check", required=True)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--max-ms", type=float, default=0)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    top = tempfile.mkdtemp(prefix="duban-kill-")
    try:
        longest, kills, left = args.max_ms / 1000, 0, {}
        for number in range(args.runs + (longest == 0)):
            folder = os.path.join(top, str(number))
            os.mkdir(folder)
            must("setup", args.setup, folder, number)
            if longest == 0:
                start = time.monotonic()
                must("victim", args.victim, folder, number)
                longest = time.monotonic() - start
            else:
                ended = kill_after(args.victim, folder, chance.uniform(0, longest))
                kills += ended is None
                if ended is not None:  # the first run may have been a slow one, and what it measured too long
                    longest = min(longest, ended)
            answer = must("check", args.check, folder, number)
            left[answer] = left.get(answer, 0) + 1
            shutil.rmtree(folder)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    print(f"{args.runs} runs, {kills} killed within {longest * 1000:.0f} ms (seed {args.seed}); "
          f"{len(left)} different states were left, all whole")
    if kills * 4 < args.runs:
        sys.exit("FAILED: fewer than one run in four was a kill: the victim is too short")


main()
