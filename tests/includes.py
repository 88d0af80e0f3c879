#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Folders depend one way: worker -> consumer, extractors, producer -> config -> document.

Reads every #include "..." of the source folders and fails on an arrow up or sideways, and on a header of another
library that is included in more than two files of a folder.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAY_USE = {
    "document": set(),
    "config": {"document"},
    "extractors": {"config", "document"},
    "consumer": {"config", "document"},
    "producer": {"config", "document"},
    "worker": {"consumer", "extractors", "producer", "config", "document"},
}
# a library's header, and the folders whose files may include it
LIBRARIES = {
    "utf8proc.h": {"document", "consumer", "producer"},
    "nettle/sha1.h": {"document"},
    "jansson.h": {"consumer"},
    "gumbo.h": {"consumer"},
    "md4c.h": {"consumer"},
    "yaml.h": {"config"},
    "pcre2.h": {"extractors"},
    "microhttpd.h": {"worker"},
}


def main():
    wrong, files = [], 0
    for folder, allowed in MAY_USE.items():
        for path in sorted((ROOT / folder).glob("**/*.[ch]")):
            files += 1
            for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                where = "%s:%d" % (path.relative_to(ROOT), n)
                own = re.match(r'#include "([^"/]+)/', line)
                if own and own.group(1) in MAY_USE and own.group(1) != folder and own.group(1) not in allowed:
                    wrong.append("%s: %s may not use %s" % (where, folder, own.group(1)))
                foreign = re.match(r"#include <([^>]+)>", line)
                if foreign and foreign.group(1) in LIBRARIES and folder not in LIBRARIES[foreign.group(1)]:
                    wrong.append("%s: <%s> belongs to %s" % (where, foreign.group(1),
                                                             ", ".join(sorted(LIBRARIES[foreign.group(1)]))))
    if files == 0:
        wrong.append("no source files found below %s" % ROOT)
    print("\n".join(wrong) if wrong else "%d files keep the rule" % files)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
