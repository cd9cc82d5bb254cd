"""Fails unless vim's quickfix list is the list of our findings: quickfix.py QUICKFIX JSON."""

import json
import re
import sys

theirs = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
ours = [
    [location["file"], location["start"]["line"], location["start"]["column"], finding["severity"][0], finding["message"]]
    for finding in json.load(open(sys.argv[2], encoding="utf-8"))["findings"]
    for location in [finding["location"]]
]
# Behind the message stands in brackets how sure it is and where else it holds.
theirs = [
    [*place, message if re.fullmatch(r"( \(.+\))?", text.removeprefix(message)) else text]
    for [*place, text], [*_, message] in zip(theirs, ours, strict=True)
]
if theirs != ours:
    sys.exit(f"vim understands {theirs}, we mean {ours}")
