"""A PostgreSQL of one's own, in a folder that goes away."""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

from processes import Process

# Obelisk 0.38 knows no other port.
PORT = 5432
DATABASE = "obelisk"
PASSWORD = "of-this-test-alone"


class Postgres:
    """A running server. It refuses to run as root, so it may run as nobody."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                raise AssertionError(f"port {PORT} is taken; Obelisk knows no other")
        binaries = Path(os.environ["POSTGRES_BIN"])
        data = folder / "postgres"
        data.mkdir()
        password = data.with_suffix(".password")
        password.write_text(PASSWORD)
        self._become: list[str] = []
        if os.geteuid() == 0:
            self._become = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            nobody = pwd.getpwnam("nobody")
            folder.chmod(0o755)
            for path in (data, password):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        subprocess.run(
            [
                *self._become,
                str(binaries / "initdb"),
                f"--pgdata={data}",
                "--username=postgres",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )
        command = [*self._become, str(binaries / "postgres"), "-D", str(data)]
        command += ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={data}"]
        command += ["-c", f"port={PORT}", "-c", "max_connections=200"]
        # A node is killed, never the database: nothing need reach the disk.
        command += ["-c", "fsync=off", "-c", "synchronous_commit=off"]
        self.process = Process(command, folder / "postgres.log", {})
        self.process.wait_for("ready to accept connections")
        self._psql = shutil.which("psql") or str(binaries / "psql")

    def environment(self) -> dict[str, str]:
        """How a node finds it."""
        return {
            "POSTGRES_HOST": "127.0.0.1",
            "POSTGRES_USER": "postgres",
            "POSTGRES_PASSWORD": PASSWORD,
            "POSTGRES_DATABASE": DATABASE,
        }

    def rows(self, query: str) -> list[list[str]]:
        """What a query gives."""
        command = [self._psql, "-h", "127.0.0.1", "-U", "postgres", "-d", DATABASE]
        command += ["-X", "-A", "-t", "-F", "\t", "-c", query]
        answer = subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"], "PGPASSWORD": PASSWORD},
        )
        return [line.split("\t") for line in answer.stdout.splitlines()]
