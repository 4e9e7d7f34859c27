#!/usr/bin/env bash
# Builds Writ from the commit that lies here, by its lock file, once. No script of a dependency runs.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

if [ ! -f "$root/dist/index.js" ] || [ ! -d "$root/node_modules" ]; then
  npm ci --prefix "$root" --ignore-scripts --no-audit --no-fund
  npm run --prefix "$root" build
fi
