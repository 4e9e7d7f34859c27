#!/usr/bin/env bash
# The hook for pre-commit: builds on first use, quietly, and runs. pre-commit cannot install this as a package of Node:
# it takes all that npm pack prints for the name of the package, and npm prints what it builds with.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

bash "$root/ci/build.sh" >"${TMPDIR:-/tmp}/writ-hook-build.$$.txt" 2>&1 || {
  cat "${TMPDIR:-/tmp}/writ-hook-build.$$.txt" >&2
  exit 1
}
rm -f "${TMPDIR:-/tmp}/writ-hook-build.$$.txt"
exec node "$root/bin/writ.js" "$@"
