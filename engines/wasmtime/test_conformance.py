"""The conformance lists in the command `wasmtime`: each case is a process with
its properties in the environment; what a webhook endpoint answers is asked of
`wasmtime serve`."""

import json
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "conformance"))

import case_list
import wave_text
from case_list import CaseList
from contract import Contract, kebab, shown
from placeholders import Placeholders, kept
from test_wasmtime import COMPONENTS, WASMTIME, Program, Sandbox, request

LISTS = case_list.all_lists()
DIFFERENCES = json.loads((HERE / "differences.json").read_text("utf-8"))


class Conformance(unittest.TestCase):
    maxDiff = None

    def start(self, cases: CaseList) -> Sandbox:
        sandbox = Sandbox(*cases.sandbox)
        self.addCleanup(sandbox.stop)
        return sandbox

    def run_case(
        self, cases: CaseList, contract: Contract, sandbox: Sandbox, case: dict[str, Any], request: Any
    ) -> tuple[dict[str, Any], list[str]]:
        env = cases.environment_of(case, sandbox.url)
        inherit = [part for name in env for part in ("--env", name)]
        command = case["command"]
        call = f"{kebab(command)}({wave_text.write(contract.request(command), request)})"
        invoke = [WASMTIME, "run", "-S", "http", *inherit, "--invoke", call]
        component = str(COMPONENTS / f"{cases.adapter}-activities.wasm")
        done = subprocess.run([*invoke, component], env=env, capture_output=True, encoding="utf-8")
        self.assertEqual(done.returncode, 0, done.stderr)
        *events, outcome = done.stdout.split("\n")[:-1]
        kind, content = wave_text.read(outcome)
        if kind == "ok":
            return {"status": "success", **shown(contract.ok(command), content)}, events
        name, failure = content
        retryable = "permanent" not in name
        answer = {"status": "failure", "failure": name, "retryable": retryable}
        return {**answer, **shown(contract.failure(), failure)}, events

    def answers(self, cases: CaseList) -> int:
        """How many cases there were."""
        sandbox, contract = self.start(cases), cases.contract()
        expressed = [case for case in cases.cases if "refuseEvents" not in case]
        for case in expressed:
            with self.subTest(case["name"]):
                placeholders = Placeholders(sandbox.url)
                placeholders.prepare(case, sandbox.control)
                request = placeholders.fill(case["request"])
                response, events = self.run_case(cases, contract, sandbox, case, request)
                differs = DIFFERENCES.get(case["name"], {"response": {}})["response"]
                self.assertEqual(placeholders.masked_response(response), {**case["response"], **differs})
                if "sent" in case:
                    self.assertEqual(placeholders.sent(sandbox.control), case["sent"])
                if "kept" in case:
                    self.assertEqual(kept(sandbox.control), case["kept"])
                self.assertEqual(events, case.get("events", []))
        return len(expressed)

    def test_every_case_that_can_be_expressed(self) -> None:
        for cases in LISTS:
            count = self.answers(cases)
            print(f"{count} of {len(cases.cases)} cases of {cases.adapter}", end=" ", flush=True)
        names = {case["name"] for cases in LISTS for case in cases.cases}
        self.assertEqual(set(DIFFERENCES) - names, set())

    def test_serve_answers_each_notification_as_the_list_says(self) -> None:
        for cases in LISTS:
            count = self.serves(cases)
            print(f"{count} notifications of {cases.adapter}", end=" ", flush=True)

    def serves(self, cases: CaseList) -> int:
        """How many notifications there were."""
        sandbox = self.start(cases)
        env = cases.environment_of({}, sandbox.url)
        inherit = [part for name in env for part in ("--env", name)]
        component = str(COMPONENTS / f"{cases.adapter}-webhook-stdout.wasm")
        server = Program(
            [WASMTIME, "serve", "-S", "cli", "--no-logging-prefix", "--addr", "127.0.0.1:0", *inherit, component],
            env, "Serving HTTP on",
        )
        self.addCleanup(server.stop)
        notifications = [
            case for case in cases.cases
            if case.get("webhookStatus") and "properties" not in case and "refuseEvents" not in case
        ]
        for case in notifications:
            with self.subTest(case["name"]):
                delivery = cases.delivery(case)
                status, _ = request(server.url + delivery.path, delivery.body, delivery.headers)
                self.assertEqual(status, case["webhookStatus"])
                for event in case.get("events", []) if status == 200 else []:
                    server.line("the event", lambda it, event=event: it == event)  # type: ignore[misc]
        return len(notifications)


if __name__ == "__main__":
    unittest.main()
