#!/usr/bin/env bash
# Ends the job as Writ ended: 0, and for a plan 2 as well, is well. Everything else says what it means.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

code="$(cat "$work/exit-code" 2>/dev/null || echo 1)"
[ "$code" = 2 ] && [ "${WRIT_COMMAND:-}" = plan ] && code=0

say() {
  if [ "${GITHUB_ACTIONS:-}" = true ]; then printf '::error title=Writ %s ended with %s::%s\n' "${WRIT_COMMAND:-}" "$code" "$1"
  else printf 'Writ %s ended with %s: %s\n' "${WRIT_COMMAND:-}" "$code" "$1"
  fi
}
case "$code" in
  0) ;;
  2) say 'Live state differs from what is declared; the issue tells what and who.' ;;
  3) say 'Refused: a limit, a policy, protection, a finding, or nobody approved. Nothing that was refused is written; the summary names it.' ;;
  4) say 'Incomplete: a list could not be read whole, and nothing was planned in its scope. Run this again when the platform answers.' ;;
  5) say 'Stale: what would be done is not what was approved. The summary lists what moved.' ;;
  6) say 'Partly applied, or not effective in time. Run this again: it does what is left.' ;;
  7) say 'Somebody else holds the lease. Run this again when they are done; writ lease show names them.' ;;
  130 | 143) say 'Interrupted. Run this again: it does what is left.' ;;
  *) say 'An error before anything was written; the log names file and line, or the address.' ;;
esac
exit "$code"
