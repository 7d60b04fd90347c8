#!/bin/sh
# Lets pywa, a public WhatsApp client, work against the sandbox. Exit code 0 means that all of it worked.
#
# Needs cargo, python3 (3.10 or later) and PyPI. Everything is built and installed below the target folder.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../../../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
venv=$target/clients/pywa

echo "building uip-sandbox"
cargo build --quiet --manifest-path "$root/Cargo.toml" --package uip-sandbox

if [ ! -x "$venv/bin/python" ]; then
    echo "making a virtual environment in $venv"
    python3 -m venv "$venv"
fi
echo "installing pywa"
"$venv/bin/python" -m pip --quiet --disable-pip-version-check install --requirement "$here/requirements.txt"

exec "$venv/bin/python" "$here/client.py" "$target/debug/uip-sandbox"
