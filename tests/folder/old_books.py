"""A sheet as other programs keep it: BIFF8 in its container (.xls, .et), a table of a text document (.docx). Written from the
formats' published descriptions, with nothing of the reader."""
import io
import struct
import zipfile
from xml.sax.saxutils import escape


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def text16(text):
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16le")


def cell(r, c, value, shared):
    if value is None or value == "":
        return b""
    at = struct.pack("<HHH", r, c, 0)
    if isinstance(value, str):
        return record(0xFD, at + struct.pack("<I", shared.setdefault(value, len(shared))))
    if float(value).is_integer():
        return record(0x27E, at + struct.pack("<I", (int(value) << 2 | 2) & 0xFFFFFFFF))
    if r % 2:  # a formula with its result
        return record(0x06, at + struct.pack("<d", value) + b"\0" * 8)
    return record(0x203, at + struct.pack("<d", value))


def sst(shared):
    """All texts, cut into records of 600 bytes wherever it falls, as the format has it: what goes on says its width again."""
    out, body = b"", struct.pack("<II", len(shared), len(shared))
    kind = 0xFC
    for text in shared:
        head = struct.pack("<HB", len(text), 1)
        if len(body) + 3 > 600:
            out, body, kind = out + record(kind, body), b"", 0x3C
        body += head
        for letter in text:
            if len(body) + 2 > 600:
                out, body, kind = out + record(kind, body), b"\x01", 0x3C
            body += letter.encode("utf-16le")
    return out + record(kind, body)


def biff(sheets):
    """[(name, hidden, rows)] as the stream of a workbook."""
    shared, bodies = {}, []
    for _, _, rows in sheets:
        cells = b"".join(cell(r, c, v, shared) for r, row in enumerate(rows) for c, v in enumerate(row))
        bodies.append(record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A))
    front = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + record(0xE0, struct.pack("<HH", 0, 0) + b"\0" * 16)
    bound = lambda at: b"".join(record(0x85, struct.pack("<IBBBB", o, hidden, 0, len(name), 1) + name.encode("utf-16le"))
                                for o, (name, hidden, _) in zip(at, sheets))
    tail = sst(shared) + record(0x0A)
    start = len(front) + len(bound([0] * len(sheets))) + len(tail)
    at = [start + sum(map(len, bodies[:i])) for i in range(len(bodies))]
    return front + bound(at) + tail + b"".join(bodies)


def container(stream, name="Workbook"):
    """One stream in sectors of 512 bytes."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    n = len(stream) // 512
    fats = -(-(n + 2) // 127)
    chain = lambda first, count: [*range(first + 1, first + count), 0xFFFFFFFE]
    table = [0xFFFFFFFD] * fats + [0xFFFFFFFE] + chain(fats + 1, n)
    table += [0xFFFFFFFF] * (fats * 128 - len(table))

    def entry(title, kind, start, size, child=0xFFFFFFFF):
        raw = (title + "\0").encode("utf-16le")
        return raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child) + b"\0" * 36 + struct.pack("<III", start, size, 0)
    folder = (entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + entry(name, 2, fats + 1, len(stream))).ljust(512, b"\0")
    head = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<IIIIIIIII", fats, fats, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)[:36]
    head = head[:76] + struct.pack("<109I", *([*range(fats)] + [0xFFFFFFFF] * (109 - fats)))
    return head + struct.pack(f"<{len(table)}I", *table) + folder + stream


def xls(rows, hidden=()):
    return container(biff([*((name, 1, r) for name, r in hidden), ("Sheet1", 0, rows)]))


def docx(lines, rows):
    """Paragraphs, then a table; a cell that is None goes on from the one above."""
    def td(value):
        merge = "<w:tcPr><w:vMerge/></w:tcPr>" if value is None else ""
        return f"<w:tc>{merge}<w:p><w:r><w:t>{escape('' if value is None else str(value))}</w:t></w:r></w:p></w:tc>"
    body = "".join(f"<w:p><w:r><w:t>{escape(t)}</w:t></w:r></w:p>" for t in lines)
    body += "<w:tbl>" + "".join("<w:tr>" + "".join(map(td, row)) + "</w:tr>" for row in rows) + "</w:tbl>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as z:
        z.writestr("[Content_Types].xml", '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        z.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>')
    return data.getvalue()
