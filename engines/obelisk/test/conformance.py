"""The conformance list, each command as an activity."""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

from http_json import ask_json
from obelisk import COMMANDS, DELIVERED, Node
from processes import Process

LIST = DELIVERED.parent / "conformance" / "cases.json"

# What Obelisk does not do as the host does, and why.
DIFFERENT = {
    "authenticationToken": "the adapter sees a placeholder, not the token, and cannot check it",
}
NOT_RUN = {
    "refuseEvents": "an activity writes its events to standard output, which refuses none",
}

# Its HTTP client calls an answer that is cut one that is no HTTP.
CUT = {"connection-cut": "answer-not-understood"}

# Obelisk wants every option, as null if it is absent; these are the options.
OPTIONS = {
    "sendMessageText": ["previewUrl", "replyTo", "callbackData"],
    "sendMessageTextTemplate": [
        *("bodyParameters", "header", "buttons", "cards", "offerExpirationTimeMs"),
        *("components", "replyTo", "callbackData"),
    ],
    "sendMessageReaction": ["callbackData"],
    "processWebhook": ["signature"],
    "parameter": ["name", "currency", "date_time"],
    "document": ["filename"],
    "location": ["name", "address"],
    "flow": ["token", "data"],
}


def snake(name: str) -> str:
    """A name in `snake_case`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).replace("-", "_").lower()


def camel(name: str) -> str:
    """A name in `camelCase`."""
    return re.sub(r"_(.)", lambda found: found[1].upper(), name)


def with_options(kind: str, record: dict[str, Any]) -> dict[str, Any]:
    """The record with `null` for what is absent."""
    return {**dict.fromkeys(OPTIONS.get(kind, [])), **record}


def parameters(command: str, request: dict[str, Any]) -> dict[str, Any]:
    """A request as Obelisk reads it."""
    request = with_options(command, request)
    if request.get("bodyParameters"):
        given = request["bodyParameters"]
        request["bodyParameters"] = [with_options("parameter", each) for each in given]
    if request.get("header"):
        ((case, value),) = request["header"].items()
        request["header"] = {case: with_options("parameter" if case == "text" else case, value)}
    for button in request.get("buttons") or []:
        ((case, value),) = button["value"].items()
        flow = isinstance(value, dict)
        button["value"] = {snake(case): with_options("flow", value) if flow else value}
    return {snake(name): value for name, value in request.items()}


def response(answer: dict[str, Any], sandbox: str) -> dict[str, Any]:
    """An activity's result in the form of the list."""
    if "ok" in answer:
        shown = {"status": "success"}
        record = answer["ok"]
    else:
        ((case, record),) = answer.get("error", answer.get("err")).items()
        case = case.replace("_", "-")
        shown = {"status": "failure", "failure": case, "retryable": "permanent" not in case}
    shown.update({camel(name): value for name, value in record.items() if value is not None})
    for name, value in shown.items():
        if name in ("messageId", "traceId"):
            shown[name] = "*"
        elif isinstance(value, str):
            value = value.replace(sandbox.removeprefix("http://"), "{sandbox}")
            shown[name] = re.sub(r'"fbtrace_id":"[^"]*"', '"fbtrace_id":"*"', value)
    return shown


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
    ask_json("POST", f"{sandbox}/sandbox/reset")
    if case.get("faults"):
        ask_json("POST", f"{sandbox}/sandbox/faults", case["faults"])
    command = case["command"]
    function = re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", command)
    answer = node.call(function, parameters(command, case["request"]))
    got = response(answer, sandbox)
    if differs_as_a_cut_answer_does(got, case["response"]):
        yield "cut"
    elif got != case["response"]:
        yield f"response is {json.dumps(got)}"
    if "sent" in case:
        sent = [request["json"] for request in ask_json("GET", f"{sandbox}/sandbox/requests")]
        if sent != case["sent"]:
            yield f"sent is {json.dumps(sent)}"


def main() -> None:
    conformance = json.loads(LIST.read_text("utf-8"))
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
