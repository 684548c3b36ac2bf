"""What may stand in a page template: quoted attributes, no inline style or script, values only where they are
escaped for. The content security policy drops what this finds; check_source.py asks it of every template."""
import re

TAG = re.compile(r"{{(?:#.*?#|(.*?))}}", re.S)
BLOCK = re.compile(r"\s*(?:view|each|if|elif|else|end|part|call)(?!\S)")
ELEMENT = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|<!--.*?-->|<!doctype html>", re.S)
ATTRIBUTE = re.compile(r"[\s\1]+([^\s=\"'<>/\0\1]+)(?:(\s*=\s*)(\"[^\"]*\"|[^\s>]+))?|[\s\1]*/?\Z")
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
