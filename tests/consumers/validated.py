"""Fails when the Multitool has found anything, or could not look."""

import json
import sys

[run] = json.load(open(sys.argv[1], encoding="utf-8-sig"))["runs"]
troubles = [
    notification
    for invocation in run.get("invocations", [])
    for notification in invocation.get("toolExecutionNotifications", []) + invocation.get("toolConfigurationNotifications", [])
    if notification.get("level") in ("error", "warning")
]
if run.get("results") != [] or troubles:
    sys.exit(json.dumps({"results": run.get("results"), "troubles": troubles}, indent=1))
