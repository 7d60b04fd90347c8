#!/usr/bin/env bash
# The built-in pages: the types of their modules, and their tests in a real browser.
#
# Exit code 0: passed; 1: failed; 77: not run, and one line says why.
# --install gets Chromium from the distribution and the packages from npm first.
# UIP_PROGRAMS is the folder of the built programs, WHATSAPP_COMPONENT the built
# component, CHROMIUM another browser.
# Any other argument: only the tests whose name contains it.
set -euo pipefail
cd "$(dirname "$0")"

not_run() {
    echo "not run: $*"
    exit 77
}

export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
if [ "${1:-}" = --install ]; then
    shift
    # What cannot be installed is named below.
    if [ ! -x "$CHROMIUM" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        packages=(chromium fonts-noto-core fonts-noto-color-emoji)
        install=(apt-get install -y --no-install-recommends "${packages[@]}")
        "${install[@]}" || { apt-get update && "${install[@]}"; } || true
    fi
    if command -v npm >/dev/null; then npm ci --no-audit --no-fund || true; fi
fi
[ -x "$CHROMIUM" ] || not_run "there is no Chromium at $CHROMIUM; install it, or name one in CHROMIUM"
command -v node >/dev/null || not_run "node (20 or newer) is not installed"
[ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ] || not_run "node $(node -v) is older than 20"
[ -d node_modules/playwright-core ] && [ -d node_modules/typescript ] || not_run "the packages are not installed; --install gets them from npm"
# The modules' words and types first: that takes seconds.
node words.mjs
for part in shared sandbox console; do
    node node_modules/typescript/bin/tsc -p "tsconfig.$part.json" --pretty false
done
exec node run.mjs "$@"
