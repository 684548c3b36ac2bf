"""What tools/markup.py finds in templates: one case a rule, and that good ones pass. usage: check_markup.py TOOLS"""
import sys

sys.path.insert(0, sys.argv[1])
import markup  # noqa: E402

GOOD = """{{view V}}
<!doctype html>
<input name="a" value="{{v->a}}"{{if v->required}} required{{end}} {{if v->b}}disabled{{end}}>
{{each r in v->rows}}<a class="x{{if r->n < 3}} low{{end}}" href="{{link_to(c, "/units/{unit}", {"unit", r->unit})}}">{{r->n}}</a>{{end}}
<script src="{{asset app.js}}" defer></script><br/>
<svg viewBox="0 0 10 10"><path d="M0 0"/></svg> {{# style="x" <b #}}
<!-- a < b -->
"""
BAD = [  # text, line, words
    ('<p style="color:red">', 1, "style attribute"),
    ('\n<p\n class="a"\n style="x">', 2, "style attribute"),
    ('<a onclick="go()">', 1, "onclick"),
    ("<p class=x>", 1, 'class="…"'),
    ("<p class='x'>", 1, 'class="…"'),
    ("<p title={{v->title}}>", 1, 'title="…"'),
    ("<p {{v->attributes}}>", 1, "{{…}}"),
    ('<p class = "x">', 1, 'class="…"'),
    ('<p class="a" class="b">', 1, "twice"),
    ("<script>go()</script>", 1, "<script> in the page"),
    ("<style>p{}</style>", 1, "<style> in the page"),
    ('<a href="javascript:go()">', 1, "script or data"),
    ('<a HREF="/x">', 1, "HREF"),
    ("<DIV>", 1, "DIV"),
    ("\n{{if a < b}}\n{{end}}\na < b", 4, "begins no element"),
    ('<p title="x>\ntext', 1, "begins no element"),
    ("<br>\n" * 61, 61, "at most 60"),
]
STYLE = [
    ("a:focus-visible { color: red }", ":focus-visible"),
    (".x:is(a, b) { color: red }", ":is"),
    (".x { inset: 0 }", "inset:"),
    (".x { height: 100dvh }", "0dvh"),
    (".x { display: flex;\n gap: 4px }", "gap of a flex box"),
    ("@layer a;", "@layer"),
]
SCRIPT = [("s.replaceAll('a', 'b')", ".replaceAll("), ("list.at(-1)", ".at("), ("e.innerHTML = s", "innerHTML")]
GOOD_STYLE = "/* no :is() here */ .x { display: grid; grid-gap: 4px; gap: 4px } @media screen { .y { display: flex } .z { gap: 1px } }"


def main():
    failed = 0
    cases = [(markup.faults_of, *case) for case in BAD] + [(markup.style_faults, text, None, words) for text, words in STYLE]
    cases += [(markup.script_faults, text, None, words) for text, words in SCRIPT]
    for faults_of, text, line, words in cases:
        found = faults_of("x.html", text)
        line = line or 1 + text.count("\n")
        if len(found) != 1 or not found[0].startswith(f"x.html:{line}: ") or words not in found[0]:
            failed += 1
            print(f"[  FAILED  ] markup: {text!r}: {found}")
    found = markup.faults_of("x.html", GOOD) + markup.style_faults("x.css", GOOD_STYLE)
    if found:
        failed += 1
        print(f"[  FAILED  ] markup: good ones pass: {found}")
    print(f"{len(cases) + 1 - failed} passed, {failed} failed, 0 skipped")
    return failed != 0


sys.exit(main())
