#!/usr/bin/env bash
# Builds what deployment.toml names, into target/components:
# whatsapp-activities.wasm, obelisk-webhook.wasm and obelisk-flow.wasm.
set -euo pipefail
cd "$(dirname "$0")"
. ../parts.sh

components=$target/components
built=$target/wasm32-wasip2/release
cd "$root"
run cargo xtask compose
run cargo build --release --target wasm32-wasip2 -p uip-obelisk-events -p uip-obelisk-flow
# The endpoint's events become workflows.
run "$target/debug/uip-compose" "$components/obelisk-webhook.wasm" \
    "$built/obelisk_events.wasm" "$components/whatsapp-webhook.wasm"
run "$target/debug/uip-compose" "$components/obelisk-flow.wasm" "$built/obelisk_flow.wasm"
