"""The conformance list in the command `wasmtime`: each case is a process with
its properties in the environment; what a webhook endpoint answers is asked of
`wasmtime serve`."""

import json
import re
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "conformance"))

import case_list
import wave_text
from contract import Contract, kebab, shown
from placeholders import Placeholders, kept
from test_wasmtime import COMPONENTS, WASMTIME, Program, Sandbox, request

CONTRACT = Contract()
LIST = case_list.read()
DIFFERENCES = json.loads((HERE / "differences.json").read_text("utf-8"))


def environment(properties: dict[str, Any], sandbox: str) -> dict[str, str]:
    names = {name: "WHATSAPP_" + re.sub("[A-Z]", lambda it: "_" + it.group(), name).upper() for name in properties}
    return {
        names[name]: sandbox if it == "{sandbox}" else str(it)
        for name, it in properties.items()
        if it is not None
    }


class Conformance(unittest.TestCase):
    maxDiff = None
    sandbox: Sandbox

    @classmethod
    def setUpClass(cls) -> None:
        cls.sandbox = Sandbox(*LIST["sandbox"])
        cls.addClassCleanup(cls.sandbox.stop)

    def run_case(self, case: dict[str, Any], placeholders: Placeholders) -> tuple[dict[str, Any], list[str]]:
        env = environment({**LIST["properties"], **case.get("properties", {})}, self.sandbox.url)
        inherit = [part for name in env for part in ("--env", name)]
        command, given = case["command"], placeholders.fill(case["request"])
        call = f"{kebab(command)}({wave_text.write(CONTRACT.request(command), given)})"
        invoke = [WASMTIME, "run", "-S", "http", *inherit, "--invoke", call]
        component = str(COMPONENTS / "whatsapp-activities.wasm")
        done = subprocess.run([*invoke, component], env=env, capture_output=True, encoding="utf-8")
        self.assertEqual(done.returncode, 0, done.stderr)
        *events, outcome = done.stdout.split("\n")[:-1]
        kind, content = wave_text.read(outcome)
        if kind == "ok":
            return {"status": "success", **shown(CONTRACT.ok(command), content)}, events
        name, failure = content
        retryable = "permanent" not in name
        answer = {"status": "failure", "failure": name, "retryable": retryable}
        return {**answer, **shown(CONTRACT.failure(), failure)}, events

    def test_every_case_that_can_be_expressed(self) -> None:
        cases = [case for case in LIST["cases"] if "refuseEvents" not in case]
        for case in cases:
            with self.subTest(case["name"]):
                placeholders = Placeholders(self.sandbox.url)
                placeholders.prepare(case, self.sandbox.control)
                response, events = self.run_case(case, placeholders)
                differs = DIFFERENCES.get(case["name"], {"response": {}})["response"]
                self.assertEqual(placeholders.masked_response(response), {**case["response"], **differs})
                if "sent" in case:
                    self.assertEqual(placeholders.sent(self.sandbox.control), case["sent"])
                if "kept" in case:
                    self.assertEqual(kept(self.sandbox.control), case["kept"])
                self.assertEqual(events, case.get("events", []))
        self.assertEqual(set(DIFFERENCES) - {case["name"] for case in cases}, set())
        print(f"{len(cases)} of {len(LIST['cases'])} cases", end=" ", flush=True)

    def test_serve_answers_each_notification_as_the_list_says(self) -> None:
        env = environment(LIST["properties"], self.sandbox.url)
        inherit = [part for name in env for part in ("--env", name)]
        component = str(COMPONENTS / "whatsapp-webhook-stdout.wasm")
        server = Program(
            [WASMTIME, "serve", "-S", "cli", "--no-logging-prefix", "--addr", "127.0.0.1:0", *inherit, component],
            env, "Serving HTTP on",
        )
        self.addCleanup(server.stop)
        cases = [
            case for case in LIST["cases"]
            if "webhookStatus" in case and "properties" not in case and "refuseEvents" not in case
        ]
        for case in cases:
            with self.subTest(case["name"]):
                signature = case["request"].get("signature")
                headers = {} if signature is None else {"X-Hub-Signature-256": signature}
                status, _ = request(server.url, case["request"]["whatsAppNotification"].encode(), headers)
                self.assertEqual(status, case["webhookStatus"])
                for event in case.get("events", []) if status == 200 else []:
                    server.line("the event", lambda it, event=event: it == event)  # type: ignore[misc]
        print(f"{len(cases)} notifications", end=" ", flush=True)


if __name__ == "__main__":
    unittest.main()
