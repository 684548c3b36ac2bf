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
]


def main():
    failed = 0
    for text, line, words in BAD:
        found = markup.faults_of("x.html", text)
        if len(found) != 1 or not found[0].startswith(f"x.html:{line}: ") or words not in found[0]:
            failed += 1
            print(f"[  FAILED  ] markup: {text!r}: {found}")
    found = markup.faults_of("x.html", GOOD)
    if found:
        failed += 1
        print(f"[  FAILED  ] markup: good ones pass: {found}")
    print(f"{len(BAD) + 1 - failed} passed, {failed} failed, 0 skipped")
    return failed != 0


sys.exit(main())
