"""HTTP as the tests need it: small requests to loopback."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any


@dataclass
class Answer:
    """What a server answered."""

    status: int
    text: str

    def json(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.text)


def ask(
    method: str,
    url: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    timeout: float = 60.0,
) -> Answer:
    """Sends one request. Any status is an answer."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return Answer(response.status, response.read().decode(errors="replace"))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read().decode(errors="replace"))


def ask_json(method: str, url: str, content: Any = None) -> Any:
    """Sends JSON; the answer, if there is one, is JSON too."""
    body = None if content is None else json.dumps(content).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    answer = ask(method, url, body, headers)
    if answer.status >= 300:
        raise AssertionError(f"{method} {url}: {answer.status} {answer.text}")
    return answer.json() if answer.text else None
