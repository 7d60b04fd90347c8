"""The APIs of WhatsApp and Twilio on loopback, and programs that work against it."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

PATIENCE = 30.0


class Program:
    """A program that says where it listens; all its lines are kept."""

    def __init__(self, command: list[str], env: dict[str, str], says: str) -> None:
        self._process = subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.output: list[str] = []
        self._came = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        ready = re.search(r"http://[0-9.]+:[0-9]+", self.line("its address", lambda it: says in it))
        assert ready is not None
        self.url = ready.group()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._came:
                self.output.append(line.rstrip("\n"))
                self._came.notify_all()
        with self._came:
            self._ended = True
            self._came.notify_all()

    def line(self, what: str, is_wanted: Callable[[str], bool]) -> str:
        """Waits for a line."""
        with self._came:
            self._came.wait_for(lambda: self._ended or any(map(is_wanted, self.output)), PATIENCE)
            for line in self.output:
                if is_wanted(line):
                    return line
        self.stop()
        raise AssertionError(f"{what} never came:\n" + "\n".join(self.output))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()


class Sandbox(Program):
    def __init__(self, *arguments: str) -> None:
        command = [os.environ["UIP_SANDBOX"], "--listen", "127.0.0.1:0", "--quiet", *arguments]
        super().__init__(command, dict(os.environ), "is ready on")
        self.env = {
            **os.environ,
            "WHATSAPP_AUTHENTICATION_TOKEN": "sandbox-access-token-guards-nothing",
            "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
            "WHATSAPP_APP_SECRET": base64.b64encode(b"sandbox-app-secret").decode(),
            "WHATSAPP_VERIFY_TOKEN": "sandbox-verify-token",
            "WHATSAPP_API_BASE_URL": self.url,
            "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000001",
            "TWILIO_AUTH_TOKEN": "sandbox-auth-token-guards-nothing",
            "TWILIO_FROM": "+15550100300",
            "TWILIO_API_BASE_URL": self.url,
        }

    def get(self, path: str) -> Any:
        return self.control("GET", path)

    def post(self, path: str, body: object = None) -> Any:
        return self.control("POST", path, body)

    def control(self, method: str, path: str, body: object = None) -> Any:
        content = None if method == "GET" else json.dumps(body or {}).encode()
        status, text = request(self.url + path, content, method=method)
        assert status < 300, f"{path}: {status} {text!r}"
        return json.loads(text) if text else None


def request(
    url: str, body: bytes | None = None, headers: dict[str, str] | None = None, method: str | None = None
) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers or {}, method=method)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()
