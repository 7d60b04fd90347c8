#!/usr/bin/env bash
# Builds what deployment.toml names, into target/components:
# whatsapp-activities.wasm, obelisk-webhook.wasm and obelisk-flow.wasm.
#
# WHATSAPP_COMPONENTS may name the folder where `cargo xtask compose` has put
# its components already.
set -euo pipefail
cd "$(dirname "$0")"
. ../parts.sh

cd "$root"
[ -n "${WHATSAPP_COMPONENTS:-}" ] || run cargo xtask compose
components=${WHATSAPP_COMPONENTS:-$target/components}
built=$target/wasm32-wasip2/component
compose=$target/debug/uip-compose
run cargo build --profile component --target wasm32-wasip2 -p uip-obelisk-events -p uip-obelisk-flow
[ -x "$compose" ] || run cargo build -p uip-compose
# The endpoint's events become workflows.
run "$compose" "$components/obelisk-webhook.wasm" \
    "$built/obelisk_events.wasm" "$components/whatsapp-webhook.wasm"
run "$compose" "$components/obelisk-flow.wasm" "$built/obelisk_flow.wasm"
