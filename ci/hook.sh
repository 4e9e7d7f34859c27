#!/usr/bin/env bash
# The hook for pre-commit: builds on first use, quietly, and runs. pre-commit cannot install this as a package of Node:
# it takes all that npm pack prints for the name of the package, and npm prints what it builds with.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
if ! bash "$root/ci/build.sh" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
node "$root/bin/writ.js" "$@"
