#!/usr/bin/env bash
# Declared against actual access, person by person: Markdown in the job's summary, a page for the auditor beside it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

reading audit "$dir" --format markdown >"$summary" 2>"$said" || code=$?
show "$said"
summarise "$summary"
case "$code" in
  0 | 3 | 4)
    reading audit "$dir" --format html --out "$work/audit.html" 2>"$said" || true
    output report "$work/audit.html"
    ;;
esac
ended
