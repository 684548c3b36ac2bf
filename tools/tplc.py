#!/usr/bin/env python3
"""web/templates/NAME.html -> a header with the C function NAME_html(): tplc.py IN.html OUT.h

docs/decisions/0005-web.md has the grammar. Each C expression stands behind a #line, in the column that it has in the
template, so that a compiler's error and its caret point into the template."""
import re
import sys
from pathlib import Path

# A page is as long as its template: the sizes of functions written by hand do not hold for these.
HAND = "/* NOLINT%s(readability-function-size,readability-function-cognitive-complexity) */\n"
AUTO = "__extension__ __auto_type"
FORMS = {  # word: what follows it, the C for it: @1 is the first group, $1 the same in its place
    "view": (r"view (\w+)", ""), "t": (r"t (\S+)(?:\s+(.+))?", ""), "asset": (r"asset ([\w.-]+)", ""), "#": (r"#.*#", ""),
    "each": (r"each (\w+) in (.+)",
             "{ __extension__ const __auto_type @1_list =\n&($2); for (int @1_at = 0; @1_at < @1_list->count; @1_at++) {"
             " __extension__ const __auto_type @1 = &@1_list->items[@1_at]; (void)@1;"),
    "if": (r"if (.+)", "if ($1) {"), "elif": (r"elif (.+)", "} else\nif ($1) {"), "else": (r"else", "} else {"), "end": (r"end", "}"),
    "part": (r"part (\w+) (\w+) (\w+)", "static void @1(Out *out, const Ctx *c, const @2 *@3) { (void)c; (void)@3;"),
    "call": (r"call (\w+)\((.*)\)", "$1(out, c,\n$2);"),
    "": (r"(.+)", "{ " + AUTO + " x_ =\n$1; HTML_OUT(out, x_); }"),
}
TAG = re.compile(r"{{(#.*?#|.*?)}}", re.S)
# A line of nothing but these vanishes.
ALONE = re.compile(r"^\0*(?:{{(?:#.*?#|(?:view|each|if|elif|else|end|part|call)\b(?:(?!}}).)*)}}[ \t]*)+(?:\n|\Z)", re.S | re.M)


class Template:
    def __init__(self, path):
        self.path, self.source = path, Path(path).read_text(encoding="utf-8")
        self.view, self.open, self.parts, self.main = None, [], [], []
        self.code = self.main  # or parts, inside one

    def fail(self, at, text):
        sys.exit(f"{self.path}:{self.source.count(chr(10), 0, at) + 1}: {text}")

    def there(self, at, text, code=""):
        """text on the line and in the column that the template has at `at`; code takes the room before it."""
        column = len(self.source[self.source.rfind("\n", 0, at) + 1:at].encode())
        return f'\n#line {self.source.count(chr(10), 0, at) + 1} "{self.path}"\n{code:>{column}}{text}'

    def text(self, text):
        text = text.replace("\0", "")
        for at in range(0, len(text), 1000):  # a literal has at most 4095 bytes
            self.code.append('out_s(out, S("' + re.sub(r'(["\\?])', r"\\\1", text[at:at + 1000]).replace("\n", "\\n") + '"));')

    def sentence(self, tag):
        key, at, names, values = tag[1], tag.start(2), "", ""
        key = key if "->" in key else "MSG_" + re.sub(r"\W", "_", key).upper()
        while tag[2] and at < tag.end(2):
            hole = re.compile(r"(\w+)=(.+?)(?:,\s*(?=\w+=[^=])|$)", re.S).match(self.source, at, tag.end(2))
            if not hole:
                self.fail(at, f"expected hole=value, found {self.source[at:tag.end(2)]}")
            values += f"{AUTO} {hole[1]}_ = {self.there(hole.start(2), hole[2])};"
            names, at = names + f', {{"{hole[1]}", HTML_HOLE(out, {hole[1]}_)}}', hole.end()
        self.code.append(f"{{ Msg id_; {self.there(tag.start(1), key, 'id_=')}; {values} html_t(out, c->lang, id_{names}); }}")

    def tag(self, at, end):
        word = re.compile(r"\s*(#|\w+(?!\S))?").match(self.source, at, end)[1]
        form, code = FORMS[word := word if word in FORMS else ""]
        tag = re.compile(rf"\s*{form}\s*", re.S).fullmatch(self.source, at, end)
        inner = self.open[-1][0] if self.open else None
        if not tag:
            self.fail(at, f"malformed: {{{{{self.source[at:end]}}}}}")
        if (word in ("elif", "else") and inner != "if") or (word == "end" and not inner) or (word == "part" and inner):
            self.fail(at, f"{word} stands inside {inner or 'nothing'}")
        if word == "t":
            return self.sentence(tag)
        code = re.sub(r"@(\d)", lambda m: tag[int(m[1])], code)
        self.view = tag[1] if word == "view" else self.view
        if word == "asset":
            code = self.there(tag.start(1), f"out_s(out, ASSET_{re.sub(r'[.-]', '_', tag[1]).upper()}.url);")
        elif word == "call" and not tag[2]:
            code = "$1(out, c);"
        elif word == "part":
            self.code = self.parts
        if word in ("end", "else"):
            code += " }" * (self.open.pop()[0] == "each")
        if word in ("each", "if", "part", "else"):
            self.open.append((word, at))
        self.code.append(re.sub(r"(.*?)\$(\d)", lambda m: self.there(tag.start(int(m[2])), tag[int(m[2])], m[1]), code))
        if (word, inner) == ("end", "part"):
            self.code = self.main

    def compile(self):
        hide = lambda match: re.sub(r"({{.*?}})|\s", lambda m: m[1] or "\0", match[0], flags=re.S)
        shown, at = ALONE.sub(hide, re.sub(r"^[ \t]+", hide, self.source, flags=re.M)), 0
        for match in TAG.finditer(shown):
            self.text(shown[at:match.start()])
            self.tag(*match.span(1))
            at = match.end()
        self.text(shown[at:])
        if "{{" in shown[at:]:
            self.fail(shown.index("{{", at), "{{ has no }}")
        if self.open:
            self.fail(self.open[-1][1], f"{self.open[-1][0]} has no end")
        if not re.match(r"{{\s*view ", self.source):
            self.fail(0, "expected {{view TYPE}}, the type of v, as the first line")
        head = '#pragma once\n#include "web/assets_gen.h"\n#include "web/pieces.h"\n' + HAND % "BEGIN"
        name = f"{Path(self.path).stem}_html(Out *out, const Ctx *c, const {self.view} *v)"
        return "\n".join([head, *self.parts, f"static void {name} {{ (void)c; (void)v;", *self.main, "}\n" + HAND % "END"])


Path(sys.argv[2]).write_text(Template(sys.argv[1]).compile(), encoding="utf-8")
