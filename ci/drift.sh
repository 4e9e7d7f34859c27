#!/usr/bin/env bash
# What differs from what is declared, held against the commit that is checked out: nobody's pull request explains it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fetch_records
rm -f "$plan"
reading drift "$dir" "${only[@]}" --baseline HEAD --format json >"$work/drift.json" 2>"$said" || code=$?
show "$said"
if node "$here/plan.mjs" digest outcome "$work/drift.json" >/dev/null 2>&1; then
  mv "$work/drift.json" "$plan"
  writ show "$plan" --format markdown >"$work/drift.md"
  node "$here/report.mjs" drift "$code" "$plan" "$work/drift.md" >"$summary"
else
  node "$here/report.mjs" no-plan "$said" "$work/drift.json" >"$summary"
fi
summarise "$summary"
ended
