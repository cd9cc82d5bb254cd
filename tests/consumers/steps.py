"""Runs steps of an action or a workflow as a runner would: steps.py FILE [NAME=VALUE]... -- STEP...

Inputs are given by name, anything else by its whole expression, such as `github.ref_name=v1`. Whatever a step's script says itself
in `${{ }}` is refused: expressions belong in `env`.
"""

import os
import re
import subprocess
import sys

from ruamel.yaml import YAML

file, *rest = sys.argv[1:]
values = dict(argument.split("=", 1) for argument in rest[: rest.index("--")])
names = rest[rest.index("--") + 1 :]
document = YAML(typ="safe").load(open(file, encoding="utf-8"))
known = {f"inputs.{name}": spec.get("default", "") for name, spec in document.get("inputs", {}).items()}
for name, value in values.items():
    known[name if "." in name else f"inputs.{name}"] = value
jobs = [document["runs"]] if "runs" in document else document["jobs"].values()
steps = [(job, step) for job in jobs for step in job["steps"]]
for name in names:
    [(job, step)] = [found for found in steps if found[1].get("name") == name]
    if "${{" in step["run"]:
        sys.exit(f"{name!r} has an expression in its script")
    resolve = lambda text: re.sub(r"\$\{\{ (\S+) \}\}", lambda match: known[match[1]], text)
    environment = {key: resolve(text) for key, text in {**job.get("env", {}), **step.get("env", {})}.items()}
    run = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], env={**os.environ, **environment})
    if run.returncode:
        sys.exit(run.returncode)
