#!/usr/bin/env python3
"""House rules that a compiler does not know: banned functions, borders of outside libraries, sizes of
files and functions, headers that say what they are for, nothing unfinished, no path of somebody's
machine."""
import re

import markup
import tree

FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70

BANNED = ("strcpy strcat sprintf vsprintf strtok sscanf atoi atof gets gmtime localtime setlocale "
          "rand srand system alloca popen tmpnam")
HEAP = "malloc calloc realloc free strdup strndup"
PRINT = ("printf fprintf vprintf vfprintf puts fputs putchar fputc fwrite fopen freopen fread fgets")
IMPURE = ("time clock clock_gettime gettimeofday getenv secure_getenv open openat fopen read write "
          "getrandom random drand48 exp exp2 exp10 expm1 log log2 log10 log1p pow cbrt hypot fma fmaf sin cos tan asin "
          "acos atan atan2 sinh cosh tanh erf erfc tgamma lgamma expf exp2f logf log2f log10f powf expl logl powl "
          "__builtin_exp __builtin_exp2 __builtin_log __builtin_log2 __builtin_log10 __builtin_pow __builtin_powi "
          "__builtin_fma pthread_create thrd_create")
IMPURE_HEADERS = re.compile(r"(time|stdio|unistd|fcntl|pthread|threads|dirent|locale)\.h|sys/.*")
# The C library and the kernel; every other <header> belongs to an outside library.
SYSTEM = re.compile(
    r"(assert|ctype|complex|dirent|errno|fcntl|fenv|float|getopt|iconv|inttypes|iso646|langinfo|"
    r"limits|locale|math|poll|pthread|pwd|sched|setjmp|signal|spawn|stdalign|stdarg|stdatomic|"
    r"stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|termios|threads|time|uchar|"
    r"unistd|wchar|wctype|x86intrin|immintrin)\.h|(sys|linux|arpa|netinet|sanitizer)/.*")
TEST_ONLY = {"cmocka.h"}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
WORKPLACE = re.compile(r"(?<![\w.])/(wo" r"rk|ho" r"me|ro" r"ot)/\w|registry\.np" r"mjs|py" r"pi\.org|deb\.deb" r"ian\.org")
INCLUDE = re.compile(r"^\s*#\s*include\s+<([^>]+)>", re.M)


def calls(names):
    return re.compile(r"(?<![\w.>])(" + "|".join(names.split()) + r")\s*\(")


RULES = [  # which files, what, why
    (lambda p, lib: True, calls(BANNED), "is banned: unbounded, locale-bound or not thread-safe"),
    (lambda p, lib: p.startswith("src/") and not lib and not p.startswith("src/base/"), calls(HEAP),
     "stands outside base/ and library borders: take memory from an Arena"),
    (lambda p, lib: p.startswith("src/") and not re.match(r"src/(cli|sys)/|src/main\.c", p), calls(PRINT),
     "stands outside cli/, sys/ and main.c: write to an Out"),
    (lambda p, lib: re.match(r"src/(core|text)/", p), calls(IMPURE),
     "makes core/ or text/ impure: clock, files, environment and randomness are handed in; of libm only what "
     "IEEE 754 rounds correctly (sqrt, fabs, floor), for log, exp and pow there is core/num.h"),
]


def line_of(source, at):
    return source.count("\n", 0, at) + 1


def check_code(path, borders, faults):
    code = tree.code_only(tree.text(path))
    outside = [h for h in INCLUDE.findall(code) if not SYSTEM.fullmatch(h) and h not in TEST_ONLY]
    for applies, pattern, why in RULES:
        if applies(path, outside):
            faults += [f"{path}:{line_of(code, m.start())}: {m.group(1)}() {why}"
                       for m in pattern.finditer(code)]
    if re.match(r"src/(core|text)/", path):
        faults += [f"{path}: <{h}> makes core/ or text/ impure"
                   for h in INCLUDE.findall(code) if IMPURE_HEADERS.fullmatch(h)]
    if path.startswith("src/"):
        for header in outside:
            borders.setdefault(header, []).append(path)
    opened = None
    for number, line in enumerate(code.split("\n"), 1):
        if line == "{":
            opened = number
        elif line == "}" and opened:
            if number - opened + 1 > FUNCTION_LINES_MAX:
                faults.append(f"{path}:{opened}: function of {number - opened + 1} lines; "
                              f"the limit is {FUNCTION_LINES_MAX}")
            opened = None


def check_header(path, faults):
    source = tree.text(path)
    name = path.removeprefix("src/")
    if not source.startswith(f"/* {name} - "):
        faults.append(f"{path}:1: a header begins with /* {name} - what it is for")
    if "\n#pragma once\n" not in source:
        faults.append(f"{path}: #pragma once is missing")


def check_text(path, faults):
    source = tree.text(path)
    for pattern, why in ((UNFINISHED, "reads like something unfinished"),
                         (WORKPLACE, "names a path or host of one machine")):
        faults += [f"{path}:{line_of(source, m.start())}: {m.group()} {why}"
                   for m in pattern.finditer(source)]
    if source and not source.endswith("\n"):
        faults.append(f"{path}: no newline at the end")
    if not path.endswith((".md", ".csv", ".tsv", ".txt")):
        faults += [f"{path}:{number}: white space at the end of the line"
                   for number, line in enumerate(source.split("\n"), 1) if line != line.rstrip()]


def main():
    faults, borders = [], {}
    code = tree.files(".c", ".h", under=["src", "tests", "fuzz", "bench"])
    texts = sorted(set(code + ["dev", ".ci/run"] + tree.files(".py", ".sh", ".md", ".build", ".sql", ".tsv", ".yaml", ".html", ".css", ".js")))
    for path in code:
        check_code(path, borders, faults)
    for path in tree.files(".h", under=["src", "tests", "fuzz", "bench"]):
        check_header(path, faults)
    for path in texts:
        check_text(path, faults)
        if path.endswith((".c", ".h", ".py", ".sh", ".html", ".css", ".js", "dev")):
            lines = tree.text(path).count("\n")
            if lines > FILE_LINES_MAX:
                faults.append(f"{path}: {lines} lines; the limit is {FILE_LINES_MAX}")
    for path in tree.files(".sql", under=["src/store/sql"]):
        faults += [f"{path}:{line_of(tree.text(path), m.start())}: nothing is ever deleted"
                   for m in re.finditer(r"^\s*DELETE\b", tree.text(path), re.M | re.I)]
    for suffix, faults_of in ((".html", markup.faults_of), (".css", markup.style_faults), (".js", markup.script_faults)):
        for path in tree.files(suffix, under=["src"]):
            faults += faults_of(path, tree.text(path))
    for path in tree.files(".c", under=["src/web"]):
        faults += [f"{path}:{line_of(tree.text(path), m.start())}: {m.group().strip()} is dropped by the content security policy"
                   for m in re.finditer(r"""[ "](style|on[a-z]+)=\\\"|<style|<script(?! src)""", tree.text(path))]
    for header, paths in sorted(borders.items()):
        if len(paths) > 1 or not paths[0].endswith(".c"):
            faults.append(f"<{header}> must be included by exactly one .c: {' '.join(paths)}")
    tree.report("source", faults, len(texts))


main()
