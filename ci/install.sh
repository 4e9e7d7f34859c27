#!/usr/bin/env bash
# Puts writ on the PATH of the steps that follow: built from the commit of this repository that the workflow pins, or
# an exact package of a registry that you trust. No script of a dependency runs.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
bin="${RUNNER_TEMP:?}/writ-bin"
mkdir -p "$bin"

if [ -n "${WRIT_PACKAGE:-}" ]; then
  # The name writ is nobody's on npm yet: whoever takes it must not be run by mistake.
  case "$WRIT_PACKAGE" in
    @*/*@[0-9]*.[0-9]*.[0-9]* | https://*.tgz) ;;
    *)
      echo "::error title=Writ::package must be an exact version of your own scope, like @acme/writ@0.1.0, or the https address of a .tgz"
      exit 1
      ;;
  esac
  home="$RUNNER_TEMP/writ-package"
  npm install --prefix "$home" --ignore-scripts --omit=dev --no-audit --no-fund --no-save -- "$WRIT_PACKAGE"
  ln -sf "$home/node_modules/.bin/writ" "$bin/writ"
else
  bash "$root/ci/build.sh"
  ln -sf "$root/bin/writ.js" "$bin/writ"
fi

chmod +x "$bin/writ"
echo "$bin" >>"$GITHUB_PATH"
"$bin/writ" --version
