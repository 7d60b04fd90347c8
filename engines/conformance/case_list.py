"""The conformance lists: what holds for all cases of an adapter, and the cases."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract import Contract

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Delivery:
    """A notification as a webhook endpoint gets it."""

    #: With the query.
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class CaseList:
    """The list of one adapter."""

    #: The adapter's name, which its component's file has too.
    adapter: str
    #: What begins the names of its environment variables.
    environment: str
    #: Its folder: `wit` and `adapter.json`.
    sources: Path
    #: How a webhook endpoint gets a notification: the fields of the request that are
    #: the `body` and, by its header, the `signature`.
    webhook: dict[str, str]
    #: Arguments for the sandbox.
    sandbox: list[str]
    #: The properties of every case that does not say otherwise.
    properties: dict[str, Any]
    #: Each with the name of its file as `command`.
    cases: list[dict[str, Any]]

    def contract(self) -> Contract:
        """The types of its commands."""
        return Contract(self.sources / "wit")

    def variable(self, name: str) -> str:
        """The environment variable of a property."""
        return f"{self.environment}_" + re.sub("[A-Z]", lambda letter: "_" + letter.group(), name).upper()

    def properties_of(self, case: dict[str, Any], sandbox: str) -> dict[str, Any]:
        """The properties of a case, against the sandbox at this URL."""
        both = {**self.properties, **case.get("properties", {})}
        return {
            name: sandbox if it == "{sandbox}" else it
            for name, it in both.items()
            if it is not None
        }

    def environment_of(self, case: dict[str, Any], sandbox: str) -> dict[str, str]:
        """The same as environment variables."""
        return {self.variable(name): str(it) for name, it in self.properties_of(case, sandbox).items()}

    def delivery(self, case: dict[str, Any]) -> Delivery:
        """How the service delivers a case's notification to a webhook endpoint."""
        request = case["request"]
        url = request.get("url", self.properties.get("webhookUrl", ""))
        signature = request.get("signature")
        return Delivery(
            path=re.sub("^[a-z]+://[^/?#]*|#.*", "", url) or "/",
            headers={} if signature is None else {self.webhook["signature"]: signature},
            body=request[self.webhook["body"]].encode(),
        )


def read(name: str) -> CaseList:
    """The list in the folder of this name."""
    setup: dict[str, Any] = json.loads((HERE / name / "setup.json").read_text("utf-8"))
    files = sorted((HERE / name / "cases").glob("*.json"))
    return CaseList(
        adapter=setup["adapter"],
        environment=setup["environment"],
        sources=ROOT / setup["sources"],
        webhook=setup["webhook"],
        sandbox=setup["sandbox"],
        properties=setup["properties"],
        cases=[{"command": file.stem, **case} for file in files for case in json.loads(file.read_text("utf-8"))],
    )


def all_lists() -> list[CaseList]:
    """The lists of all adapters."""
    return [read(setup.parent.name) for setup in sorted(HERE.glob("*/setup.json"))]
