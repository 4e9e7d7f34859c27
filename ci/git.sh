# shellcheck shell=bash
# Git in what was checked out, as far as a pipeline asks it; sourced. Whoever opens a request writes the files that lie
# there, so no file of theirs may bring settings, and no setting may run a program.

# repository_of FOLDER: the checkout that it lies in. Git itself never checks out a .git, so only the job's own is found;
# a folder of the estate can pass for a bare repository, and Git asked in there would take its settings.
repository_of() {
  local at="$1"
  while [ ! -e "$at/.git" ]; do
    [ "$at" != / ] || return 0
    at="$(dirname "$at")"
  done
  printf '%s' "$at"
}

# repo_git FOLDER ARGUMENTS...: at the top of the checkout, and without a token of ours.
repo_git() {
  local top
  top="$(repository_of "$1")"
  shift
  [ -n "$top" ] || {
    echo 'The estate lies in no checkout of a repository.' >&2
    return 128
  }
  env -u "${WRIT_TOKEN_ENV:-WRIT_TOKEN}" -u "${WRIT_READ_TOKEN_ENV:-WRIT_READ_TOKEN}" -u WRIT_RECORD_KEY \
    -u WRIT_TOKEN -u WRIT_READ_TOKEN -u WRIT_FORGE_TOKEN -u WRIT_APPLY_FORGE_TOKEN \
    -u WRIT_PLAN_FORGE_TOKEN \
    git -c safe.bareRepository=explicit -c core.fsmonitor=false -c core.hooksPath=/dev/null -C "$top" "$@"
}
