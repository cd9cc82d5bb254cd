"""Prints an example of a Markdown page: snippet.py PAGE HEADING LANGUAGE, the first one below that heading."""

import pathlib
import re
import sys

page, heading, language = sys.argv[1:]
text = pathlib.Path(page).read_text(encoding="utf-8")
section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", re.sub(r"^```.*?^```$", lambda block: block[0].replace("\n#", "\n\0"), text, flags=re.M | re.S), re.M | re.S)
if section is None:
    sys.exit(f"{page} has no heading {heading!r}")
block = re.search(rf"^```{language}\n(.*?)^```$", section[1], re.M | re.S)
if block is None:
    sys.exit(f"{heading!r} of {page} has no example in {language}")
print(block[1].replace("\0", "#"), end="")
