"""pywa in its usual server: FastAPI on uvicorn, with its signature check on and handlers that count.

It prints one line when it listens, answers `GET /counted` with how many messages and statuses its handlers
were given, and ends when its standard input does.

Usage: server.py WEBHOOK-PATH, with the App Secret in the environment as APP_SECRET.
"""

import os
import platform
import socket
import sys
import threading
from importlib.metadata import version

import uvicorn
from fastapi import FastAPI
from pywa_async import WhatsApp

messages = set()
statuses = set()


def application(path):
    app = FastAPI()
    wa = WhatsApp(
        phone_id="106540352242922",
        token="it sends nothing",
        server=app,
        webhook_endpoint=path,
        verify_token="nobody asks",
        app_secret=os.environ["APP_SECRET"],
        validate_updates=True,
    )

    @wa.on_message
    async def count_message(_, message):
        messages.add(message.id)

    @wa.on_message_status
    async def count_status(_, status):
        statuses.add((status.id, status.status))

    @app.get("/counted")
    async def counted():
        return {"messages": len(messages), "statuses": len(statuses)}

    return app


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    app = application(sys.argv[1])
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    address = "{}:{}".format(*listener.getsockname())
    packages = ", ".join(
        f"{name} {version(name)}" for name in ["pywa", "fastapi", "uvicorn", "uvloop", "httptools"]
    )
    print(f"ready: http://{address}; {packages}, Python {platform.python_version()}", flush=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False, loop="uvloop", http="httptools")
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
