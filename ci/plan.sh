#!/usr/bin/env bash
# The plan of a pull request, made with the token that cannot write: as a file to be approved, as text for the comment.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

baseline=()
[ -z "${WRIT_BASELINE:-}" ] || baseline=(--baseline "$WRIT_BASELINE")

fetch_records
plan_into "$plan" "$summary" "${only[@]}" "${baseline[@]}"
if [ -s "$plan" ] && [ "${GITHUB_ACTIONS:-}" = true ]; then
  writ show "$plan" --format github 2>/dev/null || true
elif [ -s "$plan" ] && [ -n "${WRIT_CODE_QUALITY:-}" ]; then
  writ show "$plan" --format gitlab >"$WRIT_CODE_QUALITY" 2>/dev/null || rm -f "$WRIT_CODE_QUALITY"
fi
summarise "$summary"
ended
