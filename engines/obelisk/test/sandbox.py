"""WhatsApp and Twilio on loopback: the customers' side."""

import os
from pathlib import Path
from typing import Any

from http_json import ask_json
from processes import Process

TOKEN = "sandbox-token-that-no-guest-may-see-4f1d9c"
APP_SECRET = "sandbox-app-secret"
VERIFY_TOKEN = "sandbox-verify-token"
PHONE_NUMBER_ID = "100000000000001"
AUTH_TOKEN = "sandbox-auth-token-guards-nothing"
TWILIO_NUMBER = "15550100300"
ON_DUTY = "16505550100"


class Sandbox:
    """A running `uip-sandbox`. Customers write to the number `line`; without one,
    to the Cloud API's."""

    def __init__(self, folder: Path, *options: str, line: str | None = None) -> None:
        self.line = line
        command = [os.environ["UIP_SANDBOX"], "--listen", "127.0.0.1:0", "--token", TOKEN]
        command += ["--app-secret", APP_SECRET, "--verify-token", VERIFY_TOKEN, *options]
        self.process = Process(command, folder / "sandbox.log", {})
        self.url = self.process.wait_for("is ready on").split()[4]

    def control(self, method: str, path: str, content: Any = None) -> Any:
        """One of the sandbox's controls."""
        return ask_json(method, f"{self.url}/sandbox/{path}", content)

    def notify(self, url: str) -> None:
        """Where notifications go from now on."""
        if self.line is not None:
            self.control("PATCH", "twilio", {"webhookUrl": url})
            return
        self.control("POST", "callback", {"url": url, "verifyToken": VERIFY_TOKEN})

    def open_window(self, customer: str) -> None:
        """Lets the business write to somebody: at Twilio only to who wrote before."""
        if self.line is not None:
            self.say(customer, "Hello")

    def say(self, customer: str, text: str) -> str:
        """A customer writes; the message's id."""
        to = "" if self.line is None else f"?to={self.line}"
        return str(self.control("POST", f"customers/{customer}/say{to}", {"text": text})["id"])

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
        """All notifications that are to be posted, or were."""
        if self.line is None:
            return list(self.control("GET", "notifications"))
        # Without an address, a webhook is collected and stays so.
        return [webhook for webhook in self.control("GET", "twilio/webhooks") if webhook["url"] is not None]

    def requests(self) -> list[dict[str, Any]]:
        """All requests that arrived."""
        return list(self.control("GET", "requests"))
