"""WhatsApp on loopback: the customers' side."""

import os
from pathlib import Path
from typing import Any

from http_json import ask_json
from processes import Process

TOKEN = "sandbox-token-that-no-guest-may-see-4f1d9c"
APP_SECRET = "sandbox-app-secret"
VERIFY_TOKEN = "sandbox-verify-token"
PHONE_NUMBER_ID = "100000000000001"
ON_DUTY = "16505550100"


class Sandbox:
    """A running `uip-sandbox`."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [os.environ["UIP_SANDBOX"], "--listen", "127.0.0.1:0", "--token", TOKEN]
        command += ["--app-secret", APP_SECRET, "--verify-token", VERIFY_TOKEN, *options]
        self.process = Process(command, folder / "sandbox.log", {})
        self.url = self.process.wait_for("is ready on").split()[4]

    def control(self, method: str, path: str, content: Any = None) -> Any:
        """One of the sandbox's controls."""
        return ask_json(method, f"{self.url}/sandbox/{path}", content)

    def notify(self, url: str) -> None:
        """Where notifications go from now on."""
        self.control("POST", "callback", {"url": url, "verifyToken": VERIFY_TOKEN})

    def say(self, customer: str, text: str) -> str:
        """A customer writes; the message's id."""
        return str(self.control("POST", f"customers/{customer}/say", {"text": text})["id"])

    def change(self, customer: str, **what: Any) -> None:
        """Changes a customer: `failsWith`, `refusedWith`, …"""
        self.control("PATCH", f"customers/{customer}", what)

    def fault(self, fault: str, **what: Any) -> None:
        """The next message meets this."""
        self.control("POST", "faults", {"fault": fault, **what})

    def received(self, customer: str) -> list[dict[str, Any]]:
        """What stands on a customer's phone."""
        person = self.control("GET", f"customers/{customer}")
        return list(person["received"]) if person else []

    def bodies(self, customer: str) -> list[str]:
        """The texts on a customer's phone."""
        return [str(message["body"]) for message in self.received(customer)]

    def notifications(self) -> list[dict[str, Any]]:
        """All notifications that were posted."""
        return list(self.control("GET", "notifications"))

    def requests(self) -> list[dict[str, Any]]:
        """All requests that arrived."""
        return list(self.control("GET", "requests"))
