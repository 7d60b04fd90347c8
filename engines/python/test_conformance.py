"""Every case of the conformance lists, in Python."""

import json
import os
import re
import sys
import unittest
from pathlib import Path
from typing import Any

from wasmtime.component import Record

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "conformance"))

import case_list
import whatsapp
import whatsapp_twilio
from case_list import CaseList
from contract import camel, kebab
from json_request import call_json
from placeholders import Placeholders, kept
from sandbox import Sandbox
from uip_adapter import Adapter, CommandFailed, Event, Failure, Refused

LISTS = case_list.all_lists()
DIFFERENCES = json.loads((HERE / "differences.json").read_text("utf-8"))
#: By the adapter's name: its classes, and the environment variable that names its component.
ADAPTERS: dict[str, tuple[Any, Any, str]] = {
    "whatsapp": (whatsapp.Adapter, whatsapp.Properties, "WHATSAPP_COMPONENT"),
    "whatsapp-twilio": (whatsapp_twilio.Adapter, whatsapp_twilio.Properties, "WHATSAPP_TWILIO_COMPONENT"),
}


def attribute(name: str) -> str:
    """What a property is called in Python."""
    snake = kebab(name).replace("-", "_")
    return f"{snake}_" if snake == "from" else snake


def json_of(content: Any) -> Any:
    """A component value as JSON, without what is absent."""
    if isinstance(content, list):
        return [json_of(each) for each in content]
    if isinstance(content, (Record, Failure)):
        names = ((camel(name.replace("_", "-")), each) for name, each in vars(content).items())
        return {name: json_of(each) for name, each in names if each is not None}
    return content


class Conformance(unittest.TestCase):
    maxDiff = None

    def setUp(self) -> None:
        self.case: dict[str, Any] = {}
        self.events: list[str] = []

    def take(self, event: Event) -> None:
        payload = re.sub(r"[\r\n]", " ", event.record.payload)
        event_id = json.dumps(event.id, ensure_ascii=False)
        self.events.append(
            f'{{"adapter":"whatsapp","event":"{event.name}","eventId":{event_id},"properties":{payload}}}'
        )
        if "refuseEvents" in self.case:
            raise Refused(self.case["refuseEvents"])

    def call(self, adapter: Adapter, request: Any) -> dict[str, Any]:
        command = kebab(self.case["command"])
        try:
            return {"status": "success", **json_of(call_json(adapter, command, json.dumps(request)))}
        except CommandFailed as failed:
            retryable = "permanent" not in failed.case
            return {"status": "failure", "failure": failed.case, "retryable": retryable, **json_of(failed.failure)}

    def answers_every_case(self, cases: CaseList) -> None:
        sandbox = Sandbox(*cases.sandbox)
        self.addCleanup(sandbox.stop)
        make, properties, component = ADAPTERS[cases.adapter]

        def configured() -> Any:
            named = cases.properties_of(self.case, sandbox.url)
            return properties(**{attribute(name): it for name, it in named.items()})

        adapter = make(os.environ[component], configured, self.take)
        for case in cases.cases:
            with self.subTest(case["name"]):
                self.case = case
                self.events.clear()
                placeholders = Placeholders(sandbox.url)
                placeholders.prepare(case, sandbox.control)
                response = placeholders.masked_response(self.call(adapter, placeholders.fill(case["request"])))
                differs = DIFFERENCES.get(case["name"], {"response": {}})["response"]
                self.assertEqual(response, {**case["response"], **differs})
                if "sent" in case:
                    self.assertEqual(placeholders.sent(sandbox.control), case["sent"])
                if "kept" in case:
                    self.assertEqual(kept(sandbox.control), case["kept"])
                self.assertEqual(self.events, case.get("events", []))

    def test_every_case(self) -> None:
        names: set[str] = set()
        for cases in LISTS:
            self.answers_every_case(cases)
            names.update(case["name"] for case in cases.cases)
            print(f"{len(cases.cases)} cases of {cases.adapter}", end=" ", flush=True)
        self.assertEqual(set(DIFFERENCES) - names, set())

    def test_the_types_of_every_command_are_read_from_the_wit_files(self) -> None:
        for cases in LISTS:
            contract = cases.contract()
            manifest = json.loads((cases.sources / "adapter.json").read_text("utf-8"))
            for command in manifest["commands"]:
                fields = {row["name"] for row in command["request"] if not re.search(r"[.\[]", row["name"])}
                self.assertEqual(set(map(camel, vars(contract.request(command["name"]))["fields"])), fields)
                contract.ok(command["name"])
            self.assertIn("code", vars(contract.failure())["fields"])


if __name__ == "__main__":
    unittest.main()
