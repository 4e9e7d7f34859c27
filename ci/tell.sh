#!/usr/bin/env bash
# Says what came of it where people look: one comment on the request, one issue. Both are found again and updated.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ "${WRIT_COMMENT:-true}" = true ] || exit 0
code="$(cat "$work/exit-code" 2>/dev/null || echo 1)"
state="$(cat "$work/state" 2>/dev/null || echo unknown)"
case "${WRIT_COMMAND:-}" in
  plan) node "$here/forge.mjs" comment plan "$summary" "$plan" ;;
  drift)
    case "$code" in
      2) node "$here/forge.mjs" issue drift "$summary" ;;
      0) node "$here/forge.mjs" close drift ;;
    esac
    ;;
  apply)
    [ "$state" = nothing ] || node "$here/forge.mjs" comment apply "$summary" "$plan"
    case "$state" in
      not-applied) node "$here/forge.mjs" issue apply "$summary" ;;
      applied) [ "$code" != 0 ] || node "$here/forge.mjs" close apply ;;
    esac
    ;;
esac
