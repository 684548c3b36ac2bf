"""Wrong templates are refused at their own line: by tools/tplc.py, or by the C compiler at line and column.

usage: check_templates.py TPLC SOURCE_ROOT BUILD_ROOT CC…"""
import os
import re
import subprocess
import sys
import tempfile

TPLC, SOURCE, BUILD, *CC = sys.argv[1:]
C = """#include "web/web.h"
typedef struct Row { Str name; int n; double score; bool late; } Row;
typedef struct V { Str title; LIST_OF(Row) rows; Msg word; const char *z; } V;
void out_of_c(Out *out, const Ctx *c, int n);
void out_of_c(Out *out, const Ctx *c, int n) { (void)out; (void)c; (void)n; }
#include "bad.html.h"
void use(Out *out, const Ctx *c, const V *v);
void use(Out *out, const Ctx *c, const V *v) { bad_html(out, c, v); }
"""
# what stands after {{view V}} and a first line, what is told at which line and column (None: by tplc)
CASES = [
    ("a field that is not there", "甲<b>{{v->titel}}</b>", (3, 8), "titel"),
    ("in a row", "{{each r in v->rows}}\n  <i title=\"{{r->nmae}}\">\n{{end}}", (4, 15), "nmae"),
    ("in a condition", "{{if v->titel.len}}{{end}}", (3, 9), "titel"),
    ("a list that is not there", "{{each r in v->row}}{{end}}", (3, 16), "row"),
    ("a text as a condition", "{{if v->title}}{{end}}", (3, 1), "scalar"),
    ("a binary float", "{{each r in v->rows}}{{r->score}}{{end}}", (3, None), "double|_Generic"),
    ("a truth value", "{{each r in v->rows}}{{r->late}}{{end}}", (3, None), "bool|_Bool|_Generic"),
    ("a C string", "{{v->z}}", (3, None), "char|_Generic"),
    ("a hole of a wrong type", "{{t err.FILE_ABSENT\n   file=v->z}}", (4, None), "char|_Generic"),
    ("a hole that is not in the view", "{{t err.FILE_ABSENT file=v->fil}}", (3, 26), "fil"),
    ("a word that is no message", "{{t v->title}}", (3, None), "Msg|Str"),
    ("an argument of a piece", "{{call out_of_c(v->title)}}", (3, 17), "Str|int"),
    ("a piece that is not there", "{{call out_of(v)}}", (3, 8), "out_of"),
    ("an asset that is not there", "\n<link href=\"{{asset nothing.css}}\">", (4, None), "ASSET_NOTHING_CSS"),
    ("a part of a wrong type", "{{part p Row r}}{{r->title}}{{end}}{{call p(v)}}", (3, 19), "title"),
    ("an unknown message", "\n{{t cli.abuot}}", (4, 5), "MSG_CLI_ABUOT"),
    ("holes without names", "{{t err.FILE_ABSENT v->title}}", (3, None), "expected hole=value"),
    ("an if without end", "\n{{if v->word}}\n{{each r in v->rows}}{{end}}", (4, None), "if has no end"),
    ("an end too many", "{{each r in v->rows}}{{end}}\n{{end}}", (4, None), "end stands inside nothing"),
    ("else in a loop", "{{each r in v->rows}}{{else}}{{end}}", (3, None), "else stands inside each"),
    ("two elses", "{{if 1}}{{else}}{{else}}{{end}}", (3, None), "else stands inside else"),
    ("a part in a block", "{{if 1}}{{part p V x}}{{end}}{{end}}", (3, None), "part stands inside if"),
    ("a loop without a list", "{{each r}}{{end}}", (3, None), "malformed: {{each r}}"),
    ("a tag that never ends", "<b>\n{{v->title", (4, None), "{{ has no }}"),
]


def compiled(folder, text):
    """(exit status, all that tplc or the compiler says)"""
    with open(os.path.join(folder, "bad.html"), "w", encoding="utf-8") as file:
        file.write(text)
    with open(os.path.join(folder, "use.c"), "w", encoding="utf-8") as file:
        file.write(C)
    made = subprocess.run([sys.executable, TPLC, "bad.html", "bad.html.h"], cwd=folder, capture_output=True, text=True)
    if made.returncode:
        return made.returncode, made.stderr
    include = [f"-I{SOURCE}/src", f"-I{BUILD}/src", "-I."]
    flags = ["-std=gnu17", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror", "-Wno-gnu-zero-variadic-macro-arguments"]
    made = subprocess.run([*CC, *flags, *include, "-fsyntax-only", "use.c"], cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    return made.returncode, made.stderr


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        status, said = compiled(folder, "{{view V}}\n{{each r in v->rows}}{{r->name}}{{end}}{{t v->word}}{{call out_of_c(1)}}\n")
        results = [("a good one compiles", status == 0, said)]
        for name, text, (line, column), words in CASES:
            status, said = compiled(folder, "{{view V}}\n<p>{{v->title}}</p>\n" + text + "\n")
            place = re.search(rf"^bad\.html:{line}:(\d*)", said, re.M)
            good = status != 0 and place and re.search(words.replace("{{", r"\{\{"), said)
            if good and column:  # compilers point at v, at -> or at the field
                good = column <= int(place[1]) <= column + 9
            results.append((name, good, said))
        for name, text, words in [("no view", "<p>\n", "bad.html:1: expected {{view TYPE}}"), ("view later", "<p>{{view V}}\n", "bad.html:1: expected")]:
            status, said = compiled(folder, text)
            results.append((name, status != 0 and words in said, said))
    for name, good, said in results:
        passed, failed = passed + bool(good), failed + (not good)
        print(f"[{'       OK ' if good else '  FAILED  '}] templates: {name}" + ("" if good else "\n" + said))
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return failed != 0


sys.exit(main())
