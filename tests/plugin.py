#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Build the example plug-in outside the tree against an installed copy, and run it.

  plugin.py BUILD_DIR SOURCE_DIR

Checks that its facts are published, and that a plug-in of another ABI version is refused with both versions named.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TEXT = "The tanker IMO 9321483 left Basra on Monday. IMO 9321484 is no valid number.\n"


def run(*command, **options):
    return subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def build(source, prefix, out):
    pkg = next(prefix.glob("**/pkgconfig"))
    env = dict(os.environ, PKG_CONFIG_PATH=str(pkg))
    for command in (["cmake", "-S", source, "-B", out, "-DCMAKE_BUILD_TYPE=Release"], ["cmake", "--build", out]):
        done = run(*command, env=env)
        if done.returncode:
            sys.exit("%s failed:\n%s%s" % (" ".join(map(str, command)), done.stdout, done.stderr))
    return out / "ships.so"


def extract(wirefact, plugin, folder):
    configuration = folder / "plugin.yaml"
    configuration.write_text("extractors:\n  plugins: [%s]\n" % plugin)
    return run(wirefact, "extract", "-c", configuration, "-", input=TEXT)


def main():
    build_dir, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as name:
        tmp = pathlib.Path(name)
        done = run("cmake", "--install", build_dir, "--prefix", tmp / "usr")
        if done.returncode:
            sys.exit(done.stderr)
        # the .pc file names the configured prefix: point it at the copy
        pc = next((tmp / "usr").glob("**/wirefact.pc"))
        pc.write_text(re.sub(r"^prefix=.*", "prefix=%s" % (tmp / "usr"), pc.read_text(), flags=re.M))
        wirefact = build_dir / "worker" / "wirefact"
        plugin = build(source / "examples" / "plugin", tmp / "usr", tmp / "build")
        done = extract(wirefact, plugin, tmp)
        found = [e for e in map(json.loads, done.stdout.splitlines()) if e.get("rule") == "ships/imo-number"]
        if [e["name"] for e in found] != ["IMO 9321483"] or found[0]["identifiers"] != {"imo": "9321483"}:
            sys.exit("the plug-in's fact is missing: %s %s" % (found, done.stderr))

        header = tmp / "usr" / "include" / "wirefact" / "extractors" / "extractor.h"
        header.write_text(re.sub(r"#define WF_ABI_MAJOR \d+", "#define WF_ABI_MAJOR 99", header.read_text()))
        other = build(source / "examples" / "plugin", tmp / "usr", tmp / "other")
        done = extract(wirefact, other, tmp)
        if done.returncode == 0 or "99.0" not in done.stderr or "1.0" not in done.stderr:
            sys.exit("a plug-in of ABI 99.0 was not refused by name: %r" % done.stderr)
    print("the plug-in was built, loaded, and refused when made for another version")


if __name__ == "__main__":
    main()
