#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the Debian package, unpack it into an empty root and use what is in it.

  package.py BUILD_DIR

Checks the control file, that the unpacked program finds its own data (not the source tree's), that every line of the
unit file is one systemd knows, and that the configuration it installs passes `check`.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode:
        sys.exit("%s: exit status %d\n%s%s" % (" ".join(map(str, command)), done.returncode, done.stdout, done.stderr))
    return done.stdout


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        tmp = pathlib.Path(name)
        run("cpack", "--config", build / "CPackConfig.cmake", "-B", tmp / "package", cwd=build)
        package = next((tmp / "package").glob("*.deb"))
        control = run("dpkg-deb", "-f", package)
        for needed in ("Package: wirefact", "librdkafka1", "libpcre2-8-0"):
            if needed not in control:
                sys.exit("the control file lacks %s:\n%s" % (needed, control))
        root = tmp / "root"
        run("dpkg-deb", "-x", package, root)
        wirefact = root / "usr" / "bin" / "wirefact"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WIREFACT_")}
        marked = root / "usr" / "share" / "wirefact" / "data" / "package_test.tsv"
        marked.write_text("# source: this test\n# licence: Apache-2.0\nqwertyuiop\t\n")
        plain = json.loads(run(wirefact, "extract", "-", input="No facts.\n", env=environment).splitlines()[-1])
        marked.unlink()
        without = json.loads(run(wirefact, "extract", "-", input="No facts.\n", env=environment).splitlines()[-1])
        if plain["producer"]["rules"] == without["producer"]["rules"]:
            sys.exit("the unpacked program does not read the data of its own package")
        run(wirefact, "check", "-c", root / "etc" / "wirefact" / "wirefact.yaml", env=environment)
        unit = root / "lib" / "systemd" / "system" / "wirefact.service"
        if not unit.exists():
            unit = root / "usr" / "lib" / "systemd" / "system" / "wirefact.service"
        if shutil.which("systemd-analyze"):
            text = unit.read_text().replace("/usr/bin/wirefact", str(wirefact))
            (tmp / "wirefact.service").write_text(text)
            run("systemd-analyze", "verify", "--man=no", tmp / "wirefact.service")
    print("the package was made, unpacked and used")


if __name__ == "__main__":
    main()
