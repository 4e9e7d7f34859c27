#!/usr/bin/env bash
# Every mistake of the estate, offline and without any secret: on the lines where they stand, and in the log.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

format=text
[ "${GITHUB_ACTIONS:-}" != true ] || format=github
[ "${GITLAB_CI:-}" != true ] || format=gitlab

reading validate "$dir" >"$summary" 2>"$said" || code=$?
show "$said"
show "$summary"
# Annotations are commands to the runner, and meant to be: Writ escapes what they quote.
case "$format" in
  github) reading validate "$dir" --format github 2>/dev/null || true ;;
  gitlab) reading validate "$dir" --format gitlab >"${WRIT_CODE_QUALITY:-$work/code-quality.json}" 2>/dev/null || true ;;
esac
[ "$code" = 0 ] || { node "$here/report.mjs" fenced "Writ: the estate is not valid" "$summary" >"$work/validate.md" && summarise "$work/validate.md"; }
ended
