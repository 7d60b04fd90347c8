"""A webhook endpoint that prints each event as a line of JSON."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from configuration import adapter
from whatsapp import CommandFailed, Event, ProcessWebhook


def take(event: Event) -> None:
    if event.name == "customer_message":
        contacts = event.record.contacts
        name = (contacts and getattr(contacts[0], "profile-name")) or "A customer"
        content = event.record.message.content
        said = f": {content.payload}" if content.tag == "text" else f" sent a {content.tag}"
        print(f"{name}{said}", file=sys.stderr)
    line = {"event": event.name, "eventId": event.id, "properties": event.properties}
    print(json.dumps(line), flush=True)


whatsapp = adapter(on_event=take)


class Endpoint(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        known = query.get("hub.verify_token") == [os.environ.get("WHATSAPP_VERIFY_TOKEN")]
        self.answer(200 if known else 403, query.get("hub.challenge", [""])[0] if known else "")

    def do_POST(self) -> None:
        """The status says whether WhatsApp shall send the notification again."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = ProcessWebhook(
            body.decode(errors="replace"), self.headers.get("X-Hub-Signature-256")
        )
        try:
            whatsapp.process_webhook(request)
            self.answer(200)
        except CommandFailed as failed:
            print(failed, file=sys.stderr)
            if failed.failure.code == "invalid-signature":
                self.answer(401)
            else:
                self.answer(503 if failed.case == "temporary-failure" else 400)

    def answer(self, status: int, body: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """No line for each request."""


if __name__ == "__main__":
    if not os.environ.get("WHATSAPP_APP_SECRET"):
        sys.exit("WHATSAPP_APP_SECRET is not set: without it anybody could send notifications")
    server = HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Endpoint)
    print(f"ready: http://127.0.0.1:{server.server_port}", file=sys.stderr, flush=True)
    server.serve_forever()
