#!/usr/bin/env bash
# Runs one command of a pipeline. Tokens arrive under the names that writ.yaml gives them; what reads is not given the
# one that writes.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
export WRIT_COMMAND="${1:-${WRIT_COMMAND:-}}"

case "$WRIT_COMMAND" in
  validate | plan | apply | drift | audit) ;;
  *)
    echo 'The command of a pipeline is validate, plan, apply, drift or audit.' >&2
    exit 1
    ;;
esac

named() {
  [ -n "$2" ] || return 0
  [[ "$1" =~ ^[A-Z][A-Z0-9_]*$ ]] || { echo 'A token needs the name of a variable, like WRIT_TOKEN.' >&2; exit 1; }
  export "$1=$2"
}
named "${WRIT_READ_TOKEN_ENV:-WRIT_READ_TOKEN}" "${WRIT_GIVEN_READ_TOKEN:-}"
[ "$WRIT_COMMAND" != apply ] || named "${WRIT_TOKEN_ENV:-WRIT_TOKEN}" "${WRIT_GIVEN_TOKEN:-}"
unset WRIT_GIVEN_READ_TOKEN WRIT_GIVEN_TOKEN

exec bash "$here/$WRIT_COMMAND.sh"
