#!/usr/bin/env bash
# The example in Python, against the sandbox: types checked, sent, received.
#
# Exit code 0: passed; 1: failed; 77: not run, and one line says why.
# --install gets the packages from PyPI first. WHATSAPP_COMPONENT,
# WHATSAPP_TWILIO_COMPONENT and UIP_SANDBOX may name what is built already.
set -euo pipefail
cd "$(dirname "$0")"
. ../parts.sh

command -v python3 >/dev/null || not_run "python3 (3.10 or newer) is not installed"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || not_run "$(python3 -V) is older than 3.10"
python=.venv/bin/python
if [ "${1:-}" = --install ]; then
    [ -x $python ] || run python3 -m venv .venv
    run $python -m pip --disable-pip-version-check install -r requirements-dev.txt
fi
$python -c 'import wasmtime, mypy' 2>/dev/null ||
    not_run "the packages are not installed; --install gets them from PyPI"
need_component
need_twilio_component
need_sandbox
echo "$($python -V), wasmtime $($python -c 'from importlib.metadata import version; print(version("wasmtime"))')"
MYPYPATH=../conformance run $python -m mypy --strict ./*.py ../conformance/*.py
run $python -m unittest --verbose
