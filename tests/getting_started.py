#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/getting-started.md, command by command, in one shell, against the broker of the tests.

  getting_started.py WIREFACT SOURCE_DIR

Left out are only the first block, which installs, and the end of the broker, which other tests still need.
"""
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile


def main():
    wirefact, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    text = (source / "docs" / "getting-started.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, re.M | re.S)
    installs = [b for b in blocks if "apt-get" in b]
    if len(installs) != 1 or len(blocks) < 10:
        sys.exit("the page is not as this test knows it: %d blocks" % len(blocks))
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name in ("scripts", "examples"):
            (folder / name).symlink_to(source / name)
        script = "set -eu\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"
        for block in blocks:
            if block not in installs:
                script += block.replace("scripts/kafka stop\n", "").replace("9644", str(port)).replace("/tmp/wirefact-state", "state")
        done = subprocess.run(["bash", "-c", script], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240,
                              env={**os.environ, "PATH": "%s:%s" % (wirefact.parent, os.environ["PATH"])})
        log = (folder / "worker.log").read_text() if (folder / "worker.log").exists() else ""
    for part in ("Sanna Virtanen", '"layer":"figure"', "120000000", '"code":"reloaded"', "EFORMAT", 'outcome="emitted"} 2'):
        if part not in done.stdout:
            sys.exit("not shown: %s\n%s\n%s" % (part, done.stdout, log))
    if done.returncode != 0 or '"code":"stopped"' not in log:
        sys.exit("exit %d\n%s\n%s" % (done.returncode, done.stdout, log))
    print("docs/getting-started.md works")


if __name__ == "__main__":
    main()
