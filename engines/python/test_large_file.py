"""A document as large as the package lets through goes up and comes back.
Prints the memory that takes."""

import base64
import hashlib
import os
import re
import time
import unittest
from pathlib import Path
from typing import Any

from wasmtime.component import Record

from sandbox import Sandbox
from whatsapp import Adapter, Properties

MB = 1024 * 1024
SIZE = 96 * MB - 4096
"""wasmtime lets a component hand over 128 MiB in one call: of base64, and of
what else is in the answer."""


def record(**fields: Any) -> Record:
    made = Record()
    for name, content in fields.items():
        setattr(made, name.replace("_", "-"), content)
    return made


def peak() -> int:
    """The most memory that the process had since the last question, in MB;
    0 where the system does not tell."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    if found is None:
        return 0
    Path("/proc/self/clear_refs").write_text("5")
    return int(found[1]) // 1024


class LargeFile(unittest.TestCase):
    def call(self, adapter: Adapter, command: str, request: Record) -> Any:
        store, function = adapter.function(command)
        store.set_limits(memory_size=256 * MB)
        peak()
        began = time.monotonic()
        outcome = function(store, request)
        seconds = time.monotonic() - began
        print(f"{command} of {round(SIZE / MB)} MB: {seconds:.1f} s; process {peak()} MB at most, guest within 256 MB")
        self.assertIsInstance(outcome, Record, getattr(outcome, "payload", None))
        return outcome

    def test_a_document_goes_up_and_comes_back_within_the_memory_of_a_guest(self) -> None:
        sandbox = Sandbox()
        self.addCleanup(sandbox.stop)
        properties = Properties(
            authentication_token=sandbox.env["WHATSAPP_AUTHENTICATION_TOKEN"],
            phone_number_id="100000000000001",
            api_base_url=sandbox.url,
            request_timeout_seconds=300,
        )
        adapter = Adapter(os.environ["WHATSAPP_COMPONENT"], properties, lambda _event: None)
        file = os.urandom(SIZE)
        sha256 = hashlib.sha256(file).hexdigest()
        content = base64.b64encode(file).decode()
        del file

        upload = record(content=content, mime_type="application/pdf", filename=None)
        media_id = getattr(self.call(adapter, "upload-media", upload), "media-id")
        [kept] = sandbox.get("/sandbox/media")
        self.assertEqual((kept["bytes"], kept["sha256"]), (SIZE, sha256))
        fetched = self.call(adapter, "download-media", record(media_id=media_id, max_bytes=SIZE))
        self.assertEqual(fetched.sha256, sha256)
        self.assertTrue(fetched.content == content, "the file came back unchanged")
