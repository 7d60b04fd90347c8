"""Every case of the conformance list, in Python."""

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
from json_request import call_json
from placeholders import Placeholders, kept
from sandbox import Sandbox
from whatsapp import Adapter, CommandFailed, Event, Failure, Properties, Refused

LIST = case_list.read()
DIFFERENCES = json.loads((HERE / "differences.json").read_text("utf-8"))


def camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)


def snake(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: "_" + letter.group().lower(), name)


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
        self.sandbox = Sandbox(*LIST["sandbox"])
        self.addCleanup(self.sandbox.stop)
        self.case: dict[str, Any] = {}
        self.events: list[str] = []
        self.adapter = Adapter(os.environ["WHATSAPP_COMPONENT"], self.properties, self.take)

    def properties(self) -> Properties:
        both: dict[str, Any] = {**LIST["properties"], **self.case.get("properties", {})}
        both = {snake(name): self.sandbox.url if it == "{sandbox}" else it for name, it in both.items()}
        return Properties(**both)

    def take(self, event: Event) -> None:
        payload = re.sub(r"[\r\n]", " ", event.record.payload)
        event_id = json.dumps(event.id, ensure_ascii=False)
        self.events.append(
            f'{{"adapter":"whatsapp","event":"{event.name}","eventId":{event_id},"properties":{payload}}}'
        )
        if "refuseEvents" in self.case:
            raise Refused(self.case["refuseEvents"])

    def call(self, request: Any) -> dict[str, Any]:
        command = re.sub("[A-Z]", lambda letter: "-" + letter.group().lower(), self.case["command"])
        try:
            return {"status": "success", **json_of(call_json(self.adapter, command, json.dumps(request)))}
        except CommandFailed as failed:
            retryable = "permanent" not in failed.case
            return {"status": "failure", "failure": failed.case, "retryable": retryable, **json_of(failed.failure)}

    def test_every_case(self) -> None:
        for case in LIST["cases"]:
            with self.subTest(case["name"]):
                self.case = case
                self.events.clear()
                placeholders = Placeholders(self.sandbox.url)
                placeholders.prepare(case, self.sandbox.control)
                response = placeholders.masked_response(self.call(placeholders.fill(case["request"])))
                differs = DIFFERENCES.get(case["name"], {"response": {}})["response"]
                self.assertEqual(response, {**case["response"], **differs})
                if "sent" in case:
                    self.assertEqual(placeholders.sent(self.sandbox.control), case["sent"])
                if "kept" in case:
                    self.assertEqual(kept(self.sandbox.control), case["kept"])
                self.assertEqual(self.events, case.get("events", []))
        names = {case["name"] for case in LIST["cases"]}
        self.assertEqual(set(DIFFERENCES) - names, set())
        print(f"{len(names)} cases", end=" ", flush=True)


if __name__ == "__main__":
    unittest.main()
