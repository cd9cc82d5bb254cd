"""Plans instances of resource types, to see what holds for what they do not set: probe.py SCHEMA KIND FIRST LAST > OBSERVED

SCHEMA is what `terraform providers schema -json` prints beside this file. KIND is `bare` (nothing but what must be set), `empties` (every
collection is empty), `blocks` (an instance for each nested block) or `texts` (every text is one that a provider might plan otherwise: with
large letters and a dot at its end, JSON in its own order, empty); FIRST and LAST number the types in the order of their names.
Arguments that must be set are unknown, so that few validations apply. What the provider refuses is given what it asks for; if that does
not help, it is left out. Takes about a minute for a hundred instances. Needs the provider in a filesystem mirror (TF_CLI_CONFIG_FILE).
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = """\
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "x"
  secret_key                  = "y"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

resource "terraform_data" "unknown" {}
"""
UNKNOWN = "terraform_data.unknown.id"
ROUNDS = 14
ROUNDS_OF_TEXTS = 16
# What a plan wants to know: it refuses these types otherwise.
KNOWN = {
    "aws_alb_target_group": {"port": "80", "protocol": '"HTTP"', "vpc_id": '"vpc-1"'},
    "aws_dynamodb_table": {"read_capacity": "1", "write_capacity": "1"},
    "aws_kinesis_stream": {"shard_count": "1"},
    "aws_lambda_function": {"handler": '"h"', "runtime": '"python3.12"', "s3_bucket": '"b"', "s3_key": '"k"'},
    "aws_lb_target_group": {"port": "80", "protocol": '"HTTP"', "vpc_id": '"vpc-1"'},
}
# What is tried for each text, until the provider does not refuse it. Where it names the values that it takes, another spelling of one
# of them is tried, and then that value.
TEXTS = {
    "odd": ['"Abc.Xyz."', '"arn:aws:iam::123456789012:role/Abc."', '"012"', '"10.1.2.3/16"', '"Tue:02:00-Tue:02:30"'],
    "json": [
        r'"{\"Version\": \"2012-10-17\", \"Statement\": [{\"Resource\": \"*\", \"Effect\": \"Allow\", \"Action\": [\"b:b\", \"a:a\"]}]}"',
    ],
    "blank": ['""'],
}
LARGEST = 100
MISPLACED = re.compile("conflict|only one of|not allowed|not supported|cannot be", re.IGNORECASE)


def unknown(ty):
    """An expression of that type of which nothing is known."""
    if isinstance(ty, str):
        return {"number": f"tonumber({UNKNOWN})", "bool": f"tobool({UNKNOWN})"}.get(ty, UNKNOWN)
    kind, of = ty
    if kind == "map":
        return f"{{ a = {unknown(of)} }}"
    if kind == "object":
        return "{ " + ", ".join(f"{name} = {unknown(field)}" for name, field in of.items()) + " }"
    return f"[{unknown(of)}]"


class Instance:
    """One resource block. `inside` is the nested block that it is about."""

    def __init__(self, ty, schema, kind, inside=()):
        self.ty, self.block, self.kind, self.inside = ty, schema["block"], kind, inside
        self.name = "_".join((kind, *inside))
        self.added, self.dropped, self.refused, self.empty, self.set = set(), set(), None, set(), set()
        # By path: what is still to be tried for a text.
        self.tries = {}

    @property
    def address(self):
        return f"{self.ty}.{self.name}"

    def text(self):
        self.set, self.empty = set(), set()
        return [f'resource "{self.ty}" "{self.name}" {{', *self.body(self.block, (), "  "), "}"]

    def body(self, block, path, indent):
        lines = []
        for name, attribute in sorted(block.get("attributes", {}).items()):
            at, ty = (*path, name), attribute["type"]
            known = KNOWN.get(self.ty, {}).get(name) if not path else None
            is_collection = isinstance(ty, list) and ty[0] in ("list", "set", "map")
            settable = attribute.get("required") or attribute.get("optional")
            if known:
                value = known
            elif at in self.dropped:
                continue
            elif self.kind in TEXTS and ty == "string" and settable and "timeouts" not in at and self.tried(at):
                value = self.tried(at)
            elif attribute.get("required") or at in self.added:
                value = unknown(ty)
            elif self.kind == "empties" and not path and is_collection and attribute.get("optional"):
                value = "{}" if ty[0] == "map" else "[]"
                self.empty.add(at)
            else:
                continue
            self.set.add(at)
            lines.append(f"{indent}{name} = {value}")
        for name, nested in sorted(block.get("block_types", {}).items()):
            at = (*path, name)
            if at in self.dropped or name == "timeouts" and not path:
                continue
            leads_in = self.inside[: len(at)] == at
            within = self.inside and at[: len(self.inside)] == self.inside and len(at) <= len(self.inside) + 2
            texts = self.kind in TEXTS and name != "timeouts" and len(at) < 4 and len(lines) < LARGEST
            if nested.get("min_items") or at in self.added or leads_in or within and len(lines) < 200 or texts:
                self.set.add(at)
                for _ in range(nested.get("min_items") or 1):
                    lines += [f"{indent}{name} {{", *self.body(nested["block"], at, indent + "  "), indent + "}"]
        return lines

    def tried(self, path):
        """The text that stands at a path; none when all were refused."""
        return next(iter(self.tries.setdefault(path, list(TEXTS[self.kind]))), None)

    def written(self, path):
        """The text that was planned at a path, if there is one."""
        left = self.tries.get(path)
        return left[0] if left and path in self.set and path not in self.dropped else None

    def try_next(self, path, message):
        """Another text at a path that the provider refuses; false if none stands there."""
        left = self.tries.get(path)
        if not left:
            return False
        first = left.pop(0)
        named = re.search(r"one of:? [\[(]?([^\])]*)", message)
        if named and self.kind == "odd" and first in TEXTS["odd"]:
            values = re.findall(r"[\w.:/-]+", named[1])
            left[:] = [f'"{values[0].swapcase()}"', f'"{values[0]}"'] if values else []
        if MISPLACED.search(message):
            left.clear()
        return True

    def optional(self, path):
        """Whether a block need not be there."""
        block = self.block
        for name in path:
            nested = block["block_types"][name]
            block = nested["block"]
        return not nested.get("min_items")

    def has(self, path):
        """Whether the schema has that path."""
        block = self.block
        for name in path[:-1]:
            if name not in block.get("block_types", {}):
                return False
            block = block["block_types"][name]["block"]
        return bool(path) and (path[-1] in block.get("attributes", {}) or path[-1] in block.get("block_types", {}))

    def mend(self, message, here):
        """Adds what the provider asks for, or drops what conflicts; false if the message names neither."""
        names = re.findall(r'[`"\[ ,]([a-z][a-z0-9_.]*)(?=[`"\],])', message)
        paths = [tuple(part for part in name.split(".") if not part.isdigit()) for name in names]
        paths = [at for path in paths for at in (path, here + path, here[:-1] + path) if self.has(at)]
        message = message.lower()
        if "conflict" in message or "only one of" in message:
            found = [path for path in paths if path in self.added]
            self.added.difference_update(found[:1])
            self.dropped.update(found[:1])
        else:
            found = [path for path in paths if path not in self.added | self.dropped]
            self.added.update(found[:1])
        return bool(found)


def write(directory, instances):
    """The line that each instance begins in, and all lines."""
    lines, starts = HEAD.split("\n"), {}
    for instance in instances:
        text = instance.text()
        starts.update({len(lines) + 1 + number: (instance, len(lines) + 1) for number in range(len(text))})
        lines += text
    (directory / "main.tf").write_text("\n".join(lines))
    return starts, lines


def path_at(lines, start, line):
    """The blocks around a line of an instance."""
    path = []
    for text in map(str.strip, lines[start:line]):
        if text.endswith("{"):
            path.append(text.split()[0])
        elif text == "}" and path:
            path.pop()
    return tuple(path)


def refuse_text(instance, lines, start, line, message):
    """Whether the line is that of a text that was tried, or of a block that need not be there; it is another then, or gone."""
    if instance.kind not in TEXTS:
        return False
    path, words = path_at(lines, start, line), lines[line - 1].split()
    if words[-1] != "{" and instance.try_next((*path, words[0]), message):
        return True
    named = [at for at in list(instance.tries) if re.search(rf"\b{at[-1]}\b", message) and instance.written(at)]
    if any([instance.try_next(at, message) for at in named]):
        return True
    if words[-1] != "{" or not path or not MISPLACED.search(message) and instance.mend(message, path):
        return False
    while path and not instance.optional(path):
        path = path[:-1]
    instance.dropped.add(path)
    return bool(path)


def terraform(directory, *arguments):
    return subprocess.run(["terraform", *arguments], cwd=directory, capture_output=True, text=True, check=False)


def validated(directory, instances):
    """Those that the provider does not refuse, mended."""
    rounds = ROUNDS_OF_TEXTS if any(it.kind in TEXTS for it in instances) else ROUNDS
    for last in [False] * (rounds - 1) + [True]:
        live = [instance for instance in instances if not instance.refused]
        starts, lines = write(directory, live)
        found = json.loads(terraform(directory, "validate", "-json").stdout)["diagnostics"]
        errors = [error for error in found if error["severity"] == "error" and error.get("range")]
        seen = set()
        for error in errors:
            line = error["range"]["start"]["line"]
            instance, start = starts.get(line, (None, 0))
            if instance is None or instance in seen and instance.kind not in TEXTS:
                continue
            seen.add(instance)
            message = error["summary"] + " " + error.get("detail", "")
            if not last and refuse_text(instance, lines, start, line, message):
                continue
            if last or not instance.mend(message, path_at(lines, start, line)):
                instance.refused = message
        if not seen:
            return live
    return [instance for instance in instances if not instance.refused]


def planned(directory, instances):
    """What is planned, by address; what the plan refuses, or crashes at, is left out."""
    while live := [instance for instance in instances if not instance.refused]:
        starts, lines = write(directory, live)
        said = terraform(directory, "plan", "-json", "-refresh=false", "-input=false", "-out=plan")
        if said.returncode == 0:
            shown = json.loads(terraform(directory, "show", "-json", "plan").stdout)
            return {change["address"]: change["change"] for change in shown["resource_changes"]}
        events = [json.loads(line) for line in said.stdout.splitlines() if line.startswith("{")]
        problems = {event["diagnostic"].get("address"): event["diagnostic"] for event in events if "diagnostic" in event}
        crash = re.search(r"internal/service/(\w+)[./]", said.stderr + said.stdout)
        to_blame = [
            instance
            for instance in live
            if crash
            and instance.ty.replace("_", "").startswith("aws" + crash[1])
            or not crash
            and instance.address in problems
        ]
        if not to_blame:
            sys.exit(said.stdout + said.stderr)
        for instance in to_blame:
            if not crash:
                problem = problems[instance.address]
                line = problem.get("range", {}).get("start", {}).get("line")
                if line in starts and refuse_text(instance, lines, starts[line][1], line, problem["summary"] + problem.get("detail", "")):
                    continue
            instance.refused = "the provider crashed" if crash else problems[instance.address]["summary"]
    return {}


def state(value, mask):
    if mask is True or mask and not value:
        return {"unknown": True}
    return {"null": True} if value is None else {"value": value}


def observed(instance, block, path, after, masks):
    """What the plan shows of all that is optional: (type, path, `unset` or `empty`, what it is)."""
    masks = masks if isinstance(masks, dict) else {}
    for name, attribute in block.get("attributes", {}).items():
        at, seen = (*path, name), state(after.get(name), masks.get(name))
        if written := instance.written(at):
            yield instance.ty, at, instance.kind, {"written": written, **seen}
        elif attribute.get("optional") and (at not in instance.set or at in instance.empty):
            yield instance.ty, at, "empty" if at in instance.empty else "unset", seen
    for name, nested in block.get("block_types", {}).items():
        at, value, mask = (*path, name), after.get(name), masks.get(name)
        if at not in instance.set:
            yield instance.ty, at, "unset", {"unknown": True} if mask is True else state(value, False)
        elif value and not (isinstance(value, list) and len(value) > 1):
            first = value[0] if isinstance(value, list) else value
            mask = mask[0] if isinstance(mask, list) and mask else mask
            yield from observed(instance, nested["block"], at, first, mask)


def main():
    schema, kind, first, last = sys.argv[1:]
    provider = next(iter(json.loads(Path(schema).read_text())["provider_schemas"].values()))
    instances = []
    for ty, it in sorted(provider["resource_schemas"].items())[int(first) : int(last)]:
        if kind == "texts":
            instances += [Instance(ty, it, kind) for kind in TEXTS]
            continue
        blocks = [name for name in it["block"].get("block_types", {}) if name != "timeouts"]
        insides = [(name,) for name in blocks] if kind == "blocks" else [()]
        instances += [Instance(ty, it, kind, inside) for inside in insides]
    with tempfile.TemporaryDirectory() as directory:
        directory = Path(directory)
        write(directory, [])
        terraform(directory, "init", "-input=false")
        changes = planned(directory, validated(directory, instances))
    found = []
    for instance in instances:
        if instance.refused:
            print(f"left out: {instance.address}: {instance.refused[:200]}", file=sys.stderr)
        elif change := changes.get(instance.address):
            found += observed(instance, instance.block, (), change["after"], change["after_unknown"])
    json.dump({"observed": found}, sys.stdout)


main()
