"""Writes src/provider/schema.tsv: table.py SCHEMA OBSERVED... > src/provider/schema.tsv

SCHEMA is what `terraform providers schema -json` prints beside this file; OBSERVED are the files that probe.py makes. What neither can
say is in by_hand.tsv, in the form of the table.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
FLAGS = [("r", "required"), ("o", "optional"), ("c", "computed"), ("s", "sensitive"), ("w", "write_only")]
# What src/provider/normal.rs knows exactly, and what the provider refuses in any other spelling, by type and path.
EXACT = {
    ("aws_alb", "access_logs.bucket"),
    ("aws_alb", "access_logs.prefix"),
    ("aws_alb", "connection_logs.bucket"),
    ("aws_alb", "connection_logs.prefix"),
    ("aws_alb", "dns_record_client_routing_policy"),
    ("aws_alb_target_group", "protocol"),
    ("aws_default_security_group", "protocol"),
    ("aws_lb", "access_logs.bucket"),
    ("aws_lb", "access_logs.prefix"),
    ("aws_lb", "connection_logs.bucket"),
    ("aws_lb", "connection_logs.prefix"),
    ("aws_lb", "dns_record_client_routing_policy"),
    ("aws_lb_target_group", "protocol"),
    ("aws_network_acl_rule", "protocol"),
    ("aws_route53_zone", "name"),
    ("aws_security_group_rule", "protocol"),
    ("aws_vpc_endpoint", "policy"),
    ("aws_vpc_endpoint_policy", "policy"),
    ("aws_iam_policy", "policy"),
    ("aws_iam_role", "assume_role_policy"),
    ("aws_iam_role_policy", "policy"),
    ("aws_vpc_security_group_egress_rule", "ip_protocol"),
    ("aws_vpc_security_group_ingress_rule", "ip_protocol"),
}
# A type as long as this is that of a dashboard; nobody reads an endpoint's values out of it.
LONGEST_TYPE = 4000

HEAD = """\
# What hashicorp/aws says of resource and data source types: attributes, nested blocks, defaults. Made by
# tests/terraform/provider/table.py from `terraform providers schema -json` (Terraform 1.11.4, hashicorp/aws 5.100.0), from plans of
# resources that set nothing but what they must, and of texts that are odd, and from by_hand.tsv there. Sections are in the order of their headers.
#
# @resource|@data TYPE, @block NUMBER
# NAME<tab>TYPE<tab>FLAGS[<tab>DEFAULT]
# NAME<tab>list|set|map|single<tab>[c|?]@NUMBER of a nested block; c: the provider decides if there is none
#
# FLAGS: required, optional, computed, sensitive, write-only; e: an empty collection is planned as if it were not set; ?: no plan has
# shown what holds if it is not set. Texts are planned u: in capital letters, l: in small ones, d: without a dot at their end, j: as JSON
# in the order of its names, v: so, but for a policy's version, which is first; n: otherwise than written, in a way that is not known. Of
# a text that no plan has shown, the name decides whether it is n.
# DEFAULT: = is what a plan shows for an argument that is not set; ~ is what a plan leaves unknown, but the provider sends when it
# creates the object, or AWS assumes. Without one, an argument that is not set is null, or what the provider decides if computed.
"""


def type_name(ty):
    """`list(string)` for ["list", "string"]."""
    if isinstance(ty, str):
        return "any" if ty == "dynamic" else ty
    kind, of = ty
    if kind == "object":
        return "object(" + ",".join(f"{name}={type_name(field)}" for name, field in sorted(of.items())) + ")"
    return f"{kind}({type_name(of)})"


def literal(value):
    """A default as the table has it; None for what it cannot hold."""
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    if isinstance(value, str) and value.isprintable() and "\t" not in value:
        return f'"{value}"'
    return None


def as_json(text):
    """JSON in the order of its names; what is no JSON as it is."""
    try:
        return json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
    except json.JSONDecodeError:
        return text


def as_policy(text):
    """The same, but a policy's version comes first."""
    policy = as_json(text)
    version = re.search(r',"Version":"[\d-]+"}$', policy)
    return "{" + version[0][1:-1] + "," + policy[1 : version.start()] + "}" if version else policy


# What providers do to texts, by their flags.
WAYS = {
    "": str,
    "u": str.upper,
    "l": str.lower,
    "d": lambda text: text.removesuffix("."),
    "ld": lambda text: text.lower().removesuffix("."),
    "j": as_json,
    "v": as_policy,
}


def may_be_rewritten(ty, name):
    """Whether the name of a text that no plan has shown is one of those that providers rewrite."""
    return (
        name in ("event_pattern", "template_body", "user_data", "user_data_base64", "public_key", "engine", "replication_group_id")
        or name.endswith(("policy", "policies", "policy_document", "policy_body", "_window"))
        or name in ("name", "domain_name")
        and ty.startswith(("aws_route53", "aws_elasticache", "aws_db_", "aws_rds_", "aws_docdb_", "aws_neptune_", "aws_redshift_"))
        or name in ("protocol", "cluster_identifier", "identifier", "definition", "content", "document", "secret_string", "body")
    )


class Observed:
    """What plans show of the arguments and blocks at a path of a type that are not set."""

    def __init__(self, files):
        self.unset, self.empty, self.texts, self.blank = {}, {}, {}, {}
        for file in files:
            for ty, path, kind, value in json.loads(Path(file).read_text())["observed"]:
                path = tuple(path)
                if kind == "unset":
                    self.unset.setdefault((ty, path), []).append(value)
                elif kind == "empty":
                    self.empty[ty, path] = value
                elif kind == "blank":
                    self.blank[ty, path] = value.get("value")
                elif kind in ("odd", "json"):
                    self.texts.setdefault((ty, path), []).append((json.loads(value["written"]), value.get("value")))


class Table:
    def __init__(self, observed, by_hand):
        self.observed, self.by_hand = observed, by_hand
        self.blocks, self.sections = {}, {}
        # Whether the type at hand is one of the newer of the provider's two frameworks.
        self.newer = False

    def attribute(self, kind, ty, path, attribute):
        flags = "".join(letter for letter, name in FLAGS if attribute.get(name))
        named = type_name(attribute["type"])
        if len(named) > LONGEST_TYPE:
            named = "any"
        default = ""
        settable = "r" not in flags and "o" in flags
        if "timeouts" in path:
            pass
        elif settable and kind == "data":
            flags += "" if "c" in flags else "?"
        elif settable:
            seen = self.observed.unset.get((ty, path))
            values = {json.dumps(value) for value in seen or []}
            if seen is None and self.newer:
                # The newer framework has defaults of computed attributes alone.
                pass
            elif seen is None or len(values) > 1:
                flags += "" if "c" in flags else "?"
            elif seen[0] == {"unknown": True}:
                flags += "" if "c" in flags else "?"
            elif seen[0] != {"null": True}:
                text = literal(seen[0]["value"])
                default = f"\t={text}" if text is not None else ""
                if text is None and "c" not in flags:
                    flags += "?"
            elif "c" in flags:
                # Terraform would let the provider decide, but this one says null.
                flags = flags.replace("c", "")
        if ("o" in flags or "r" in flags) and self.drops_empty(kind, ty, path, named):
            flags += "e"
        if kind == "resource" and named == "string" and ("o" in flags or "r" in flags) and (ty, ".".join(path)) not in EXACT:
            flags += self.rewriting(ty, path, "o" in flags and "c" in flags)
        return f"{named}\t{flags}{default}"

    def rewriting(self, ty, path, decided):
        """How the provider rewrites a text. Of an empty one it decides itself, where it may."""
        texts = self.observed.texts.get((ty, path))
        if not texts:
            return "n" if may_be_rewritten(ty, path[-1]) else ""
        if not decided and self.observed.blank.get((ty, path), "") != "":
            return "n"
        ways = (flag for flag, way in WAYS.items() if all(planned == way(text) for text, planned in texts))
        return next(ways, "n")

    def drops_empty(self, kind, ty, path, named):
        """Whether an empty collection is planned as if it were not set: so the older framework has it of sets and maps."""
        if kind == "data":
            return named.startswith(("list(", "set(", "map("))
        seen = self.observed.empty.get((ty, path))
        if seen is not None:
            return seen not in ({"value": []}, {"value": {}})
        return not self.newer and named.startswith(("set(", "map(")) and not named.startswith("set(object(")

    def body(self, kind, ty, path, block):
        lines = {name: self.attribute(kind, ty, (*path, name), it) for name, it in block.get("attributes", {}).items()}
        for name, inner in block.get("block_types", {}).items():
            at = (*path, name)
            number = self.number(self.body(kind, ty, at, inner["block"]))
            flag = ""
            if kind == "resource" and name != "timeouts":
                seen = self.observed.unset.get((ty, at))
                if seen is None and self.newer:
                    pass
                elif seen is None or any(it != seen[0] for it in seen):
                    flag = "?" if not inner.get("min_items") else ""
                elif seen[0] == {"unknown": True}:
                    flag = "c"
            lines[name] = f"{inner['nesting_mode']}\t{flag}@{number}"
        for name, line in self.by_hand.get((kind, ty, path), {}).items():
            inner = self.number(self.body(kind, ty, (*path, name), {})) if line.endswith("@") else ""
            lines[name] = line + inner
        return "".join(f"\n{name}\t{line}" for name, line in sorted(lines.items()))

    def number(self, body):
        """That of the section with such lines; types have many blocks in common."""
        return self.blocks.setdefault(body, f"{len(self.blocks):04}")

    def add(self, kind, ty, block):
        identifier = block.get("attributes", {}).get("id", {})
        self.newer = kind == "resource" and not (identifier.get("optional") and identifier.get("computed"))
        self.sections[kind, ty] = self.body(kind, ty, (), block)

    def text(self):
        for body, number in self.blocks.items():
            self.sections["block", number] = body
        return HEAD + "".join(f"@{kind} {name}{body}\n" for (kind, name), body in sorted(self.sections.items()))


def read_by_hand(text):
    """Lines by kind, type and the path of blocks; by their names."""
    lines, key, path = {}, None, ()
    for line in text.splitlines():
        if line.startswith("@"):
            kind, ty, *path = line[1:].split(" ")
            key = (kind, ty, tuple(path))
            lines[key] = {}
        elif line and not line.startswith("#"):
            name, rest = line.split("\t", 1)
            lines[key][name] = rest
    return lines


def main():
    schema, *observed = sys.argv[1:]
    provider = next(iter(json.loads(Path(schema).read_text())["provider_schemas"].values()))
    by_hand = read_by_hand((HERE / "by_hand.tsv").read_text())
    table = Table(Observed(observed), by_hand)
    for kind, schemas in [("resource", "resource_schemas"), ("data", "data_source_schemas")]:
        for ty, it in sorted(provider[schemas].items()):
            table.add(kind, ty, it["block"])
    for kind, ty, path in by_hand:
        # Of other providers.
        if not path and (kind, ty) not in table.sections:
            table.add(kind, ty, {})
    sys.stdout.write(table.text())


main()
