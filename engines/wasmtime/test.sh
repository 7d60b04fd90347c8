#!/usr/bin/env bash
# The composed components in the command `wasmtime`, against the sandbox:
# `wasmtime run --invoke` sends, `wasmtime serve` takes notifications.
#
# Exit code 0: passed; 1: failed; 77: not run, and one line says why.
# --install gets wasmtime from crates.io first. WASMTIME, UIP_SANDBOX and
# WHATSAPP_COMPONENTS (a folder) may name what is there already.
set -euo pipefail
cd "$(dirname "$0")"
. ../parts.sh

version=48.0.8
command -v python3 >/dev/null || not_run "python3, which drives the test, is not installed"
installed=$root/.cache/wasmtime-$version
: "${WASMTIME:=$(command -v "$installed/bin/wasmtime" || command -v wasmtime || true)}"
if [ -z "$WASMTIME" ] && [ "${1:-}" = --install ]; then
    run cargo install "wasmtime-cli@$version" --locked --root "$installed"
    WASMTIME=$installed/bin/wasmtime
fi
[ -n "$WASMTIME" ] || not_run "wasmtime is not installed; --install builds it from crates.io (some 10 minutes)"
COMPONENTS=${WHATSAPP_COMPONENTS:-$target/components}
[ -f "$COMPONENTS/whatsapp-activities.wasm" ] || run cargo xtask compose
need_sandbox
export WASMTIME COMPONENTS
"$WASMTIME" --version
run python3 -m unittest --verbose
