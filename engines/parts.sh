# What the tests of the engines share; read with `.`, not run.
#
# Each function sets and exports what it names, and builds it only when
# nobody gave it.

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}

# Says why a test was not run, and ends it.
not_run() {
    echo "not run: $*"
    exit 77
}

# Prints a command and runs it.
run() {
    echo "\$ $*"
    "$@"
}

# WHATSAPP_COMPONENT: the adapter.
need_component() {
    need_adapter WHATSAPP_COMPONENT whatsapp uip-whatsapp
}

# WHATSAPP_TWILIO_COMPONENT: the adapter for Twilio.
need_twilio_component() {
    need_adapter WHATSAPP_TWILIO_COMPONENT whatsapp_twilio uip-whatsapp-twilio
}

need_adapter() {
    local variable=$1 name=$2 package=$3
    if [ -z "${!variable:-}" ]; then
        printf -v "$variable" %s "$target/wasm32-wasip2/component/$name.wasm"
        [ -f "${!variable}" ] ||
            run cargo build --manifest-path "$root/Cargo.toml" --profile component --lib -p "$package" --target wasm32-wasip2
    fi
    [ -f "${!variable}" ] || { echo "there is no component at ${!variable}" >&2; exit 1; }
    printf -v "$variable" %s "$(realpath "${!variable}")"
    export "${variable?}"
}

# UIP_SANDBOX: the Cloud API on loopback.
need_sandbox() {
    need_binary UIP_SANDBOX uip-sandbox uip-sandbox
}

# UIP_COMMAND: the host's command, `uip`.
need_uip() {
    need_binary UIP_COMMAND uip uip-cli
}

need_binary() {
    local variable=$1 name=$2 package=$3
    if [ -z "${!variable:-}" ]; then
        run cargo build --manifest-path "$root/Cargo.toml" -p "$package" --bin "$name"
        printf -v "$variable" %s "$target/debug/$name"
    fi
    [ -x "${!variable}" ] || { echo "$variable is no command: ${!variable}" >&2; exit 1; }
    printf -v "$variable" %s "$(realpath "${!variable}")"
    export "${variable?}"
}
