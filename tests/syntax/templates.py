#!/usr/bin/env python3
"""Writes templates.json: generated heredocs and quoted templates with what the real Terraform makes of them.

    templates.py > templates.json       needs `terraform` on PATH (made with 1.11.4), no provider, no network

Each line is [expression, value]; value is null where Terraform refuses the expression. The seed is fixed, so the
expressions are the same each time.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile

LOCALS = 'locals {\n  x = "X"\n  y = "  y y "\n  n = 7\n  c = true\n  f = false\n  l = ["p", "q"]\n}\n'
random.seed(20)


def sequence(depth, quoted):
    trim = lambda: random.choice(["", "", "", "~"])
    space = lambda: random.choice(["", " "])
    inside = lambda text: f"{trim()}{space()}{text}{space()}{trim()}"
    kind = random.random()
    if kind < 0.55 or depth > 2:
        values = ["local.x", "local.y", "local.n", "local.c", '"s${local.x}"', '"${local.y}"', '"${"k"}"', '"{}}"', "local.l[0]",
                  "upper(\n  local.x\n)", "(local.n\n+ 1)", 'local.c ? "t" : "f"', "{ a = local.x }.a", "local.x /* c } */"]
        return "${" + inside(random.choice(values)) + "}"
    body = lambda: text(depth + 1, quoted)
    if kind < 0.8:
        other = "%{" + inside("else") + "}" + body() if random.random() < 0.5 else ""
        return "%{" + inside("if " + random.choice(["local.c", "local.f"])) + "}" + body() + other + "%{" + inside("endif") + "}"
    names = random.choice(["v", "k, v"])
    return "%{" + inside(f"for {names} in local.l") + "}" + body() + "%{" + inside("endfor") + "}"


def text(depth, quoted):
    if quoted:
        atoms = ["a", " ", "  ", "\\n", "\\t", '\\"', "\\\\", "$", "%", "$$", "$${a}", "%%{b}", "$$$", "\\u00e9", "e\u0301", "\\U0001F600", "{", "}",
                 "\\r\\n", "/*", "#", "//", "~"]
    else:
        indent = lambda: random.choice(["", " ", "  ", "  ", "    ", "\t", " \t", "\u00a0", "      "])
        line = lambda: "\n" + indent()
        atoms = ["a", "b c", " ", "\\n", '"', "$", "%", "$${a}", "%%{b}", "$$", "e\u0301", "{", "}", "EOT x", "#", "/*", "~"] + [line(), line(), line(), line()]
        atoms += ["\nEOT\"", "\n  EOT;", "\n\n", "\n   \n", "\n  \tEOTX"]
    parts = []
    for _ in range(random.randint(0, 5)):
        parts.append(sequence(depth, quoted) if random.random() < 0.4 else random.choice(atoms))
    return "".join(parts)


def heredoc():
    flush = random.random() < 0.7
    lines = []
    for _ in range(random.randint(0, 4)):
        indent = random.choice(["  ", "    ", "", "\t", "   "]) if random.random() < 0.9 else "\u2003"
        lines.append(indent + text(0, False))
    body = "\n".join(lines) + ("\n" if lines else "")
    expression = f"<<{'-' if flush else ''}EOT\n{body}{random.choice(['', '  ', '    '])}EOT{random.choice(['', '', '', '  '])}"
    return expression.replace("\n", "\r\n") if random.random() < 0.15 else expression


def cases():
    seen = {}
    while len(seen) < 420:
        seen[heredoc()] = None
    while len(seen) < 640:
        seen['"' + text(0, True) + '"'] = None
    return list(seen)


def terraform(cwd, *args):
    environment = dict(os.environ, CHECKPOINT_DISABLE="1")
    return subprocess.run(["terraform", *args], cwd=cwd, env=environment, capture_output=True, text=True)


def readable(expressions):
    """Those without a syntax error: one of them could hide all that follows it in a file."""
    with tempfile.TemporaryDirectory() as cwd:
        for number, expression in enumerate(expressions):
            with open(os.path.join(cwd, f"c{number}.tf"), "w", newline="") as file:
                file.write(f"x = {expression}\n")
        said = terraform(cwd, "fmt", "-check", "-no-color")
        broken = {int(number) for number in re.findall(r" on c(\d+)\.tf line", said.stdout + said.stderr)}
    return {number: expression for number, expression in enumerate(expressions) if number not in broken}


def answers(expressions):
    live = readable(expressions)
    with tempfile.TemporaryDirectory() as cwd:
        path = os.path.join(cwd, "main.tf")
        while True:
            owner, source, line = {}, LOCALS, LOCALS.count("\n")
            for number, expression in live.items():
                block = f'output "c{number}" {{\n  value = {expression}\n}}\n'
                for _ in range(block.count("\n")):
                    line += 1
                    owner[line] = number
                source += block
            with open(path, "w", newline="") as file:
                file.write(source)
            plan = terraform(cwd, "plan", "-no-color", "-json", "-input=false", "-out", "plan")
            if plan.returncode == 0:
                shown = json.loads(terraform(cwd, "show", "-json", "plan").stdout)["planned_values"]["outputs"]
                return {number: shown[f"c{number}"].get("value") for number in live}
            wrong = set()
            for row in (plan.stdout + plan.stderr).splitlines():
                event = json.loads(row) if row.startswith("{") else {}
                place = event.get("diagnostic", {}).get("range")
                if place:
                    wrong.add(owner[place["start"]["line"]])
            if not wrong:
                sys.exit(plan.stdout[-3000:] + plan.stderr[-3000:])
            for number in wrong:
                live.pop(number, None)


def main():
    expressions = cases()
    found = answers(expressions)
    rows = [json.dumps([expression, found.get(number)], ensure_ascii=False) for number, expression in enumerate(expressions)]
    print("[\n" + ",\n".join(rows) + "\n]")


if __name__ == "__main__":
    main()
