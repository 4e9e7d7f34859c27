#!/usr/bin/env bash
# Applies what was merged, if it is what somebody read: the plan of the request's last commit, or the outcome that a
# person named when they started this by hand. Anything else is planned, told, and left alone.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

approved="$work/approved.json"
reason="$work/reason.txt"
before="${WRIT_BASELINE:-HEAD}"
# What is planned anew for somebody to read is held against what is merged: the branch's own writ.yaml counts.
now=(--baseline HEAD)
rm -f "$approved" "$reason" "$plan" "$work/moved.md" "$work/state"

# not_applied CODE: tells what would be done now and how somebody who has read it lets it happen.
not_applied() {
  echo not-applied >"$work/state"
  plan_into "$plan" "$work/now.md" "${only[@]}" "${now[@]}"
  code="$1"
  node "$here/report.mjs" not-applied "$reason" "$work/moved.md" "$plan" "$work/now.md" >"$summary"
  summarise "$summary"
  ended
  exit 0
}

# Which part of the plan goes first. Every line is a stage; the next one begins when the one before ended with 0.
apply_stages() {
  local file="$1" against="$2" stage stages=() scope
  while IFS= read -r stage; do [ -z "$stage" ] || stages+=("$stage"); done <<<"${WRIT_STAGES:-}"
  [ "${#stages[@]}" -gt 0 ] || stages=("")
  : >"$work/applied.txt"
  for stage in "${stages[@]}"; do
    scope=("${only[@]}")
    read -ra addresses <<<"$stage"
    for address in "${addresses[@]}"; do [ "$address" = all ] || scope+=(--only "$address"); done
    apply_one "$file" "$against" "${scope[@]}"
    if [ "$code" != 0 ]; then return 0; fi
  done
}

apply_one() {
  local file="$1" against="$2" by=() name
  shift 2
  while IFS= read -r name; do [ -z "$name" ] || by+=(--approved-by "$name"); done <"$work/approvers.txt"
  code=0
  fetch_records
  writing apply "$dir" --approved "$file" --baseline "$against" --events "$work/events.jsonl" --lock-timeout "${WRIT_LOCK_TIMEOUT:-5m}" \
    "${by[@]}" "$@" >"$work/stage.txt" 2>"$said" || code=$?
  push_records
  cat "$work/stage.txt" "$said" >>"$work/applied.txt"
  show "$work/stage.txt"
  show "$said"
}

# Whether no document of the estate changed since a commit. Git is asked at the top, with the estate's own path before
# each pattern, as it is: a star in the name of a folder stands for itself.
documents_are_as() {
  local top path
  top="$(repository_of "$estate")"
  path="${estate#"$top"}/"
  path="$(printf '%s' "${path#/}" | sed 's/[][*?\\]/\\&/g')"
  repo_git "$estate" diff --quiet --no-ext-diff --no-textconv "$1" HEAD -- \
    ":(glob)$path**/*.yaml" ":(glob)$path**/*.yml" ":(exclude,glob)$path**/.*/**" ":(exclude,glob)$path.*/**"
}

finish() {
  if [ "$code" = 5 ]; then
    echo 'The live platform is not as it was when this was approved.' >"$reason"
    reading plan "$dir" --out "$work/later.json" "${only[@]}" --baseline "$1" >/dev/null 2>&1 || true
    [ ! -s "$work/later.json" ] || node "$here/plan.mjs" compare "$approved" "$work/later.json" >"$work/moved.md"
    not_applied 5
  fi
  cp "$approved" "$plan"
  echo applied >"$work/state"
  node "$here/report.mjs" applied "$code" "$plan" "$work/approvers.txt" "$work/applied.txt" >"$summary"
  summarise "$summary"
  ended
  exit 0
}

fetch_records
if ! demand_records; then
  show "$reason"
  not_applied 1
fi

# Somebody read a plan of what is merged, and names what it does.
if [ -n "${WRIT_OUTCOME:-}" ]; then
  plan_into "$approved" "$work/now.md" "${only[@]}" "${now[@]}"
  if [ ! -s "$approved" ]; then
    echo 'There is no plan now.' >"$reason"
    not_applied "$code"
  fi
  if ! node "$here/plan.mjs" is "$WRIT_OUTCOME" "$approved"; then
    echo 'The outcome that was named is not what would be done now.' >"$reason"
    not_applied 5
  fi
  node "$here/forge.mjs" starter >"$work/approvers.txt"
  apply_stages "$approved" HEAD
  finish HEAD
fi

if ! repo_git "$estate" merge-base --is-ancestor "$before" HEAD 2>/dev/null; then
  echo 'What was merged does not follow what was there before: history was rewritten, or the branch is new.' >"$reason"
  not_applied 3
fi
if documents_are_as "$before"; then
  echo nothing >"$work/state"
  echo 'No document of the estate changed: there is nothing to apply.' | tee "$summary"
  ended
  exit 0
fi
if ! node "$here/forge.mjs" approved "$work"; then
  [ -s "$reason" ] || echo 'The plan that was approved could not be fetched.' >"$reason"
  show "$reason"
  not_applied 3
fi
# A plan that was edited since is not shown, and not applied.
if ! writ show "$approved" --format json >/dev/null 2>"$said"; then
  show "$said"
  echo 'The plan that was kept is broken: it is not what Writ wrote.' >"$reason"
  not_applied 5
fi
# Something else was merged in between, and its writ.yaml counts now; or the plan is more than a day old, and counts no
# more. If the same would be done by a plan of this minute, that is what was approved.
baseline="$(node "$here/plan.mjs" baseline "$approved")"
if [ "$baseline" != "$(repo_git "$estate" rev-parse "$before")" ] || ! node "$here/plan.mjs" young "$approved"; then
  plan_into "$work/again.json" "$work/now.md" "${only[@]}" --baseline "$before"
  if [ ! -s "$work/again.json" ] || ! node "$here/plan.mjs" same "$approved" "$work/again.json"; then
    echo 'What would be done now is not what was approved: something else was merged since, or a day has passed.' >"$reason"
    [ ! -s "$work/again.json" ] || node "$here/plan.mjs" compare "$approved" "$work/again.json" >"$work/moved.md"
    not_applied 5
  fi
  cp "$work/again.json" "$approved"
fi
apply_stages "$approved" "$before"
finish "$before"
