#!/usr/bin/env bash
# Installs vpcelint as users do and follows the README: tests/consumers/adoption.sh. Called by run.sh, which installs the tools.
# Needs TOOLS (their directory) and TARGET (cargo's) in the environment; asks mandoc, man, zsh and fish if they are there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
crate=$(cd "$here/../.." && pwd)
bin=$TOOLS/python/bin
linter=$TARGET/debug/vpcelint
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

trap 'printf "line %s: %s\n" "$LINENO" "$BASH_COMMAND" >&2' ERR

say() {
    printf '%s\n' "$*"
}

# Whether a program is there; says so if not.
has() {
    command -v "$1" >/dev/null || {
        say "$2: left out for $1, which is not installed"
        return 1
    }
}

fail() {
    say "$*" >&2
    exit 1
}

snippet() {
    "$bin/python" "$here/snippet.py" "$crate/README.md" "$@"
}

steps() {
    "$bin/python" "$here/steps.py" "$@"
}

say 'workflows and action: zizmor, JSON schemas'
cd "$crate"
"$bin/zizmor" --quiet --pedantic --offline . >"$work/zizmor" || fail "$(cat "$work/zizmor")"
"$bin/check-jsonschema" --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
"$bin/check-jsonschema" --quiet --builtin-schema vendor.github-actions action.yml

say 'completions: bash'
complete() {
    bash --noprofile --norc "$here/complete.sh" "$linter" "$@" | tr '\n' ' '
}
[ "$(complete che)" = 'check ' ]
[ "$(complete check --fail-on '')" = 'error warning info never ' ]
[ "$(complete check --select sy)" = 'syntax ' ]
[ "$(complete completions po)" = 'powershell ' ]
for shell in zsh fish; do
    if has "$shell" completions; then
        "$linter" completions "$shell" >"$work/script"
        "$shell" -n "$work/script"
    fi
done

say 'manual: every page'
for page in '' check explain rules config 'config show' 'config schema' 'config init' eval inspect completions man; do
    # shellcheck disable=SC2086 # two words
    "$linter" man $page >"$work/page.1"
    grep -qx '.SH SYNOPSIS' "$work/page.1"
    if command -v mandoc >/dev/null; then
        # A page that the program writes has no date.
        complaints=$(mandoc -T lint -W warning "$work/page.1" | grep -v 'missing date' || true)
        [ -z "$complaints" ] || fail "$complaints"
    fi
    if command -v man >/dev/null; then
        complaints=$(MANROFFSEQ='' man --warnings -E UTF-8 -l "$work/page.1" 2>&1 >"$work/shown")
        [ -z "$complaints" ] || fail "$complaints"
        grep -q '^NAME' "$work/shown"
    fi
done
has mandoc manual || true
has man manual || true

say 'settings: JSON schema'
cd "$work"
"$linter" config schema >schema.json
"$bin/check-jsonschema" --quiet --check-metaschema schema.json
snippet Settings toml >vpcelint.toml
"$bin/check-jsonschema" --quiet --schemafile schema.json vpcelint.toml
"$linter" config show . >shown
grep -q 'vpcelint.toml:' shown
rm vpcelint.toml
"$linter" config init 2>/dev/null
"$bin/check-jsonschema" --quiet --schemafile schema.json vpcelint.toml
printf '[rules.syntax]\nexcept-services = []\n' >vpcelint.toml
"$bin/check-jsonschema" --quiet --schemafile schema.json vpcelint.toml >/dev/null && fail 'the schema allows too much'
rm vpcelint.toml

say 'README: adopting it in a repository'
cp -r "$crate/fixtures/_projects/production" "$work/existing"
cd "$work/existing"
mkdir .git
snippet 'In an existing repository' sh >"$work/adopt.sh"
PATH="$TARGET/debug:$PATH" bash -eu "$work/adopt.sh" >"$work/log" 2>&1 || fail "$(cat "$work/log")"
grep -q 'wrote .* findings to' "$work/log"
grep -q 'found nothing wrong' "$work/log"

say 'README: GitHub Actions, GitLab'
mkdir -p "$work/readme/.github/workflows"
snippet 'In GitHub Actions' yaml >"$work/readme/.github/workflows/vpcelint.yml"
"$bin/check-jsonschema" --quiet --builtin-schema vendor.github-workflows "$work/readme/.github/workflows/vpcelint.yml"
"$bin/zizmor" --quiet --pedantic --offline --config "$here/zizmor.yml" "$work/readme" >"$work/zizmor" || fail "$(cat "$work/zizmor")"
snippet 'In GitLab' yaml >"$work/gitlab-ci.yml"
"$bin/check-jsonschema" --quiet --builtin-schema vendor.gitlab-ci "$work/gitlab-ci.yml"

say 'the wheel'
target=x86_64-unknown-linux-musl
options=()
if rustup target list --installed 2>/dev/null | grep -qx "$target" && command -v musl-gcc >/dev/null; then
    options=(--target "$target" --compatibility manylinux2014 --compatibility musllinux_1_1)
else
    say "not static, since the target $target or musl-gcc is not installed (rustup target add $target, apt install musl-tools)"
fi
cd "$crate"
VIRTUAL_ENV='' PATH="$bin:$PATH" CARGO_TARGET_DIR=$TARGET \
    "$bin/maturin" build --quiet --release --locked "${options[@]}" --out "$work/wheels"
wheel=("$work"/wheels/*.whl)
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-index --no-deps "${wheel[0]}"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
[ "$("$work/venv/bin/vpcelint" --version)" = "vpcelint $version" ]
cd "$work/existing"
"$work/venv/bin/vpcelint" check --baseline vpcelint-baseline.json 2>/dev/null
status=0
"$work/venv/bin/vpcelint" check >/dev/null 2>&1 || status=$?
[ "$status" = 1 ]
"$bin/python" - "${wheel[0]}" "$work/venv/bin/vpcelint" <<'PYTHON'
import os, subprocess, sys, time
wheel, program = sys.argv[1:]
def once():
    start = time.perf_counter()
    subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
times = sorted(once() for _ in range(20))
print(f"{os.path.basename(wheel)}: {os.path.getsize(wheel) / 1e6:.1f} MB, the program {os.path.getsize(program) / 1e6:.1f} MB, --version {times[10] * 1e3:.1f} ms")
PYTHON
if [ ${#options[@]} -gt 0 ]; then
    # Its exit status differs among systems.
    (ldd "$work/venv/bin/vpcelint" 2>&1 || true) | grep -q 'statically linked\|not a dynamic' || fail 'it is not static'
fi

say 'the action'
# Its own steps, with the wheel in place of PyPI and hostile inputs.
mkdir -p "$work/runner" "$work/it's \$(touch injected)"
cp -r "$crate/fixtures/_projects/small_vpc" "$work/it's \$(touch injected)/root"
cd "$work"
# Modules of Python's and pip's in the way.
for module in venv pip subprocess; do
    printf 'open("injected", "w")\n' >"$module.py"
done
act() {
    status=0
    : >"$work/summary"
    PIP_NO_INDEX=1 PIP_FIND_LINKS="$work/wheels" RUNNER_TEMP="$work/runner" GITHUB_STEP_SUMMARY="$work/summary" \
        steps "$crate/action.yml" "$@" -- Install Check >"$work/log" 2>&1 || status=$?
}
act "paths=it's \$(touch injected)/root" 'arguments=--min-confidence=likely' 'sarif-file=out file.sarif'
[ "$status" = 1 ] || fail "$(cat "$work/log")"
grep -q '^::warning title=.*,file=it.s' "$work/log"
grep -q '^| severity' "$work/summary"
"$bin/python" -c 'import json; assert json.load(open("out file.sarif"))["runs"][0]["results"]'
[ ! -e injected ] || fail 'an input was run'
act 'paths=existing' 'arguments=--fail-on=never' 'annotations=false' 'summary=false'
[ "$status$(cat "$work/summary")" = 0 ] || fail "$(cat "$work/log" "$work/summary")"
[ "$(grep -c '^::' "$work/log")" = 0 ] || fail "$(cat "$work/log")"
act 'paths=nowhere'
[ "$status" = 2 ] || fail "$(cat "$work/log")"
grep -q 'nowhere.: no such file' "$work/log"
[ ! -s "$work/summary" ] || fail 'the summary is of another run'
act 'version=0.1.0;id'
[ "$status" = 2 ] || fail "$(cat "$work/log")"
grep -q 'must be exact' "$work/log"

say 'the archive of a release'
if [ ${#options[@]} -gt 0 ]; then
    mkdir "$work/release"
    cp "$crate"/{README.md,CHANGELOG.md,LICENSE-APACHE,LICENSE-MIT} "$work/release/"
    cd "$work/release"
    CARGO_TARGET_DIR=$TARGET steps "$crate/.github/workflows/release.yml" "matrix.target=$target" "github.ref_name=v$version" -- 'Build the archive'
    tar -xzf "archives/vpcelint-v$version-$target.tar.gz"
    cd "vpcelint-v$version-$target"
    [ "$(./vpcelint --version)" = "vpcelint $version" ]
    for file in README.md LICENSE-MIT completions/vpcelint.bash completions/_vpcelint man/vpcelint.1 man/vpcelint-check.1; do
        [ -s "$file" ] || fail "the archive lacks $file"
    done
else
    say 'left out, since nothing static was built'
fi
say 'it can be adopted'
