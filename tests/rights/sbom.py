#!/usr/bin/env python3
"""The list of parts (SBOM) names every library that the program is linked with: sbom.py DUBAN TABLES PROJECT_ROOT"""
import json
import re
import subprocess
import sys
from pathlib import Path

DUBAN, ROOT = sys.argv[1], Path(sys.argv[3])
said = subprocess.run([sys.executable, "-B", ROOT / "tools/sbom.py", DUBAN], check=True, capture_output=True, text=True).stdout
parts = json.loads(said)["components"]
needed = re.findall(r"\(NEEDED\).*\[(.+)\]", subprocess.run(["readelf", "-d", DUBAN], check=True, capture_output=True, text=True).stdout)
shown = " ".join(part["description"] for part in parts if part["scope"] == "required")
lacking = [name for name in needed if name not in shown]
lacking += [name for name in json.loads((ROOT / "package.json").read_text())["dependencies"] if name not in {part["name"] for part in parts}]
lacking += [part["name"] for part in parts if not part["version"] or not part["purl"].startswith("pkg:")]
again = subprocess.run([sys.executable, "-B", ROOT / "tools/sbom.py", DUBAN], check=True, capture_output=True, text=True).stdout
print(f"[{'  FAILED  ' if lacking or not needed or again != said else '       OK '}] list of parts: {len(parts)} parts, lacking {lacking}")
sys.exit(bool(lacking or not needed or again != said))
