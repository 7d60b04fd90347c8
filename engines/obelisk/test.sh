#!/usr/bin/env bash
# The example flow and the conformance list on Obelisk, against the sandbox.
#
#   test.sh            one node on SQLite
#   test.sh --cluster  two nodes on one PostgreSQL, one of them killed in the
#                      middle; --conversations=N, --retries=N
#
# Exit code 0: passed; 1: failed; 77: not run, and one line says why.
# --install gets Obelisk from crates.io first. OBELISK (the command),
# UIP_SANDBOX and OBELISK_COMPONENTS (what build.sh makes: a folder) may name
# what is there already.
set -euo pipefail
cd "$(dirname "$0")"
. ../parts.sh

version=0.38.3
install=
scripts=(test_flow.py conformance.py)
options=()
for argument in "$@"; do
    case $argument in
    --install) install=yes ;;
    --cluster) scripts=(cluster.py) ;;
    --conversations=* | --retries=*) options+=("$argument") ;;
    *) echo "test.sh does not know $argument" >&2; exit 1 ;;
    esac
done

command -v python3 >/dev/null || not_run "python3 (3.10 or newer) is not installed"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || not_run "$(python3 -V) is older than 3.10"
if [ "${scripts[0]}" = cluster.py ]; then
    POSTGRES_BIN=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)
    [ -n "$POSTGRES_BIN" ] || not_run "PostgreSQL is not installed (Debian: postgresql)"
    export POSTGRES_BIN
fi
own=$root/.cache/obelisk-$version
: "${OBELISK:=$(command -v "$own/bin/obelisk" || command -v obelisk || true)}"
if [ -z "$OBELISK" ] && [ -n "$install" ]; then
    command -v protoc >/dev/null || not_run "protoc is not installed (Debian: protobuf-compiler); Obelisk needs it to build"
    run cargo install "obelisk@$version" --locked --root "$own" --target-dir "$own/build"
    rm -rf "$own/build"
    OBELISK=$own/bin/obelisk
fi
[ -n "$OBELISK" ] || not_run "obelisk $version is not installed; --install builds it, in about 20 minutes"
[ "$("$OBELISK" --version)" = "obelisk $version" ] || not_run "$OBELISK is $("$OBELISK" --version), not $version"
export OBELISK

need_sandbox
if [ -z "${OBELISK_COMPONENTS:-}" ]; then
    ./build.sh
    OBELISK_COMPONENTS=${WHATSAPP_COMPONENTS:-$target/components}
fi
OBELISK_COMPONENTS=$(realpath "$OBELISK_COMPONENTS")
export OBELISK_COMPONENTS PYTHONDONTWRITEBYTECODE=1

"$OBELISK" --version
for script in "${scripts[@]}"; do
    run python3 "test/$script" "${options[@]}"
done
