#!/usr/bin/env python3
"""Files of the pages -> web/assets_gen.h and .c, as web/assets.h declares them: assets.py OUT_H OUT_C FILE…

Each is there whole and packed (gzip, where that is smaller), under an address that holds its digest: what a browser has
once it never asks for again. {{asset app.css}} of a template is ASSET_APP_CSS.url."""
import gzip
import hashlib
import os
import re
import sys

import embed

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def main():
    out_h, out_c, *paths = sys.argv[1:]
    header = '#pragma once\n#include "web/assets.h"\n\n'
    body, rows = '#include "web/assets_gen.h"\n\n', ""
    for index, path in enumerate(paths):
        with open(path, "rb") as file:
            data = file.read()
        name = os.path.basename(path)
        stem, suffix = os.path.splitext(name)
        packed = gzip.compress(data, 9, mtime=0)
        packed = packed if len(packed) < len(data) else b""
        digest = hashlib.sha256(data).hexdigest()[:16]
        header += f"#define ASSET_{re.sub(r'[.-]', '_', name).upper()} (assets_all[{index}])\n"
        body += embed.c_bytes(f"bytes_{index}", data) + embed.c_bytes(f"packed_{index}", packed or b"\0")
        rows += (f'    {{SC("{name}"), SC("{stem}.{digest}{suffix}"), SC("/assets/{stem}.{digest}{suffix}"), SC("\\"{digest}\\""),\n'
                 f'     SC("{TYPES[suffix]}"), {{bytes_{index}, {len(data)}}}, {{packed_{index}, {len(packed)}}}}},\n')
    header += f"enum {{ ASSET_COUNT = {len(paths)} }};\n"
    with open(out_h, "w", encoding="utf-8") as file:
        file.write(header)
    with open(out_c, "w", encoding="utf-8") as file:
        file.write(f"{body}\nconst Asset assets_all[] = {{\n{rows}    {{.name = {{0}}}},\n}};\n")


main()
