#!/usr/bin/env bash
# The flow in a real n8n: a customer of the sandbox writes, `uip serve`
# delivers the event, the flow answers through the commands API. Once with the
# Cloud API as the carrier, once with Twilio.
#
# Exit code 0: passed; 1: failed; 77: not run, and one line says why.
# --install gets n8n from npm first: 2.4 GB, into the target directory.
# N8N_COMMAND may name an n8n that is installed already; WHATSAPP_COMPONENT,
# WHATSAPP_TWILIO_COMPONENT, UIP_SANDBOX and UIP_COMMAND what is built already.
set -euo pipefail
cd "$(dirname "$0")"
. ../parts.sh

command -v node >/dev/null && command -v npm >/dev/null || not_run "node and npm are not installed"
folder=$target/engines/n8n
if [ "${1:-}" = --install ] && [ -z "${N8N_COMMAND:-}" ]; then
    mkdir -p "$folder"
    cp package.json "$folder"
    (cd "$folder" && SCARF_ANALYTICS=false run npm install --no-audit --no-fund --loglevel=http)
fi
export N8N_COMMAND=${N8N_COMMAND:-$folder/node_modules/.bin/n8n}
[ -x "$N8N_COMMAND" ] || not_run "n8n is not installed; --install gets it from npm (2.4 GB)"
need_component
need_twilio_component
need_sandbox
need_uip
echo "n8n $("$N8N_COMMAND" --version | tail -1) on node $(node -v)"
run node --test test/*.test.js
