"""Processes that a test starts, waits for, and ends."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(what: str, true: Callable[[], object], seconds: float = 60.0) -> None:
    """Returns as soon as it is true; fails when that takes too long."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds:.0f} seconds still not: {what}")
        time.sleep(0.05)


class Process:
    """A program in a process group of its own, with its output in a file."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str]) -> None:
        self.log = log
        self._command = command[0]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={"PATH": os.environ["PATH"], "HOME": str(log.parent), **environment},
                start_new_session=True,
            )

    def wait_for(self, line: str, seconds: float = 120.0) -> str:
        """The first line of its output that holds this text."""

        def found() -> str | None:
            text = self.log.read_text(errors="replace")
            if self._process.poll() is not None:
                raise AssertionError(f"{self._command} ended too early:\n{text[-4000:]}")
            return next((each for each in text.splitlines() if line in each), None)

        wait_until(f"{self._command} says “{line}”", found, seconds)
        return found() or ""

    def kill(self) -> None:
        """Ends it and what it started, at once: kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Asks it to end, and makes it after a while."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process.poll() is not None:
            return
        os.killpg(self._process.pid, how)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
