#!/usr/bin/env python3
"""What duban is made of, as CycloneDX JSON on standard output: sbom.py build/duban

Libraries that the program loads (with those they load) and the Debian packages they are from; what of npm stands in the
pages; what it is built with (scope "excluded"). Versions are those of this machine. No instant and no number of its own:
the same machine gives the same bytes."""
import base64
import json
import os
import re
import subprocess
import sys

import tree


def words(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout


def debian(name):
    """Version and architecture of an installed package."""
    said = words("dpkg-query", "-W", "-f", "${db:Status-Status} ${Version} ${Architecture}\n", name).split("\n")
    return next(line.split()[1:] for line in said if line.startswith("installed"))


def of_debian(name, scope, why):
    version, architecture = debian(name)
    return {"type": "library", "name": name, "version": version, "scope": scope, "description": why,
            "purl": f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={architecture}"}


def loaded(program):
    """Packages of every library that the program loads."""
    files = re.findall(r"=> (/\S+)", words("ldd", program))
    # a package lists /lib or /usr/lib, whichever this machine has made one of them; all are asked at once
    listed = {other: path for path in files for real in (path, os.path.realpath(path)) for other in (real, "/usr" + real, real.removeprefix("/usr"))}
    said = subprocess.run(["dpkg-query", "-S", *listed], capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}).stdout
    owners = {listed[name]: owner.split(":")[0] for owner, name in (line.split(": ", 1) for line in said.strip().split("\n"))}
    packages = {}
    for path in files:
        packages.setdefault(owners[path], []).append(os.path.basename(path))
    return [of_debian(name, "required", "loaded as " + ", ".join(sorted(names))) for name, names in sorted(packages.items())]


def npm():
    wanted = json.loads(tree.text("package.json"))["dependencies"]
    lock = json.loads(tree.text("package-lock.json"))["packages"]
    for name in sorted(wanted):
        version = lock[f"node_modules/{name}"]["version"]
        in_pages = name != "esbuild"
        yield {"type": "library", "name": name, "version": version, "scope": "required" if in_pages else "excluded", "purl": f"pkg:npm/{name}@{version}",
               "description": "in the script of the pages" if in_pages else "to build with",
               "hashes": [{"alg": "SHA-512", "content": base64.b64decode(lock[f"node_modules/{name}"]["integrity"][7:]).hex()}]}


def built_with(have):
    for line in tree.text("packaging/packages.txt").split("\n"):
        kind, _, rest = line.partition(" ")
        name = rest.split(" ")[0]
        if kind == "build" and name not in have:
            try:
                yield of_debian(name, "excluded", "to build with")
            except (subprocess.CalledProcessError, StopIteration):
                pass  # stands in for it: the command of another package


def main():
    version = re.search(r"version: '([^']+)'", tree.text("meson.build"))[1]
    components = loaded(sys.argv[1])
    components += npm()
    components += built_with({component["name"] for component in components})
    print(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
                      "metadata": {"component": {"type": "application", "bom-ref": "duban", "name": "duban", "version": version,
                                                 "licenses": [{"license": {"id": "MulanPSL-2.0"}}]}},
                      "components": components}, ensure_ascii=False, indent=1))


main()
