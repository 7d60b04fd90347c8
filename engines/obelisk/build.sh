#!/usr/bin/env bash
# Builds what deployment.toml and deployment-twilio.toml name, into
# target/components: for each adapter its activities, a webhook and the flow.
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
run cargo build --profile component --target wasm32-wasip2 -p uip-obelisk-events -p uip-obelisk-flow \
    -p uip-obelisk-carrier-cloud-api -p uip-obelisk-carrier-twilio
[ -x "$compose" ] || run cargo build -p uip-compose
# The endpoint's events become workflows, and the flow gets its carrier.
run "$compose" "$components/obelisk-webhook.wasm" \
    "$built/obelisk_events.wasm" "$components/whatsapp-webhook.wasm"
run "$compose" "$components/obelisk-flow.wasm" \
    "$built/obelisk_carrier_cloud_api.wasm" "$built/obelisk_flow.wasm"
run "$compose" "$components/obelisk-webhook-twilio.wasm" \
    "$built/obelisk_events.wasm" "$components/whatsapp-twilio-webhook.wasm"
run "$compose" "$components/obelisk-flow-twilio.wasm" \
    "$built/obelisk_carrier_twilio.wasm" "$built/obelisk_flow.wasm"
