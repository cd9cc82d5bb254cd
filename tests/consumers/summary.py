"""Fails when sarif-tools counts other than we do: summary.py SUMMARY JSON."""

import json
import re
import sys

counted = {level: int(count) for level, count in re.findall(r"^(error|warning|note): (\d+)$", open(sys.argv[1]).read(), re.M)}
summary = json.load(open(sys.argv[2]))["summary"]
ours = {"error": summary["errors"], "warning": summary["warnings"], "note": summary["infos"]}
if counted != ours or not all(map(ours.get, ("error", "warning"))):
    sys.exit(f"sarif-tools counts {counted}, we {ours}")
