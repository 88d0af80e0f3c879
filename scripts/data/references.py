#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make consumer/reference_names.inc: the named character references of the HTML Standard (section 13.5), as Python's
html.entities lists them.

  references.py OUTPUT_FILE
"""
import html.entities
import sys

HEAD = """/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Named character references, sorted by their bytes, with their code points (the second is 0 for most). Facts of the
 * HTML Standard, section 13.5; made by scripts/data/references.py.
 */
"""


def main(path):
    names = {name[:-1]: text for name, text in html.entities.html5.items() if name.endswith(";")}
    line, lines = "", []
    for name in sorted(names):
        points = [ord(c) for c in names[name]] + [0]
        entry = '{ "%s", 0x%x, 0x%x },' % (name, points[0], points[1])
        if line and len(line) + 1 + len(entry) > 100:
            lines.append(line)
            line = ""
        line += (" " if line else "") + entry
    lines.append(line)
    with open(path, "w", encoding="ascii") as out:
        out.write(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
