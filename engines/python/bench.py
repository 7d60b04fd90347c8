"""The adapter in Python, as the comparison of engines measures it: driven by
../bench/bench.py."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from configuration import adapter
from whatsapp import ProcessWebhook, SendMessageText


def main() -> None:
    whatsapp = adapter(on_event=lambda _event: None)
    notification = ProcessWebhook(
        Path(os.environ["BENCH_NOTIFICATION"]).read_text(encoding="utf-8"),
        os.environ["BENCH_SIGNATURE"],
    )
    calls: dict[str, Callable[[], object]] = {
        "send": lambda: whatsapp.send_message_text(SendMessageText("+16505551234", "Hello")),
        "webhook": lambda: whatsapp.process_webhook(notification),
    }
    for line in sys.stdin:
        order = json.loads(line)
        call = calls[order["command"]]
        took: list[float] = []
        for _ in range(order["count"]):
            began = time.perf_counter()
            call()
            took.append((time.perf_counter() - began) * 1e6)
        print(json.dumps(took), flush=True)


if __name__ == "__main__":
    main()
