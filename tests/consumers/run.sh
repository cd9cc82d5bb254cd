#!/usr/bin/env bash
# Gives reports to the programs that read them, and runs the linter from those that start it: tests/consumers/run.sh
# Installs these from the package registries into the target directory, once. Needs cargo, python3 with venv, node with npm
# on Linux; editors are asked if they are there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
crate=$(cd "$here/../.." && pwd)
target=$(cd "$crate" && cargo metadata --locked --no-deps --format-version 1 |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
tools=$target/consumers
python=$tools/python/bin/python
multitool=$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
schema=$tools/sarif.schema.json

say() {
    printf '%s\n' "$*"
}

# Installs everything if the lists have changed since the last time.
install() {
    local lists=("$here/requirements.txt" "$here/package.json" "$here/schema.toml")
    if cat "${lists[@]}" | cmp -s - "$tools/installed"; then
        return
    fi
    say 'installing the readers'
    mkdir -p "$tools/schema/src"
    python3 -m venv --clear "$tools/python"
    "$python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/package.json" "$tools/"
    # Scripts of packages are not run; the one program among them only lacks its permission.
    npm install --prefix "$tools" --ignore-scripts --no-audit --no-fund --no-package-lock --silent
    chmod u+x "$multitool"
    cp "$here/schema.toml" "$tools/schema/Cargo.toml"
    : >"$tools/schema/src/lib.rs"
    (cd "$tools/schema" && cargo metadata --quiet --format-version 1) |
        "$python" "$here/schema.py" >"$schema"
    cat "${lists[@]}" >"$tools/installed"
}

install
(cd "$crate" && cargo build --locked --quiet)
linter=$target/debug/vpcelint

# A repository with every fault there is, hostile names included.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/.git" "$work/reports"
cp -r "$crate/fixtures/_projects/production" "$work/production"
cp -r "$crate/fixtures/_projects/small_vpc" "$work/small, é:50% & <b>"
mkdir "$work/broken"
printf 'resource "aws_vpc" {\n  "é😀" = [\n' >"$work/broken/main.tf"
cd "$work"
arguments=()
for format in concise json jsonl sarif github gitlab junit checkstyle rdjson markdown html; do
    arguments+=("--report=$format=reports/$format")
done
"$linter" check --fail-on never "${arguments[@]}" >/dev/null 2>&1
# The Multitool goes by the ending.
mv reports/sarif reports/report.sarif

say 'JSON: our own JSON schema'
own=$crate/src/report/schema.json
"$tools/python/bin/check-jsonschema" --check-metaschema "$own"
"$linter" check --fail-on never --show-undecided --format json >reports/undecided.json
(mkdir "$work/empty" && cd "$work/empty" && "$linter" check --format json) >reports/clean.json 2>/dev/null
"$tools/python/bin/check-jsonschema" --schemafile "$own" reports/json reports/undecided.json reports/clean.json
# It must also tell what is no report.
printf '{"version": 2}' >reports/none.json
if "$tools/python/bin/check-jsonschema" --quiet --schemafile "$own" reports/none.json >/dev/null; then
    say 'the schema allows too much'
    exit 1
fi

say 'SARIF: JSON schema'
"$tools/python/bin/check-jsonschema" --regex-variant nonunicode --schemafile "$schema" reports/report.sarif

say 'SARIF: Multitool with the rules of GitHub'
# Its exit status is always 0.
"$multitool" validate reports/report.sarif --rule-kind 'Sarif;Gh' --level 'Error;Warning' --kind Fail \
    --output reports/validated.sarif --log ForceOverwrite >reports/multitool.log
"$python" "$here/validated.py" reports/validated.sarif || {
    cat reports/multitool.log
    exit 1
}

say 'SARIF: sarif-tools'
"$tools/python/bin/sarif" summary reports/report.sarif >reports/summary
"$python" "$here/summary.py" reports/summary reports/json

say 'GitLab: JSON schema'
"$tools/python/bin/check-jsonschema" --schemafile "$here/gitlab.schema.json" reports/gitlab

say 'JUnit: the schema of Jenkins, junitparser'
"$python" "$here/junit.py" "$here/junit.xsd" reports/junit reports/json

say "rdjson: protobuf's strict parser"
"$python" "$here/rdjson.py" reports/rdjson reports/json

say 'GitHub: @actions/core; concise: the problem matcher'
# A script finds packages beside itself only.
cp "$here/annotations.mjs" "$tools/"
node "$tools/annotations.mjs" reports "$here/problem-matcher.json"

browser=$(command -v google-chrome || command -v chromium || command -v chromium-browser || true)
if [ -n "$browser" ]; then
    say 'HTML: axe-core in a browser'
    mkdir "$work/many"
    for at in $(seq 130); do
        printf 'resource "aws_vpc_endpoint" "e%s" {\n  vpc_id = "vpc-%s"\n  service_name = "com.amazonaws.eu-west-1.sqs"\n  vpc_endpoint_type = "Interface"\n  subnet_ids = ["subnet-1"]\n}\n' "$at" "$at"
    done >"$work/many/main.tf"
    (cd "$work/many" && "$linter" check --fail-on never --report=html=../reports/many.html) >/dev/null 2>&1
    mv reports/html reports/report.html
    cp "$here/page.mjs" "$tools/"
    node "$tools/page.mjs" "$browser" "$work/reports/report.html" "$work/reports/many.html"
else
    say 'HTML: left out, as there is no browser'
fi

if vim --version 2>/dev/null | grep -q '+quickfix'; then
    say 'concise: the error format of vim'
    vim -Nu NONE -es -S "$here/errorformat.vim" </dev/null || true
    "$python" "$here/quickfix.py" reports/quickfix reports/json
else
    say 'concise: left out for vim, which is not installed'
fi

say 'editors: the set-ups of README.md'
# Root can install what is missing, and so can the user of GitHub's runners.
as_root=(env DEBIAN_FRONTEND=noninteractive)
[ "${GITHUB_ACTIONS-}" != true ] || as_root=(sudo "${as_root[@]}")
if { [ "$(id -u)" = 0 ] || [ "${GITHUB_ACTIONS-}" = true ]; } && command -v apt-get >/dev/null; then
    { "${as_root[@]}" apt-get update && "${as_root[@]}" apt-get install --yes --no-install-recommends vim vim-ale neovim emacs-nox elpa-flycheck elpa-eglot; } \
        >"$tools/apt.log" 2>&1 || say "not everything could be installed: $tools/apt.log"
fi
"$python" "$here/editors.py" "$crate" "$linter"

say 'the language server: pytest-lsp, with what editors say that they can'
VPCELINT=$linter "$python" -m pytest --quiet -p no:cacheprovider -o asyncio_default_fixture_loop_scope=function \
    -W error::pytest_lsp.LspSpecificationWarning "$here/server.py"

say 'hooks: pre-commit, prek'
"$python" "$here/hooks.py" "$crate" "$tools"
say 'all reports are understood'

say 'policies: the evaluator of @cloud-copilot'
(cd "$crate" && VPCELINT_SIMULATOR=$tools VPCELINT_POLICIES=200 cargo test --locked --quiet --test second_opinion)

TOOLS=$tools TARGET=$target "$here/adoption.sh"
