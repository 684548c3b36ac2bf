"""Workbooks that a careless or malicious person could send, made byte by byte with zipfile."""
import io
import struct
import zipfile

TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
         'content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName='
         '"/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
         'sheet.main+xml"/></Types>')
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TOP = f'<Relationships><Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
BOOK = (f'<workbook xmlns:r="{RELATIONS}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>')
LINKS = (f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
         f'<Relationship Id="r2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
         f'<Relationship Id="r3" Type="{RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>')
STYLES = ('<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
          '<numFmt numFmtId="165" formatCode="[$-804]yyyy/m/d\\ h:mm;@"/><numFmt numFmtId="166" formatCode="0.00E+00"/>'
          '<numFmt numFmtId="167" formatCode="#,##0.000"/></numFmts><cellXfs>'
          + "".join(f'<xf numFmtId="{i}"/>' for i in (0, 14, 164, 165, 166, 167, 10, 2, 49, 20)) +
          '</cellXfs></styleSheet>')
STRINGS = ('<sst><si><t>甲区</t></si><si><r><t>富</t></r><r><t xml:space="preserve">文本 </t></r>'
           '<rPh sb="0" eb="1"><t>fu</t></rPh></si><si><t>两_x000D_行_x005F_x0041_</t></si></sst>')


def parts(cells='<row r="1"><c r="A1" t="s"><v>0</v></c></row>'):
    """The parts of a small workbook."""
    return {"[Content_Types].xml": TYPES, "_rels/.rels": TOP, "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": LINKS, "xl/styles.xml": STYLES, "xl/sharedStrings.xml": STRINGS,
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>"}


def pack(made):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def book(cells):
    return pack(parts(cells))


def with_part(name, content):
    return pack(dict(parts(), **{name: content}))


def without_part(name):
    return pack({key: value for key, value in parts().items() if key != name})


def lying(name, size):
    """The central directory and the local header claim another size than the part has."""
    data = bytearray(pack(parts()))
    wanted = name.encode()
    for mark, size_at, name_at, header in ((b"PK\x03\x04", 22, 26, 30), (b"PK\x01\x02", 24, 28, 46)):
        at = data.find(mark)
        while at >= 0:
            length = struct.unpack_from("<H", data, at + name_at)[0]
            if bytes(data[at + header:at + header + length]) == wanted:
                struct.pack_into("<I", data, at + size_at, size)
            at = data.find(mark, at + 4)
    return bytes(data)


def flagged_encrypted():
    data = bytearray(pack(parts()))
    for mark, flag_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flag_at] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def twice():
    import warnings
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in parts().items():
                archive.writestr(name, content)
            archive.writestr("XL/Workbook.xml", BOOK)
    return buffer.getvalue()


def damaged():
    data = bytearray(pack(parts('<row r="1"><c r="A1"><v>1</v></c></row>' * 400)))
    at = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[at:at + 8] = b"\xff" * 8
    return bytes(data)


def compound(stream=b""):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + stream.decode().encode("utf-16-le") + b"\0" * 512


SHEET = "xl/worksheets/sheet1.xml"
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGH = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {b} '{('&' + a + ';') * 10}'>" for a, b in zip("abcdefgh", "bcdefghi")) + "]>"


def row(*cells):
    return '<row r="1">' + "".join(cells) + "</row>"


def cases():
    """(what, bytes, code, place) of every workbook that must be refused; place: row:col or ''."""
    one = '<c r="A1"><v>1</v></c>'
    yield "zip bomb", with_part("xl/media/image1.png", b"\0" * 40_000_000), "XLSX_BOMB", ""
    yield "bomb in the sheet", with_part(SHEET, "<worksheet>" + " " * 30_000_000), "XLSX_BOMB", ""
    yield "external entity", with_part(SHEET, ENTITY + "<worksheet>&e;</worksheet>"), "XLSX_DOCTYPE", "1:1"
    yield "billion laughs", with_part("xl/sharedStrings.xml", LAUGH + "<sst>&i;</sst>"), "XLSX_DOCTYPE", ""
    yield "DOCTYPE alone", with_part("xl/workbook.xml", "<!DOCTYPE workbook>" + BOOK), "XLSX_DOCTYPE", ""
    yield "DOCTYPE late", with_part("xl/workbook.xml", "<!--" + " x" * 9000 + "--><!DOCTYPE workbook>" + BOOK), "XLSX_DOCTYPE", ""
    yield "UTF-16", with_part(SHEET, (ENTITY + "<worksheet/>").encode("utf-16")), "XLSX_XML", "1:1"
    yield "UTF-7", with_part(SHEET, '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<worksheet/>'), "XLSX_XML", "1:1"
    yield "unknown entity", book(row('<c r="A1" t="str"><v>&e;</v></c>')), "XLSX_XML", "1:1"
    yield "macro project", with_part("xl/vbaProject.bin", b"x"), "XLSX_MACRO", ""
    yield "macro type", with_part("[Content_Types].xml", TYPES.replace("spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")), "XLSX_MACRO", ""
    yield "macro sheet", with_part("xl/macrosheets/sheet1.xml", "<x/>"), "XLSX_MACRO", ""
    for name in ("/etc/passwd", "../../etc/passwd", "xl/../../x", "C:/x", "xl\\..\\x", "./x"):
        yield f"name {name}", with_part(name, "x"), "XLSX_NAME", ""
    yield "long name", with_part("x" * 600, "x"), "LIMIT", ""
    yield "same part twice", twice(), "XLSX_TWICE", ""
    yield "too many entries", pack(dict(parts(), **{f"x/{i}": "" for i in range(10_001)})), "LIMIT", ""
    yield "claims too little", lying(SHEET, 20), "XLSX_SIZE", "1:1"
    yield "claims too much", lying(SHEET, 3_000), "XLSX_", "1:"
    yield "claims 4 GB", lying(SHEET, 0xFFFFFFF0), "LIMIT", ""
    yield "claims 1 GB", lying(SHEET, 1 << 30), "XLSX_BOMB", ""
    yield "encrypted entries", flagged_encrypted(), "XLSX_ENCRYPTED", ""
    yield "workbook with a password", compound(b"EncryptedPackage"), "XLSX_ENCRYPTED", ""
    yield "old format", compound(b"Workbook"), "XLSX_OLD", ""
    yield "text that calls itself xlsx", "指标编码,本月\n".encode(), "XLSX_NOT_ZIP", ""
    yield "empty file", b"", "XLSX_NOT_ZIP", ""
    yield "cut off", pack(parts())[:900], "XLSX_NOT_ZIP", ""
    yield "some other archive", pack({"a.txt": "a"}), "XLSX_NOT_ZIP", ""
    yield "damaged bytes", damaged(), "XLSX_", "1:"
    for part in ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET):
        yield f"without {part}", without_part(part), "XLSX_PART", ""
    yield "sheet from the network", with_part("xl/_rels/workbook.xml.rels", LINKS.replace('Target="worksheets/sheet1.xml"', 'Target="http://127.0.0.1/s.xml" TargetMode="External"')), "XLSX_PART", ""
    yield "only a hidden sheet", with_part("xl/workbook.xml", BOOK.replace('sheetId="1"', 'sheetId="1" state="hidden"')), "XLSX_NO_SHEET", ""
    yield "XML cut off", with_part(SHEET, "<worksheet><sheetData><row r='1'>" + one), "XLSX_XML", "1:2"
    yield "deep XML", with_part(SHEET, "<a>" * 5000), "XLSX_XML", "1:1"
    yield "a text of 11 MB", with_part("xl/sharedStrings.xml", "<sst><si><t>" + "".join(chr(0x4e00 + i * 7919 % 20000) for i in range(4_000_000)) + "</t></si></sst>"), "XLSX_", ""
    yield "error cell", book(row('<c r="B1" t="e"><v>#DIV/0!</v></c>')), "XLSX_CELL_ERROR", "1:2"
    yield "formula without result", book(row('<c r="C1"><f>A1+1</f></c>')), "XLSX_FORMULA", "1:3"
    yield "no number", book(row('<c r="A1"><v>twelve</v></c>')), "XLSX_CELL", "1:1"
    yield "infinite", book(row('<c r="A1"><v>1e999</v></c>')), "XLSX_CELL", "1:1"
    yield "nan", book(row('<c r="A1"><v>nan</v></c>')), "XLSX_CELL", "1:1"
    yield "string beyond the table", book(row('<c r="A1" t="s"><v>3</v></c>')), "XLSX_CELL", "1:1"
    yield "negative string", book(row('<c r="A1" t="s"><v>-1</v></c>')), "XLSX_CELL", "1:1"
    yield "date before 1900", book(row('<c r="A1" s="1"><v>-4</v></c>')), "XLSX_CELL", "1:1"
    yield "date after 9999", book(row('<c r="A1" s="1"><v>2958466</v></c>')), "XLSX_CELL", "1:1"
    yield "columns backwards", book(row('<c r="B1"><v>1</v></c>', one)), "XLSX_CELL", "1:3"
    yield "cell of another row", book(row('<c r="A7"><v>1</v></c>')), "XLSX_CELL", "1:1"
    yield "column beyond XFD", book(row('<c r="ZZZZ1"><v>1</v></c>')), "XLSX_CELL", "1:1"
    yield "too many columns", book(row('<c r="XFD1"><v>1</v></c>')), "LIMIT", "1:16384"
    yield "rows backwards", book('<row r="2"/><row r="2"/>'), "XLSX_CELL", "3:1"
    yield "row 2 million", book('<row r="2000000"/>'), "LIMIT", "1:1"
    yield "unknown type", book(row('<c r="A1" t="z"><v>1</v></c>')), "XLSX_CELL", "1:1"
    yield "long cell", book(row('<c r="A1" t="str"><v>' + "a1b2c3" * 12_000 + "</v></c>")), "LIMIT", "1:1"
