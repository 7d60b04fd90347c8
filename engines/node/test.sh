#!/usr/bin/env bash
# The example on Node, against the sandbox: types checked, sent, received.
#
# Exit code 0: passed; 1: failed; 77: not run, and one line says why.
# --install gets the packages from npm first. WHATSAPP_COMPONENT,
# WHATSAPP_TWILIO_COMPONENT and UIP_SANDBOX may name what is built already.
set -euo pipefail
cd "$(dirname "$0")"
. ../parts.sh

command -v node >/dev/null && command -v npm >/dev/null || not_run "node and npm (20 or newer) are not installed"
[ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ] || not_run "node $(node -v) is older than 20"
if [ "${1:-}" = --install ]; then
    # Not `npm ci`: it wants every platform's optional packages in the lock.
    run npm install --no-save --no-audit --no-fund --loglevel=http
fi
npm ls --silent >/dev/null 2>&1 || not_run "the packages are not installed; --install gets them from npm"
need_component
need_twilio_component
need_sandbox
echo "node $(node -v), jco $(npx --no-install jco --version)"
run npm run --silent build
run npm test --silent
