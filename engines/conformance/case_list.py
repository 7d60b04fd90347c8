"""The conformance list: what holds for all cases, and the cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "whatsapp"


def read() -> dict[str, Any]:
    """`setup.json`, and under `cases` those of every command, each with the
    name of its file as `command`."""
    setup: dict[str, Any] = json.loads((HERE / "setup.json").read_text("utf-8"))
    files = sorted((HERE / "cases").glob("*.json"))
    return {
        **setup,
        "cases": [{"command": file.stem, **case} for file in files for case in json.loads(file.read_text("utf-8"))],
    }
