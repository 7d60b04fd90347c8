#!/usr/bin/env python3
"""Times of a send and of a webhook on each engine, as ratios to our host's.

All engines work in one run and take turns, so that a busy machine slows all of
them alike. It measures, and never fails for being slow. What is not installed
is named and left out.

WHATSAPP_COMPONENT is the adapter, UIP_SANDBOX the sandbox, UIP_HOST_BENCH the
worker of our host (`cargo build --release -p uip-engines-bench`); where a
wasmtime command is to be measured, UIP_COMMAND is `uip` and WASMTIME the
command, if it is not on the PATH. Needs only Python's own library.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ENGINES = HERE.parent
ROOT = ENGINES.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
SECRET = b"sandbox-app-secret"

NOTIFICATION = {
    "object": "whatsapp_business_account",
    "entry": [{"id": "500000000000005", "changes": [{"field": "messages", "value": {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550100200", "phone_number_id": "100000000000001"},
        "contacts": [{"profile": {"name": "Ada"}, "wa_id": "16505551234", "user_id": "US.13491208655302741918"}],
        "messages": [{
            "from": "16505551234", "id": "wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=",
            "timestamp": "1795248000", "type": "text", "text": {"body": "Is there any rye left? " * 8},
        }],
    }}]}],
}


class Worker:
    """A program that calls commands and says how long each took."""

    def __init__(self, command: list[str], env: dict[str, str], folder: Path) -> None:
        self._process = subprocess.Popen(
            command, env=env, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, command: str, count: int) -> list[float]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command, "count": count}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"a worker ended with {self._process.wait()}")
        times: list[float] = json.loads(line)
        return times

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class Processes:
    """A process for each call, from its start to its end."""

    def __init__(self, commands: dict[str, list[str]], env: dict[str, str], folder: Path) -> None:
        self._commands, self._env, self._folder = commands, env, folder

    def __call__(self, command: str, count: int) -> list[float]:
        times = []
        for _ in range(count):
            began = time.perf_counter()
            done = subprocess.run(self._commands[command], env=self._env, cwd=self._folder, capture_output=True, text=True)
            times.append((time.perf_counter() - began) * 1e6)
            if done.returncode != 0 or "err(" in done.stdout:
                raise SystemExit(f"{self._commands[command][0]}: {done.stdout}{done.stderr}")
        return times

    def stop(self) -> None:
        """Nothing runs between calls."""


Contestants = dict[str, Any]


def inside(env: dict[str, str]) -> Contestants:
    """The engines that a program embeds."""
    found: Contestants = {}
    host = os.environ.get("UIP_HOST_BENCH", str(TARGET / "release" / "uip-engines-bench"))
    found["our host"] = Worker([host], env, ROOT)
    found["our host, a fresh guest each"] = Worker([host, "fresh"], env, ROOT)
    if (ENGINES / "node" / "whatsapp" / "whatsapp.js").exists():
        found["Node, jco"] = Worker(["node", "--conditions=test", "bench.js"], env, ENGINES / "node")
    else:
        print("not measured: Node; engines/node/test.sh --install prepares it")
    python = ENGINES / "python" / ".venv" / "bin" / "python"
    if python.exists():
        found["Python, wasmtime (fresh each)"] = Worker([str(python), "bench.py"], env, ENGINES / "python")
    else:
        print("not measured: Python; engines/python/test.sh --install prepares it")
    obelisk = env.get("OBELISK") or shutil.which("obelisk")
    components = Path(env.get("OBELISK_COMPONENTS", TARGET / "components"))
    if obelisk and (components / "obelisk-webhook.wasm").exists():
        theirs = {**env, "OBELISK": obelisk, "OBELISK_COMPONENTS": str(components.resolve())}
        found["Obelisk, SQLite, over HTTP"] = Worker(["python3", "bench.py"], theirs, ENGINES / "obelisk")
    else:
        print("not measured: Obelisk; engines/obelisk/test.sh --install prepares it")
    return found


def commands(env: dict[str, str], folder: Path) -> Contestants:
    """A command line for each call."""
    wasmtime = os.environ.get("WASMTIME") or shutil.which("wasmtime")
    uip = os.environ.get("UIP_COMMAND")
    components = Path(os.environ.get("WHATSAPP_COMPONENTS", TARGET / "components"))
    composed = components / "whatsapp-activities.wasm"
    if not (wasmtime and uip and composed.exists()):
        print("not measured: wasmtime; it needs UIP_COMMAND, wasmtime and `cargo xtask compose`")
        return {}
    configuration = f"""
[adapters.whatsapp]
component = {json.dumps(env["WHATSAPP_COMPONENT"])}
manifest = {json.dumps(env["BENCH_MANIFEST"])}
[adapters.whatsapp.properties]
authenticationToken = {{ env = "WHATSAPP_AUTHENTICATION_TOKEN" }}
apiVersion = "v25.0"
phoneNumberId = "100000000000001"
appSecret = {{ env = "WHATSAPP_APP_SECRET" }}
apiBaseUrl = {json.dumps(env["WHATSAPP_API_BASE_URL"])}
"""
    (folder / "uip.toml").write_text(configuration)
    (folder / "notification.json").write_text(json.dumps(NOTIFICATION))
    call = [uip, "call"]
    text = ["sendMessageText", "--set", "phoneNumber=+16505551234", "--set", "message=Hello"]
    webhook = ["processWebhook", "--set", "whatsAppNotification=@notification.json",
               "--set", f"signature={env['BENCH_SIGNATURE']}", "--events", "-"]
    names = [name for name in env if name.startswith("WHATSAPP_") and name != "WHATSAPP_COMPONENT"]
    run = [wasmtime, "run", "-S", "http", *(part for name in names for part in ("--env", name)), "--invoke"]
    fields = ("preview-url", "direct-send", "recipient-identity-key-hash", "reply-to", "callback-data")
    none = ", ".join(f"{field}: none" for field in fields)
    invocations = {
        "send": 'send-message-text({phone-number: "+16505551234", message: "Hello", ' + none + "})",
        "webhook": "process-webhook({whats-app-notification: " + json.dumps(json.dumps(NOTIFICATION))
        + ", signature: some(" + json.dumps(env["BENCH_SIGNATURE"]) + ")})",
    }
    return {
        "uip call": Processes({"send": call + text, "webhook": call + webhook}, env, folder),
        "wasmtime run": Processes({name: [*run, it, str(composed)] for name, it in invocations.items()}, env, folder),
    }


def in_turns(title: str, contestants: Contestants, rounds: int, count: int) -> None:
    """The first of the contestants is what the others are compared with."""
    print(f"\n{title}: {rounds * count} of each, in turns of {count}")
    for command in ("send", "webhook"):
        times: dict[str, list[float]] = {name: [] for name in contestants}
        for contestant in contestants.values():
            contestant(command, max(2, count))
        for _ in range(rounds):
            for name, contestant in contestants.items():
                times[name] += contestant(command, count)
        base = statistics.median(next(iter(times.values())))
        for name, taken in times.items():
            median, p95 = statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)]
            print(f"  {command:8} {name:31} median {median:10.0f} µs  p95 {p95:10.0f} µs  {median / base:6.2f} ×")


def main() -> None:
    sandbox = os.environ.get("UIP_SANDBOX", str(TARGET / "debug" / "uip-sandbox"))
    server = subprocess.Popen(
        [sandbox, "--listen", "127.0.0.1:0", "--quiet", "--auto-status", "off"], stdout=subprocess.PIPE, text=True
    )
    stops: list[Callable[[], object]] = [server.wait, server.terminate]
    try:
        assert server.stdout is not None
        url = server.stdout.readline().split(" on ")[1].split()[0]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            body = json.dumps(NOTIFICATION).encode()
            (folder / "notification.json").write_bytes(body)
            component = os.environ.get("WHATSAPP_COMPONENT", str(TARGET / "wasm32-wasip2/component/whatsapp.wasm"))
            env = {
                **os.environ,
                "WHATSAPP_COMPONENT": str(Path(component).resolve()),
                "WHATSAPP_AUTHENTICATION_TOKEN": "sandbox-access-token-guards-nothing",
                "WHATSAPP_API_VERSION": "v25.0",
                "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
                "WHATSAPP_APP_SECRET": base64.b64encode(SECRET).decode(),
                "WHATSAPP_API_BASE_URL": url,
                "BENCH_MANIFEST": str(ROOT / "adapter.json"),
                "BENCH_NOTIFICATION": str(folder / "notification.json"),
                "BENCH_SIGNATURE": "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest(),
                "UIP_CACHE_DIR": str(folder / "compiled"),
            }
            embedded = inside(env)
            stops += [it.stop for it in embedded.values()]
            in_turns("a call in the process", embedded, rounds=40, count=25)
            called = commands(env, folder)
            if called:
                in_turns("a process for each call", called, rounds=10, count=5)
    finally:
        for stop in reversed(stops):
            stop()


if __name__ == "__main__":
    main()
