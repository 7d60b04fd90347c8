"""The conformance lists, each command as an activity."""

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

from http_json import ask_json
from obelisk import DELIVERED, Node
from processes import Process

sys.path.append(str(DELIVERED.parent / "conformance"))

import case_list
from case_list import CaseList
from contract import Contract, Enum, List, Option, Record, Type, Variant, camel, kebab, plain, shown
from placeholders import Placeholders, kept

# Properties that the adapter sees as placeholders: Obelisk puts the secret into
# the headers of a request. It does not find a placeholder in base64, which is what
# Twilio wants, nor could the adapter check a signature with one.
SECRETS = ["authenticationToken"]

# What Obelisk does not do as the host does, and why.
DIFFERENT = {
    "authenticationToken": "the adapter sees a placeholder, not the token, and cannot check it",
}
NOT_RUN = {
    "refuseEvents": "an activity writes its events to standard output, which refuses none",
}

# Its HTTP client calls an answer that is cut one that is no HTTP.
CUT = {"connection-cut": "answer-not-understood"}


def snake(name: str) -> str:
    """A name in `snake_case`."""
    return kebab(name).replace("-", "_")


def written(kind: Type, content: Any) -> Any:
    """JSON as Obelisk reads it: names in snake_case, `null` for what is absent."""
    if isinstance(kind, Option):
        return None if content is None else written(kind.some, content)
    if isinstance(kind, List):
        return [written(kind.item, it) for it in content]
    if isinstance(kind, Record):
        return {snake(name): written(each, content.get(camel(name))) for name, each in kind.fields.items()}
    if isinstance(kind, Variant):
        ((case, value),) = content.items()
        inner = kind.cases[case]
        return {snake(case): None if inner is None else written(inner, value)}
    return snake(content) if isinstance(kind, Enum) else plain(kind, content)


def response(contract: Contract, command: str, answer: dict[str, Any]) -> dict[str, Any]:
    """An activity's result in the form of the list."""
    if "ok" in answer:
        return {"status": "success", **shown(contract.ok(command), answer["ok"])}
    ((case, record),) = answer.get("error", answer.get("err")).items()
    case = case.replace("_", "-")
    failure = {"status": "failure", "failure": case, "retryable": "permanent" not in case}
    return {**failure, **shown(contract.failure(), record)}


def differs_as_a_cut_answer_does(got: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether the two differ in nothing but the word for a cut answer."""
    words = {**got, "code": wanted.get("code"), "error": wanted.get("error")}
    return words == wanted and CUT.get(str(wanted.get("code"))) == got.get("code")


def deployment(folder: Path, cases: CaseList, case: dict[str, Any], sandbox: str) -> tuple[Path, dict[str, str]]:
    """A deployment of the commands alone for a case's properties, and its environment."""
    environment = cases.environment_of(case, sandbox)
    secrets = [name for name in map(cases.variable, SECRETS) if name in environment]
    plain_names = [name for name in environment if name not in secrets]
    pattern = cases.properties_of(case, sandbox)["apiBaseUrl"]
    path = folder / "deployment.toml"
    path.write_text(
        f"""
[[activity_wasm]]
name = "whatsapp"
location = "{os.environ["OBELISK_COMPONENTS"]}/{cases.adapter}-activities.wasm"
max_retries = 0
exec.lock_expiry.seconds = 20
env_vars = {json.dumps(plain_names)}
[[activity_wasm.allowed_host]]
pattern = "{pattern}"
methods = ["GET", "POST", "DELETE"]
"""
        + (
            f"""[activity_wasm.allowed_host.secrets]
env_vars = {json.dumps(secrets)}
replace_in = ["headers"]
"""
            if secrets
            else ""
        )
    )
    return path, environment


class Runner:
    """Runs the cases of one list."""

    def __init__(self, cases: CaseList, sandbox: str) -> None:
        self.cases, self.sandbox = cases, sandbox
        self.contract = cases.contract()
        self.equal = 0
        self.explained: list[str] = []
        self.wrong: list[str] = []

    def problems(self, case: dict[str, Any], node: Node) -> Iterator[str]:
        """Runs one case; what is not as it should be."""

        def control(method: str, path: str, content: Any) -> Any:
            return ask_json(method, f"{self.sandbox}{path}", content)

        placeholders = Placeholders(self.sandbox)
        placeholders.prepare(case, control)
        command = case["command"]
        request = written(self.contract.request(command), placeholders.fill(case["request"]))
        answer = node.call(f"{self.contract.interface('commands')}.{kebab(command)}", request)
        got = placeholders.masked_response(response(self.contract, command, answer))
        if differs_as_a_cut_answer_does(got, case["response"]):
            yield "cut"
        elif got != case["response"]:
            yield f"response is {json.dumps(got)}"
        if "sent" in case:
            sent = placeholders.sent(control)
            if sent != case["sent"]:
                yield f"sent is {json.dumps(sent)}"
        if "kept" in case:
            files = kept(control)
            if files != case["kept"]:
                yield f"kept is {json.dumps(files)}"

    def run(self, case: dict[str, Any], node: Node) -> None:
        """Runs one case, and notes how it went."""
        given = {**case, **(case.get("properties") or {})}
        why = next((NOT_RUN[name] for name in NOT_RUN if name in given), None)
        if why:
            self.explained.append(f"not run: {case['name']}: {why}")
            return
        problems = list(self.problems(case, node))
        why = next((DIFFERENT[name] for name in DIFFERENT if name in given), None)
        if problems == ["cut"]:
            why = "a cut answer has another code and sentence, and the same outcome"
        if not problems:
            self.equal += 1
        elif why:
            self.explained.append(f"different: {case['name']}: {why}")
        else:
            self.wrong += [f"{case['name']}: {problem}" for problem in problems]

    def run_all(self, folder: Path) -> None:
        """Runs all, on a node for each set of properties."""

        def key(case: dict[str, Any]) -> str:
            return json.dumps(case.get("properties") or {}, sort_keys=True)

        for number, (_, group) in enumerate(groupby(sorted(self.cases.cases, key=key), key)):
            alike = list(group)
            place = folder / str(number)
            place.mkdir(parents=True)
            toml, environment = deployment(place, self.cases, alike[0], self.sandbox)
            node = Node(place, "server.toml", self.sandbox, toml, environment)
            try:
                for case in alike:
                    self.run(case, node)
            finally:
                node.process.stop()

    def report(self) -> None:
        """Prints how it went."""
        count = len(self.cases.cases)
        print(f"{self.cases.adapter}: {count} cases: {self.equal} equal, {len(self.explained)} explained")
        for line in self.explained:
            print(f"  {line}")
        for line in self.wrong:
            print(f"FAILED {line[:2000]}")


def main() -> None:
    failed = False
    for cases in case_list.all_lists():
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="obelisk-")))
            options = ["--listen", "127.0.0.1:0", *cases.sandbox, "--quiet"]
            process = Process([os.environ["UIP_SANDBOX"], *options], folder / "sandbox.log", {})
            stack.callback(process.stop)
            runner = Runner(cases, process.wait_for("is ready on").split()[4])
            runner.run_all(folder / "nodes")
            runner.report()
            failed = failed or bool(runner.wrong)
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
