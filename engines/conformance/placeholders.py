"""What stands in the list for what is another in every run."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

#: Uses one of the sandbox's controls: method, path, body.
Control = Callable[[str, str, Any], Any]

#: How the ids of messages begin.
MESSAGE_IDS = ("wamid.", "SM", "MM")

#: What differs in every run, and what is written instead.
DIFFERENT = (
    # What makes a link work for a time: of a file at WhatsApp, and of one that
    # the adapter signs.
    (re.compile("&(ext|hash|X-Amz-(?:Credential|Date|Signature))=[^&]*"), r"&\1=*"),
    (re.compile(r"(/mms\.twiliocdn\.com/\w+/[^/]+)/[^/?]+"), r"\1/*"),
    (re.compile('"fbtrace_id":"[^"]*"'), '"fbtrace_id":"*"'),
    # In what Twilio answers: times, and the ids of what it makes.
    (re.compile('"(date_[a-z]+)":"[^"]*"'), r'"\1":"*"'),
    (re.compile(r"\b(SM|MM|ME|HX|XE)[0-9a-f]{32}\b"), r"\1*"),
)


class Placeholders:
    """Names such as `{media}`, each with what it stands for in this run."""

    def __init__(self, sandbox: str) -> None:
        self._names = {"{sandbox}": sandbox.removeprefix("http://")}

    def prepare(self, case: dict[str, Any], control: Control) -> None:
        """Does what comes before the call, and learns what it made."""
        control("POST", "/sandbox/reset", None)
        for step in case.get("before", []):
            method, path = self.fill(step["ask"]).split(" ")
            answer = control(method, path, self.fill(step.get("body")))
            if isinstance(answer, dict) and str(answer.get("id")).startswith(MESSAGE_IDS):
                self._names["{message}"] = answer["id"]
            for media in control("GET", "/sandbox/media", None):
                self._names["{media}"] = media["id"]
        if "faults" in case:
            control("POST", "/sandbox/faults", self.fill(case["faults"]))

    def fill(self, content: Any) -> Any:
        """With the texts in the place of their names."""
        return each_text(content, self._filled)

    def mask(self, content: Any) -> Any:
        """With the names in the place of their texts, and without what differs
        in every run."""
        return each_text(content, self._masked)

    def masked_response(self, response: dict[str, Any]) -> dict[str, Any]:
        """A response without what changes from run to run."""
        response = self.mask(response)
        for name in ("messageId", "mediaId", "templateId", "traceId"):
            if name in response and not response[name].startswith("{"):
                response[name] = "*"
        return response

    def sent(self, control: Control) -> list[Any]:
        """What reached the sandbox: JSON, a form, or the line of a request without."""
        return [self.mask(shown(it)) for it in control("GET", "/sandbox/requests", None)]

    def _filled(self, text: str) -> str:
        for name, stands_for in self._names.items():
            text = text.replace(name, stands_for)
        return text

    def _masked(self, text: str) -> str:
        for name, stands_for in self._names.items():
            text = text.replace(stands_for, name)
        for what, instead in DIFFERENT:
            text = what.sub(instead, text)
        return text


def shown(request: dict[str, Any]) -> Any:
    """A request as the list has it."""
    for content in (request["json"], request["form"]):
        if content is not None:
            return content
    query = "" if request["query"] is None else f"?{request['query']}"
    return f"{request['method']} {request['path']}{query}"


def kept(control: Control) -> list[dict[str, Any]]:
    """The files that the sandbox keeps, without their ids."""
    files = control("GET", "/sandbox/media", None)
    return [{name: it for name, it in file.items() if name != "id"} for file in files]


def each_text(content: Any, change: Callable[[str], str]) -> Any:
    """JSON with every text in it changed."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, list):
        return [each_text(item, change) for item in content]
    if isinstance(content, dict):
        return {name: each_text(item, change) for name, item in content.items()}
    return content
