"""Fails unless vim's quickfix list is the list of our findings: quickfix.py QUICKFIX JSON."""

import json
import sys

theirs = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
ours = [
    [location["file"], location["start"]["line"], location["start"]["column"], finding["severity"][0], finding["message"]]
    for finding in json.load(open(sys.argv[2], encoding="utf-8"))["findings"]
    for location in [finding["location"]]
]
if theirs != ours:
    sys.exit(f"vim understands {theirs}, we mean {ours}")
