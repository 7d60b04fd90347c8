"""A balancer in front of the nodes, as one stands before a webhook."""

import http.client
import itertools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Balancer:
    """Gives each request to the next node; one that does not answer is passed
    over, and the request goes to another."""

    def __init__(self, nodes: list[str]) -> None:
        turn = itertools.count()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {
                    name: self.headers[name]
                    for name in ("Content-Type", "X-Hub-Signature-256")
                    if name in self.headers
                }
                first = next(turn)
                for offset in range(len(nodes)):
                    node = urlsplit(nodes[(first + offset) % len(nodes)])
                    connection = http.client.HTTPConnection(node.netloc, timeout=15)
                    try:
                        connection.request("POST", node.path, body, headers)
                        answer = connection.getresponse()
                        content = answer.read()
                    except (OSError, http.client.HTTPException):
                        continue
                    finally:
                        connection.close()
                    self.answer(answer.status, content)
                    return
                self.answer(502, b"no node answers")

            def answer(self, status: int, content: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """The nodes' logs are enough."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/webhook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stops it."""
        self._server.shutdown()
        self._server.server_close()
