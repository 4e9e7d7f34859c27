#!/usr/bin/env bash
# Checks out what merging this request would give: without it the plan would take back what the target branch has got
# since. GitHub, and GitLab's merged results, do so by themselves. The first parent is the target branch.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/git.sh"

[ "${CI_MERGE_REQUEST_EVENT_TYPE:-}" != merged_result ] || exit 0
repo_git "$PWD" fetch --quiet --no-tags --no-recurse-submodules origin "refs/heads/${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:?}"
repo_git "$PWD" checkout --quiet --detach FETCH_HEAD
if ! repo_git "$PWD" -c user.name=writ -c user.email=writ@localhost merge --quiet --no-ff --no-edit -m 'what merging would give' "${CI_COMMIT_SHA:?}"; then
  echo 'This request cannot be merged as it stands. Bring it up to date first; then there is a plan.' >&2
  exit 1
fi
