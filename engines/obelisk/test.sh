#!/usr/bin/env bash
# The example flow on Obelisk, against the sandbox.
#
#   test.sh                one node on SQLite
#   test.sh --conformance  the conformance list, each command as an activity
#   test.sh --cluster      two nodes on one PostgreSQL, one of them killed
#
# Exit code 0: passed; 1: failed; 77: not run, and one line says why.
# --install gets Obelisk from crates.io first. OBELISK, UIP_SANDBOX and
# COMPONENTS (a folder) may name what is there already.
set -euo pipefail
cd "$(dirname "$0")"
. ../parts.sh

version=0.38.3
install=
script=test_flow.py
for argument in "$@"; do
    case $argument in
    --install) install=yes ;;
    --cluster) script=cluster.py ;;
    --conformance) script=conformance.py ;;
    *) echo "test.sh does not know $argument" >&2; exit 1 ;;
    esac
done

obelisk=$root/.cache/obelisk-$version
: "${OBELISK:=$(command -v "$obelisk/bin/obelisk" || command -v obelisk || true)}"
if [ -z "$OBELISK" ] && [ -n "$install" ]; then
    command -v protoc >/dev/null || not_run "protoc is not installed (Debian: protobuf-compiler); Obelisk needs it to build"
    run cargo install "obelisk@$version" --locked --root "$obelisk"
    OBELISK=$obelisk/bin/obelisk
fi
[ -n "$OBELISK" ] || not_run "obelisk $version is not installed; --install builds it, in about 20 minutes"
[ "$("$OBELISK" --version)" = "obelisk $version" ] || not_run "$("$OBELISK" --version) is not $version"
command -v python3 >/dev/null || not_run "python3 (3.10 or newer) is not installed"
if [ $script = cluster.py ]; then
    postgres=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)
    [ -n "$postgres" ] || not_run "PostgreSQL is not installed (Debian: postgresql)"
    export POSTGRES_BIN=$postgres
fi
export OBELISK

need_sandbox
if [ -z "${COMPONENTS:-}" ]; then
    ./build.sh
    COMPONENTS=$target/components
fi
COMPONENTS=$(realpath "$COMPONENTS")
export COMPONENTS

"$OBELISK" --version
export PYTHONDONTWRITEBYTECODE=1
run python3 "test/$script"
