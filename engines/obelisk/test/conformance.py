"""The conformance list, each command as an activity."""

import base64
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
from obelisk import COMMANDS, DELIVERED, Node
from processes import Process

sys.path.append(str(DELIVERED.parent / "conformance"))

import case_list
from contract import Contract, Enum, List, Option, Record, Type, Variant, camel, kebab, plain, shown
from placeholders import Placeholders, kept

CONTRACT = Contract()

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
    """JSON as Obelisk reads it: names in snake_case, `null` for what is
    absent, bytes as numbers."""
    if isinstance(kind, Option):
        return None if content is None else written(kind.some, content)
    if isinstance(kind, List):
        return list(base64.b64decode(content)) if kind.is_bytes else [written(kind.item, it) for it in content]
    if isinstance(kind, Record):
        return {snake(name): written(each, content.get(camel(name))) for name, each in kind.fields.items()}
    if isinstance(kind, Variant):
        ((case, value),) = content.items()
        inner = kind.cases[case]
        return {snake(case): None if inner is None else written(inner, value)}
    return snake(content) if isinstance(kind, Enum) else plain(kind, content)


def response(command: str, answer: dict[str, Any]) -> dict[str, Any]:
    """An activity's result in the form of the list."""
    if "ok" in answer:
        return {"status": "success", **shown(CONTRACT.ok(command), answer["ok"])}
    ((case, record),) = answer.get("error", answer.get("err")).items()
    case = case.replace("_", "-")
    failure = {"status": "failure", "failure": case, "retryable": "permanent" not in case}
    return {**failure, **shown(CONTRACT.failure(), record)}


def differs_as_a_cut_answer_does(got: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether the two differ in nothing but the word for a cut answer."""
    words = {**got, "code": wanted.get("code"), "error": wanted.get("error")}
    return words == wanted and CUT.get(str(wanted.get("code"))) == got.get("code")


def deployment(folder: Path, properties: dict[str, Any]) -> tuple[Path, dict[str, str]]:
    """A deployment of the commands alone, and its environment."""
    environment = {f"WHATSAPP_{snake(name).upper()}": str(properties[name]) for name in properties}
    names = [name for name in environment if name != "WHATSAPP_AUTHENTICATION_TOKEN"]
    path = folder / "deployment.toml"
    path.write_text(
        f"""
[[activity_wasm]]
name = "whatsapp"
location = "{os.environ["OBELISK_COMPONENTS"]}/whatsapp-activities.wasm"
max_retries = 0
exec.lock_expiry.seconds = 20
env_vars = {json.dumps(names)}
[[activity_wasm.allowed_host]]
pattern = "{properties["apiBaseUrl"]}"
methods = ["GET", "POST", "DELETE"]
[activity_wasm.allowed_host.secrets]
env_vars = ["WHATSAPP_AUTHENTICATION_TOKEN"]
replace_in = ["headers"]
"""
    )
    return path, environment


def run(case: dict[str, Any], node: Node, sandbox: str) -> Iterator[str]:
    """Runs one case; what is not as it should be."""

    def control(method: str, path: str, content: Any) -> Any:
        return ask_json(method, f"{sandbox}{path}", content)

    placeholders = Placeholders(sandbox)
    placeholders.prepare(case, control)
    command = case["command"]
    request = written(CONTRACT.request(command), placeholders.fill(case["request"]))
    answer = node.call(kebab(command), request)
    got = placeholders.masked_response(response(command, answer))
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


def main() -> None:
    conformance = case_list.read()
    equal, explained, wrong = 0, [], []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="obelisk-")))
        options = ["--listen", "127.0.0.1:0", *conformance["sandbox"], "--quiet"]
        process = Process([os.environ["UIP_SANDBOX"], *options], folder / "sandbox.log", {})
        stack.callback(process.stop)
        sandbox = process.wait_for("is ready on").split()[4]

        def key(case: dict[str, Any]) -> str:
            return json.dumps(case.get("properties") or {}, sort_keys=True)

        for number, (changed, group) in enumerate(groupby(sorted(conformance["cases"], key=key), key)):
            properties = {**conformance["properties"], **json.loads(changed)}
            properties = {
                name: str(value).replace("{sandbox}", sandbox)
                for name, value in properties.items()
                if value is not None
            }
            place = folder / str(number)
            place.mkdir()
            toml, environment = deployment(place, properties)
            node = Node(place, "server.toml", sandbox, toml, environment)
            try:
                for case in group:
                    given = {**case, **(case.get("properties") or {})}
                    why = next((NOT_RUN[name] for name in NOT_RUN if name in given), None)
                    if why:
                        explained.append(f"not run: {case['name']}: {why}")
                        continue
                    problems = list(run(case, node, sandbox))
                    why = next((DIFFERENT[name] for name in DIFFERENT if name in given), None)
                    if problems == ["cut"]:
                        why = "a cut answer has another code and sentence, and the same outcome"
                    if not problems:
                        equal += 1
                    elif why:
                        explained.append(f"different: {case['name']}: {why}")
                    else:
                        wrong += [f"{case['name']}: {problem}" for problem in problems]
            finally:
                node.process.stop()
    print(f"{len(conformance['cases'])} cases: {equal} equal, {len(explained)} explained")
    for line in explained:
        print(f"  {line}")
    for line in wrong:
        print(f"FAILED {line[:2000]}")
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
