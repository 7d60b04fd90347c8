#!/bin/sh
# Lets Twilio's own libraries for Python and Node work against the sandbox. Exit code 0 means that all of it worked.
#
# Needs cargo, python3 (3.10 or later) with PyPI, and node (20 or later) with npm. Everything is built and installed below
# the target folder.
#
#     run.sh [python|node]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../../../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
installed=$target/clients/twilio

echo "building uip-sandbox"
cargo build --quiet --manifest-path "$root/Cargo.toml" --package uip-sandbox

if [ "${1:-python}" = python ]; then
    if [ ! -x "$installed/venv/bin/python" ]; then
        echo "making a virtual environment in $installed/venv"
        python3 -m venv "$installed/venv"
    fi
    echo "installing twilio from PyPI"
    "$installed/venv/bin/python" -m pip --quiet --disable-pip-version-check install \
        --requirement "$here/requirements.txt"
    "$installed/venv/bin/python" "$here/client.py" "$target/debug/uip-sandbox"
fi

if [ "${1:-node}" = node ]; then
    mkdir -p "$installed/node"
    cp "$here/package.json" "$here/package-lock.json" "$installed/node/"
    echo "installing twilio from npm"
    npm --prefix "$installed/node" ci --silent --no-audit --no-fund --ignore-scripts
    TWILIO_MODULES="$installed/node" node "$here/client.mjs" "$target/debug/uip-sandbox"
fi
