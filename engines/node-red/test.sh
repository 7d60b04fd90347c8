#!/usr/bin/env bash
# The flow in a real Node-RED: a customer of the sandbox writes, `uip serve`
# delivers the event, the flow answers through the commands API. Once with the
# Cloud API as the carrier, once with Twilio.
#
# Exit code 0: passed; 1: failed; 77: not run, and one line says why.
# --install gets Node-RED from npm first. WHATSAPP_COMPONENT,
# WHATSAPP_TWILIO_COMPONENT, UIP_SANDBOX and UIP_COMMAND may name what is built already.
set -euo pipefail
cd "$(dirname "$0")"
. ../parts.sh

command -v node >/dev/null && command -v npm >/dev/null || not_run "node and npm are not installed"
if [ "${1:-}" = --install ]; then
    run npm ci --no-audit --no-fund --loglevel=http
fi
[ -x node_modules/.bin/node-red ] || not_run "Node-RED is not installed; --install gets it from npm"
need_component
need_twilio_component
need_sandbox
need_uip
echo "Node-RED $(node -p 'require("./node_modules/node-red/package.json").version') on node $(node -v)"
run node --test test/*.test.js
