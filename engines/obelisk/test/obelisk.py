"""Obelisk nodes, with the configuration that is delivered."""

import base64
import os
from pathlib import Path
from typing import Any

from http_json import ask, ask_json
from processes import Process, free_port
from sandbox import APP_SECRET, AUTH_TOKEN, ON_DUTY, PHONE_NUMBER_ID, TOKEN, TWILIO_NUMBER, VERIFY_TOKEN

DELIVERED = Path(__file__).resolve().parent.parent
EVENTS = "uip:whatsapp/events@2.1.0"
COMMANDS = "uip:whatsapp/commands@2.1.0"


def deployment(folder: Path, instead: dict[str, str] | None = None, delivered: str = "deployment.toml") -> Path:
    """A delivered deployment, with the components where they were built,
    and with other words in the place of some."""
    text = (DELIVERED / delivered).read_text()
    text = text.replace("${DEPLOYMENT_DIR}/../../target/components", os.environ["OBELISK_COMPONENTS"])
    for old, new in (instead or {}).items():
        if old not in text:
            raise AssertionError(f"deployment.toml has no {old}")
        text = text.replace(old, new)
    path = folder / "deployment.toml"
    path.write_text(text)
    return path


class Node:
    """A running Obelisk."""

    def __init__(
        self,
        folder: Path,
        server: str,
        cloud_api: str,
        deployment: Path | None,
        environment: dict[str, str] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        api, webhook = free_port(), free_port()
        text = (DELIVERED / server).read_text()
        text = text.replace("127.0.0.1:5005", f"127.0.0.1:{api}")
        text = text.replace("127.0.0.1:9090", f"127.0.0.1:{webhook}")
        (folder / "server.toml").write_text(text)
        command = [os.environ["OBELISK"], "server", "run"]
        command += ["--server-config", str(folder / "server.toml")]
        if deployment:
            command += ["--deployment", str(deployment)]
        self.log = folder / "obelisk.log"
        self.process = Process(
            command,
            self.log,
            {
                "WHATSAPP_API_VERSION": "v25.0",
                "WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
                "WHATSAPP_API_BASE_URL": cloud_api,
                "WHATSAPP_AUTHENTICATION_TOKEN": TOKEN,
                "WHATSAPP_APP_SECRET": base64.b64encode(APP_SECRET.encode()).decode(),
                "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
                "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000001",
                "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
                "TWILIO_FROM": f"+{TWILIO_NUMBER}",
                "TWILIO_API_BASE_URL": cloud_api,
                "TWILIO_WEBHOOK_URL": f"http://127.0.0.1:{webhook}/webhook",
                "TWILIO_STATUS_CALLBACK_URL": f"http://127.0.0.1:{webhook}/webhook",
                "ON_DUTY_PHONE_NUMBER": f"+{ON_DUTY}",
                **(environment or {}),
            },
        )
        self.api = f"http://127.0.0.1:{api}"
        self.webhook = f"http://127.0.0.1:{webhook}/webhook"
        self.process.wait_for("is ready", seconds=300)

    def executions(self, prefix: str, derived: bool = False, unfinished: bool = False) -> list[Any]:
        """Executions of the functions whose names begin so."""
        query = f"ffqn_prefix={prefix}&length=65000"
        query += f"&show_derived={str(derived).lower()}&hide_finished={str(unfinished).lower()}"
        return list(ask_json("GET", f"{self.api}/v1/executions?{query}"))

    def flows(self, event: str) -> list[Any]:
        """The workflows that this event started."""
        return self.executions(f"{EVENTS}.{event}")

    def is_idle(self) -> bool:
        """Whether nothing runs or waits."""
        return not self.executions("", derived=True, unfinished=True)

    def call(self, function: str, request: dict[str, Any]) -> Any:
        """Calls a function, by its full name, and waits for its result."""
        content = {"ffqn": function, "params": [request]}
        return ask_json("POST", f"{self.api}/v1/executions?follow=true", content)

    def is_up(self) -> bool:
        """Whether the webhook answers."""
        try:
            return ask("GET", self.webhook, timeout=2).status == 403
        except OSError:
            return False
