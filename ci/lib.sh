# shellcheck shell=bash
# What the scripts of a pipeline share; sourced by each of them. Everything they are told comes in environment
# variables, so that no name of a branch, a title or an account is ever part of a command.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/git.sh"
work="${WRIT_WORK:?is the folder for the files of this job}"
dir="${WRIT_DIR:-.}"
estate="$(cd "$dir" && pwd -P)"
plan="$work/plan.json"
summary="$work/summary.md"
reason="$work/reason.txt"
said="$work/said.txt"
code=0

# GitLab: what applies asks its host with a token of its own. A job cannot give it another name: variables of the project
# count more than those of a job. The other one still tells who shows plans.
if [ "${WRIT_COMMAND:-}" = apply ] && [ -n "${WRIT_APPLY_FORGE_TOKEN:-}" ]; then
  export WRIT_PLAN_FORGE_TOKEN="${WRIT_FORGE_TOKEN:-}"
  export WRIT_FORGE_TOKEN="$WRIT_APPLY_FORGE_TOKEN"
fi
unset WRIT_APPLY_FORGE_TOKEN

mkdir -p "$work"
[ -n "${WRIT_ENV:-}" ] || unset WRIT_ENV

# --only for every line that names an address.
only=()
while IFS= read -r address; do
  [ -z "$address" ] || only+=(--only "$address")
done <<<"${WRIT_ONLY:-}"

# Runs Writ with the token for reading alone, whatever else the job was given.
reading() { env -u "${WRIT_TOKEN_ENV:-WRIT_TOKEN}" -u WRIT_FORGE_TOKEN -u WRIT_PLAN_FORGE_TOKEN writ "$@"; }

# Runs Writ with the token for writing.
writing() { env -u WRIT_FORGE_TOKEN -u WRIT_PLAN_FORGE_TOKEN writ "$@"; }

# Prints a file whose text is not ours. A runner obeys lines like ::add-mask:: and ##[error]; after stop-commands it
# obeys none until it reads a word that nobody who wrote the text can know.
show() {
  [ -s "$1" ] || return 0
  if [ "${GITHUB_ACTIONS:-}" != true ]; then
    cat -- "$1"
    return 0
  fi
  local word
  word="$(node -p 'crypto.randomUUID()')"
  printf '::stop-commands::%s\n' "$word"
  cat -- "$1"
  printf '\n::%s::\n' "$word"
}

# What the plan is kept as. The name of an environment is a word of writ.yaml.
export WRIT_PLAN_NAME="${WRIT_PLAN_NAME:-writ-plan${WRIT_ENV:+-$WRIT_ENV}}"

# An output of the step: a number, a digest or a path of ours, on one line.
output() { [ -z "${GITHUB_OUTPUT:-}" ] || printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

# What the last script says in the job's summary.
summarise() { [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat -- "$1" >>"$GITHUB_STEP_SUMMARY"; }

# Remembers how Writ ended, for the scripts that follow.
ended() {
  printf '%s\n' "$code" >"$work/exit-code"
  output exit-code "$code"
  output summary "$summary"
  [ ! -s "$plan" ] || outputs_of_plan
}

outputs_of_plan() {
  output plan "$plan"
  output artifact "$WRIT_PLAN_NAME"
  output plan-digest "$(digest plan "$plan")"
  output outcome-digest "$(digest outcome "$plan")"
}

# The digest of a plan file: of what it says (outcome), or of all that it saw as well (plan).
digest() { node "$here/plan.mjs" digest "$1" "$2"; }

# A plan, as a file and as Markdown. Where there is none, the Markdown says why.
# plan_into PLAN-FILE MARKDOWN-FILE ARGUMENTS...
plan_into() {
  local file="$1" markdown="$2"
  shift 2
  rm -f "$file"
  code=0
  # From where it will lie, so that the text names plan.json, and not a path of this machine.
  (cd "$(dirname "$file")" && reading plan "$estate" --out "$(basename "$file")" --format markdown "$@") \
    >"$markdown" 2>"$said" || code=$?
  show "$said"
  [ -s "$file" ] || node "$here/report.mjs" no-plan "$said" >"$markdown"
}

# Records on a Git ref are fetched before a run, and pushed after it: see docs/records.md.
records="${WRIT_RECORDS:-}"
fetch_records() {
  [ -n "$records" ] || return 0
  local found=0
  remote ls-remote --exit-code origin "$records" >/dev/null || found=$?
  case "$found" in
    0) remote fetch --quiet --no-tags --no-recurse-submodules origin "+$records:$records" ;;
    2) ;; # There is none before the first run.
    *) return "$found" ;;
  esac
}
# Where writ.yaml keeps records elsewhere, nothing would be pushed, and the record would go with the machine: then nothing
# is written. What the job is told in `records` and what writ.yaml says must be one.
demand_records() {
  [ -n "$records" ] || return 0
  local store
  store="$(reading record list --dir "$estate" --format json 2>"$said" | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).store')" || {
    show "$said"
    echo 'Where writ.yaml keeps the records of runs could not be read.' >"$reason"
    return 1
  }
  [ "$store" != "git:$records" ] || return 0
  printf '%s\n' "The job pushes records from $records, and writ.yaml keeps them elsewhere: the record of this run would be lost with the machine. Say record: {store: \"git:$records\"} in writ.yaml." >"$reason"
  return 1
}
push_records() {
  [ -n "$records" ] || return 0
  repo_git "$estate" rev-parse --verify --quiet "$records" >/dev/null || return 0
  remote push --quiet --recurse-submodules=no origin "$records:$records"
}

# Git with the token of the job, which the work tree does not keep.
remote() {
  local basic
  basic="$(printf 'oauth2:%s' "${WRIT_FORGE_TOKEN:-}" | base64 | tr -d '\n')"
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.${GITHUB_SERVER_URL:-${CI_SERVER_URL:-https://localhost}}/.extraheader" \
    GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic" repo_git "$estate" "$@"
}
