#!/usr/bin/env bash
# Checks /openapi.json with a public validator, generates clients from it with
# two public generators, and calls the server through them.
#
#   run.sh        starts a server in front of an adapter that sends nothing
#   run.sh URL    takes the server at URL, whose token is in UIP_TOKEN, and
#                 makes only calls that it refuses: nothing is sent
#
# It needs cargo, python3 (3.10 or later), npm (Node 20 or later) and their
# registries. All that it installs goes into a temporary folder.
set -euo pipefail

SPEC_VALIDATOR=openapi-spec-validator==0.9.0
PYTHON_GENERATOR=openapi-python-client==0.29.1
NPM_PACKAGES=(openapi-typescript@7.13.0 openapi-fetch@0.17.0 typescript@5.9.3)

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../../../..
work=$(mktemp -d)
server=
cleanup() {
  if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT

if [[ $# -ge 1 ]]; then
  export UIP_URL=${1%/} UIP_FAKE=
  : "${UIP_TOKEN:?set UIP_TOKEN to the token of the commands API}"
else
  export UIP_FAKE=1 UIP_TOKEN=a-token-of-the-check
  cargo build --quiet --manifest-path "$root/Cargo.toml" -p uip-server --example commands_api
  target=$(cargo metadata --manifest-path "$root/Cargo.toml" --format-version 1 --no-deps |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
  "$target/debug/examples/commands_api" "$root/adapter.json" "$UIP_TOKEN" >"$work/address" &
  server=$!
  for _ in $(seq 100); do
    [[ -s $work/address ]] && break
    kill -0 "$server" || { echo "the server did not start" >&2; exit 1; }
    sleep 0.1
  done
  UIP_URL=$(head -n 1 "$work/address")
  export UIP_URL
fi
echo "server: $UIP_URL"

cd "$work"
curl --silent --show-error --fail --header "Authorization: Bearer $UIP_TOKEN" \
  "$UIP_URL/openapi.json" --output openapi.json

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "$SPEC_VALIDATOR" "$PYTHON_GENERATOR"

echo "== $SPEC_VALIDATOR"
venv/bin/openapi-spec-validator openapi.json

echo "== $PYTHON_GENERATOR"
# A warning fails too: it stands for an operation that was left out. The hooks
# only format the code, with tools that are not needed here.
echo 'post_hooks: []' >generator.yaml
venv/bin/openapi-python-client generate --path openapi.json --meta none \
  --output-path uip_client --config generator.yaml --fail-on-warning
venv/bin/python "$here/check.py"

echo "== ${NPM_PACKAGES[*]}"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-fund --no-audit "${NPM_PACKAGES[@]}"
npx --no-install openapi-typescript openapi.json --output uip.ts
cp "$here/check.ts" check.ts
npx --no-install tsc --strict --skipLibCheck --target es2022 --module nodenext \
  --moduleResolution nodenext --outDir out check.ts
node out/check.js
echo "all checks passed"
