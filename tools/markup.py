"""What may stand in a page template: quoted attributes, no inline style or script, values only where they are
escaped for; the content security policy drops what this finds. And what may stand in a style sheet or script: nothing
that Chromium 83 does not know, which esbuild passes through. check_source.py asks it of every file."""
import re

TAG = re.compile(r"{{(?:#.*?#|(.*?))}}", re.S)
BLOCK = re.compile(r"\s*(?:view|each|if|elif|else|end|part|call)(?!\S)")
ELEMENT = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|<!--.*?-->|<!doctype html>", re.S)
ATTRIBUTE = re.compile(r"[\s\1]+([^\s=\"'<>/\0\1]+)(?:(\s*=\s*)(\"[^\"]*\"|[^\s>]+))?|[\s\1]*/?\Z")
TEMPLATE_LINES_MAX = 60
VALUE, BRANCH = "\0", "\1"  # stand for a value of the view, for if, each, end …


def blanked(source):
    """The template with one sign for each directive; lines stay."""
    def blank(match):
        sign = "" if match[1] is None else BRANCH if BLOCK.match(match[1]) else VALUE
        return sign + "\n" * match.group().count("\n")
    return TAG.sub(blank, source)


def attribute_faults(name, attribute, equals, value):
    if attribute == "style":
        return "a style attribute; write a class"
    if attribute.startswith("on"):
        return f"{attribute}, a script in the page; behaviour stands in assets/app.js"
    if attribute != attribute.lower() and attribute not in ("viewBox", "preserveAspectRatio", "textLength"):
        return f"attribute {attribute}; write it in small letters"
    if equals and (equals != "=" or not value.startswith('"')):
        return f'attribute {attribute}; write {attribute}="…"'
    if value and re.match(r'"\s*(javascript|data|vbscript):', value, re.I):
        return f"{attribute} with a script or data address"
    return None


def element_faults(match):
    closing, name, rest = match[1], match[2], match[3]
    if not closing and (name.lower() == "style" or name.lower() == "script" and not re.search(r'\ssrc="', rest)):
        return [f"<{name}> in the page; scripts and styles are files"]
    if name != name.lower():
        return [f"<{name}>; write it in small letters"]
    faults, at, seen = [], 0, set()
    while at < len(rest):
        attribute = ATTRIBUTE.match(rest, at)
        if not attribute:
            return faults + [f"<{name}> with {rest[at:].strip().replace(VALUE, '{{…}}')!r}; an attribute is name or name=\"…\""]
        if attribute[1]:
            faults.append(attribute_faults(name, attribute[1], attribute[2], attribute[3]))
            if attribute[1] in seen and BRANCH not in rest:
                faults.append(f"attribute {attribute[1]} twice")
            seen.add(attribute[1])
        at = attribute.end()
    return [fault for fault in faults if fault]


def faults_of(path, source):
    shown, faults, end = blanked(source), [], 0
    lines = source.count("\n")
    if lines > TEMPLATE_LINES_MAX:
        faults.append(f"{path}:{lines}: {lines} lines; a template has at most {TEMPLATE_LINES_MAX}: use pieces of web/pieces.h")
    for match in ELEMENT.finditer(shown):
        between = shown[end:match.start()]
        line = shown.count("\n", 0, match.start()) + 1
        if "<" in between:
            faults.append(f"{path}:{shown.count(chr(10), 0, end + between.index('<')) + 1}: < that begins no element; write &lt;")
        if match[2]:
            faults += [f"{path}:{line}: {fault}" for fault in element_faults(match)]
        end = match.end()
    if "<" in shown[end:]:
        faults.append(f"{path}:{shown.count(chr(10), 0, end + shown[end:].index('<')) + 1}: < that begins no element; write &lt;")
    return faults


NEWER_STYLE = re.compile(r":(?:is|where|has|focus-visible)\b|@(?:layer|container|property)\b|\b(?:inset|aspect-ratio|accent-color)\s*:|"
                         r"\d(?:dvh|svh|lvh)\b|\b(?:min|max|clamp)\(.*\bcq|color-mix\(")
NEWER_SCRIPT = re.compile(r"\.replaceAll\(|\.at\(|structuredClone\(|\.findLast|Object\.(?:hasOwn|groupBy)\(|\.toSorted\(|innerHTML|\beval\(|new Function\b")


def line_faults(path, source, pattern, why):
    source = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), source, flags=re.S)
    return [f"{path}:{number}: {match.group().strip()} {why}" for number, line in enumerate(source.split("\n"), 1)
            for match in pattern.finditer(line)]


def style_faults(path, source):
    faults = line_faults(path, source, NEWER_STYLE, "is unknown to Chromium 83")
    for rule in re.finditer(r"[^{}]*{[^{}]*}", source):
        if re.search(r"display:\s*(?:inline-)?flex", rule[0]) and re.search(r"\bgap\s*:", rule[0]):
            faults.append(f"{path}:{source.count(chr(10), 0, rule.end()) + 1}: gap of a flex box is 0 in Chromium 83; use margins")
    return faults


def script_faults(path, source):
    return line_faults(path, source, NEWER_SCRIPT, "is unknown to Chromium 83, or makes text into code")
