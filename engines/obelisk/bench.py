"""The adapter on Obelisk, as the comparison of engines measures it: driven by
../bench/bench.py.

A send is an execution of the activity, asked for over Obelisk's HTTP and
written to its database. A webhook has a message that is new each time, and
starts a flow, which runs beside the next.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "test"))

import meta  # noqa: E402
from obelisk import COMMANDS, Node, deployment  # noqa: E402

CUSTOMER = "16505551234"
REQUEST = {
    "phone_number": f"+{CUSTOMER}",
    "message": "Hello",
    "preview_url": None,
    "reply_to": None,
    "callback_data": None,
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="obelisk-") as name:
        folder = Path(name)
        ours = ("WHATSAPP_AUTHENTICATION_TOKEN", "WHATSAPP_APP_SECRET")
        environment = {name: os.environ[name] for name in ours}
        cloud_api = os.environ["WHATSAPP_API_BASE_URL"]
        node = Node(folder, "server.toml", cloud_api, deployment(folder), environment)
        numbers = itertools.count()

        def send() -> None:
            answer = node.call(f"{COMMANDS}.send-message-text", REQUEST)
            if "ok" not in answer:
                raise SystemExit(f"Obelisk: {json.dumps(answer)}")

        def webhook() -> None:
            said = (CUSTOMER, f"wamid.bench{next(numbers)}", meta.text("Hello!"))
            body = meta.messages(said)
            answer = meta.post(node.webhook, body, meta.signature(body))
            if answer.status != 200:
                raise SystemExit(f"Obelisk: {answer.status} {answer.text}")

        calls: dict[str, Callable[[], None]] = {"send": send, "webhook": webhook}
        try:
            for line in sys.stdin:
                order = json.loads(line)
                call = calls[order["command"]]
                took: list[float] = []
                for _ in range(order["count"]):
                    began = time.perf_counter()
                    call()
                    took.append((time.perf_counter() - began) * 1e6)
                print(json.dumps(took), flush=True)
        finally:
            node.process.stop()


if __name__ == "__main__":
    main()
