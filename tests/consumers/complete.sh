#!/usr/bin/env bash
# What bash offers after a command line whose last word is being written: complete.sh PROGRAM WORD...
program=$1
shift
# shellcheck source=/dev/null
source <("$program" completions bash)
# The function that `complete` was told of, as bash calls it.
registered=$(complete -p vpcelint)
function=${registered##*-F }
function=${function%% *}
COMP_WORDS=(vpcelint "$@")
COMP_CWORD=$#
"$function" vpcelint "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
