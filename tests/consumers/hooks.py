"""Runs both hooks of .pre-commit-hooks.yaml under pre-commit and prek on a repository made here: hooks.py CRATE TOOLS.

Under `try-repo` each of the two builds the hooks, without optimization and with one target directory for both. In the other
repositories they take the program built last from PATH, as every build costs a minute. Prints how long a hook takes; for a figure
worth quoting set CARGO_PROFILE_RELEASE_OPT_LEVEL=3.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

crate, tools = (Path(argument) for argument in sys.argv[1:])
programs = tools / "python/bin"
work = Path(tempfile.mkdtemp(prefix="vpcelint-hooks-"))
environment = {
    # The quickest way to a binary, unless the caller asks for another.
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
    "CARGO_PROFILE_RELEASE_LTO": "off",
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "0",
    **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "VPCELINT_"))},
    "CARGO_TARGET_DIR": str(tools / "hook"),
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_AUTHOR_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "PATH": os.pathsep.join([str(programs), str(tools / "hook/release"), os.environ["PATH"]]),
    "PRE_COMMIT_COLOR": "never",
    "PRE_COMMIT_HOME": str(work / "pre-commit"),
    "PREK_HOME": str(work / "prek"),
}

SHARED = """variable "private_dns" {
  type = bool
}

resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = var.private_dns
  security_group_ids  = ["sg-1"]
  policy              = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:eu-west-1:111111111111:a" }] })
}
"""
FAULT = "modules/endpoint/main.tf:10:3: warning[private_dns_disabled]"


def run(directory, *command, status=0):
    """The output of a command that must end as expected."""
    done = subprocess.run(
        command, cwd=directory, env=environment, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != status:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}, not {status}\n{done.stdout}")
    return done.stdout


def expect(output, *parts, absent=()):
    """Ends unless the output has all parts and none of the absent ones."""
    wrong = [f"lacks {part!r}" for part in parts if part not in output]
    wrong += [f"has {part!r}" for part in absent if part in output]
    if wrong:
        sys.exit(f"the output {' and '.join(wrong)}:\n{output}")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def repository(path):
    """Commits all that is in a directory."""
    run(path, "git", "init", "--quiet", "--initial-branch=main")
    run(path, "git", "add", "--all", "--force")
    run(path, "git", "commit", "--quiet", "--message=first")
    return run(path, "git", "rev-parse", "HEAD").strip()


def call(private_dns, source="../../modules/endpoint"):
    return f'module "m" {{\n  source      = "{source}"\n  private_dns = {private_dns}\n}}\n'


def scene(path):
    """A repository without findings."""
    write(path / "modules/endpoint/main.tf", SHARED)
    write(path / "modules/endpoint/extra.tf", 'locals {\n  unused = ""\n}\n')
    write(path / "roots/one/main.tf", call("true"))
    write(path / "roots/two/main.tf", call("true"))
    # Of the linter's business whatever becomes of the module.
    write(path / "roots/two/vpc.tf", 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n')
    write(path / "roots/a b é/main.tf", call("true"))
    write(path / "README.md", "a\n")
    repository(path)


def stage(path, **texts):
    """Back to the last commit, then these changes staged; of `gone` a deletion."""
    run(path, "git", "reset", "--quiet", "--hard")
    run(path, "git", "clean", "--quiet", "--force", "-d")
    for name, text in texts.pop("files", {}).items():
        if text is None:
            (path / name).unlink()
        else:
            write(path / name, text)
    run(path, "git", "add", "--all")


def configure(path, origin, revision):
    """Both hooks with reports that are easy to compare, and without a build of their own."""
    write(
        path / ".pre-commit-config.yaml",
        f"""repos:
  - repo: {origin}
    rev: {revision}
    hooks:
      - id: vpcelint
        language: system
        args: [--output-format=concise, --]
      - id: vpcelint-all
        language: system
        stages: [manual]
""",
    )


def tried_out(program, origin):
    """Both hooks as `try-repo` runs them: a fault in a shared module is told through its caller."""
    path = work / f"{program}-tried"
    scene(path)
    stage(path, files={"modules/endpoint/main.tf": SHARED.replace("var.private_dns", "false")})
    output = run(path, program, "try-repo", str(origin), "--verbose", status=1)
    found = "interface endpoint module.m.aws_vpc_endpoint.sqs has private DNS off"
    lines = [line for line in output.splitlines() if found in line]
    if len(lines) != 2:
        sys.exit(f"{program}: both hooks should tell of the fault once:\n{output}")
    expect(output, "(changed modules)", "(whole repository)", "hook id: vpcelint-all")


def committed(program, origin, revision):
    """Commits as developers make them."""
    path = work / f"{program}-committed"
    scene(path)
    configure(path, origin, revision)
    run(path, "git", "add", "--all")
    run(path, "git", "commit", "--quiet", "--message=hooks")
    run(path, program, "install")
    commit = ("git", "commit", "--message=change")
    for files, status, told, untold in [
        # A root that passes something else to a shared module.
        ({"roots/one/main.tf": call("false")}, 1, [FAULT], []),
        # A shared module that is at fault through its callers.
        ({"modules/endpoint/main.tf": SHARED.replace("var.private_dns", "!var.private_dns")}, 1, [FAULT], []),
        # A clean change, also of what no hook is about.
        ({"roots/one/main.tf": call("true") + "\n", "README.md": "b\n"}, 0, ["vpcelint (changed modules)"], ["warning["]),
        ({"README.md": "c\n"}, 0, ["Skipped"], ["warning["]),
        # Names with spaces and letters beyond ASCII, or a dash first.
        ({"roots/a b é/a b é.tf": "resource {"}, 1, ["roots/a b é/a b é.tf:1:", "error[syntax]"], []),
        ({"-a.tf": "resource {"}, 1, ["-a.tf:1:", "error[syntax]"], []),
        ({"roots/a b é/main.tf": call("false")}, 1, [FAULT], []),
        # A deleted file beside a change; what it takes away from a module matters.
        ({"modules/endpoint/extra.tf": None, "roots/two/main.tf": call("true") + "\n\n"}, 0, ["Passed"], ["warning["]),
    ]:
        stage(path, files=files)
        expect(run(path, *commit, status=status), *told, absent=untold)
    # A module that is gone is missed by the hook for the whole repository, which deletions alone start too.
    stage(path, files={"modules/endpoint/main.tf": None})
    expect(run(path, program, "run", "vpcelint-all", "--hook-stage", "manual", status=1), "error[module_source]")
    # Modules that terraform has put on disk are nobody's to mend.
    stage(path, files={"roots/one/.terraform/modules/x/main.tf": "resource {"})
    run(path, "git", "add", "--all", "--force")
    expect(run(path, *commit), "Skipped")


def timed(program, origin, revision):
    """How long the hook takes in a repository with 300 files when three of them have changed."""
    path = work / f"{program}-timed"
    modules, roots = 20, 60
    for index in range(modules):
        directory = path / f"modules/endpoints_{index}"
        write(directory / "main.tf", "".join(SHARED.partition("resource")[1:]).replace("sqs", "sns"))
        write(directory / "variables.tf", SHARED.partition("resource")[0])
        write(directory / "outputs.tf", 'output "id" {\n  value = aws_vpc_endpoint.sns.id\n}\n')
    for index in range(roots):
        directory = path / f"roots/root_{index}"
        write(directory / "main.tf", call("true", f"../../modules/endpoints_{index % modules}"))
        write(directory / "provider.tf", 'provider "aws" {\n  region = "eu-west-1"\n}\n')
        write(directory / "vpc.tf", f'resource "aws_vpc" "main" {{\n  cidr_block = "10.{index}.0.0/16"\n}}\n')
        roles = (f'resource "aws_iam_role" "r{role}" {{\n  name = "r{role}"\n}}\n' for role in range(40))
        write(directory / "roles.tf", "\n".join(roles))
    configure(path, origin, revision)
    repository(path)
    assert len(list(path.rglob("*.tf"))) == 300
    names = ["modules/endpoints_3/main.tf", "roots/root_7/vpc.tf", "roots/root_8/roles.tf"]
    linter = tools / "hook/release/vpcelint"

    def least(*command):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            run(path, *command)
            times.append(time.perf_counter() - start)
        return 1000 * min(times)

    whole = least(program, "run", "vpcelint", "--files", *names)
    own = least(linter, "check", "--force-exclude", "--", *names)
    every = least(linter, "check")
    print(
        f"{program}: a hook over 3 of 300 files takes {whole:.0f} ms, of which vpcelint takes {own:.0f} ms ({100 * own / whole:.0f} %);"
        f" all 300 files take it {every:.0f} ms (optimized by {environment['CARGO_PROFILE_RELEASE_OPT_LEVEL']} of 3)"
    )


try:
    origin = work / "origin"
    names = run(crate, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        if (crate / name).is_file() and not name.startswith(("tests/", "fixtures/")):
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(crate / name, origin / name)
    revision = repository(origin)
    run(origin, "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
    for program in ("pre-commit", "prek"):
        tried_out(program, origin)
        committed(program, origin, revision)
        timed(program, origin, revision)
finally:
    shutil.rmtree(work, ignore_errors=True)
