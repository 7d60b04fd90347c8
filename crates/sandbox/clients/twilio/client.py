"""Twilio's own Python library at work against the sandbox.

The library believes that it talks to twilio.com; only its HTTP client is replaced, by one that dials the sandbox
instead. It sends, lists, pages, makes contents, fetches media and reads errors, and its RequestValidator checks every
webhook.

Usage: client.py PATH-OF-UIP-SANDBOX
"""

import base64
import json
import queue
import subprocess
import sys
import threading
import time
import urllib.parse
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList
from twilio.rest.content.v1.content.approval_create import ApprovalCreateList
from twilio.rest.messaging.v3.typing_indicator import TypingIndicatorList
from twilio.twiml.messaging_response import MessagingResponse

PATIENCE = 20
TOKEN = "an-auth-token-for-twilios-library"
ADA = "16505551234"
TO_ADA = f"whatsapp:+{ADA}"


class ToSandbox(TwilioHttpClient):
    """Sends what is meant for twilio.com to the sandbox."""

    def __init__(self, sandbox):
        super().__init__()
        self.sandbox = sandbox

    def request(self, method, url, *arguments, **named):
        parts = urllib.parse.urlsplit(url)
        known = ("api.twilio.com", "content.twilio.com", "messaging.twilio.com")
        if parts.netloc in known:
            url = self.sandbox + urllib.parse.urlunsplit(("", "", *parts[2:]))
        elif not url.startswith(self.sandbox):
            raise AssertionError(f"the library wants to leave loopback: {url}")
        return super().request(method, url, *arguments, **named)


class Business(ThreadingHTTPServer):
    """The business's webhooks: every signature is checked, and what passes is put into a queue."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Webhook)
        self.base = "http://{}:{}".format(*self.server_address)
        self.validator = RequestValidator(TOKEN)
        self.messages = queue.Queue()
        self.statuses = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True, strict_parsing=True))
        business = self.server
        signature = self.headers.get("X-Twilio-Signature", "")
        if not business.validator.validate(business.base + self.path, form, signature):
            self.answer(403, "")
        elif self.path.startswith("/status"):
            business.statuses.put((self.path, form))
            self.answer(204, "")
        else:
            business.messages.put(form)
            self.answer(200, str(MessagingResponse()))

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def start_sandbox(binary, business):
    process = subprocess.Popen(
        [
            binary,
            "--listen=127.0.0.1:0",
            "--quiet",
            f"--twilio-auth-token={TOKEN}",
            f"--twilio-webhook-url={business.base}/message?shop=1&town=R%C3%B4ma",
            f"--twilio-status-callback-url={business.base}/status",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    line = process.stdout.readline()
    addresses = [word for word in line.split() if word.startswith("http://")]
    if not addresses:
        raise SystemExit(f"the sandbox did not start: {line!r}")
    return process, addresses[0]


def wait_until(what, happened):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if happened():
            return
        time.sleep(0.02)
    raise SystemExit(f"waited {PATIENCE} s in vain for {what}")


def expect(what, found, wanted):
    if found != wanted:
        raise SystemExit(f"{what}: wanted {wanted!r}, found {found!r}")


def refused(what, code, status, send):
    try:
        send()
    except TwilioRestException as error:
        expect(what, (error.code, error.status), (code, status))
        print(f"the library understood a refusal: {error.code} {error.msg}")
    else:
        raise SystemExit(f"{what}: nothing was refused")


def converse(sandbox, business):
    account = requests.get(f"{sandbox}/sandbox/twilio").json()
    sid, sender = account["accountSid"], f"whatsapp:+{account['number']}"
    client = Client(sid, TOKEN, http_client=ToSandbox(sandbox))

    def seen():
        return requests.get(f"{sandbox}/sandbox/customers/{ADA}").json()["received"]

    def play(what, body):
        url = f"{sandbox}/sandbox/customers/{ADA}/{what}?to={account['number']}"
        requests.post(url, json=body).raise_for_status()

    def statuses(count):
        heard = [business.statuses.get(timeout=PATIENCE) for _ in range(count)]
        return [form["MessageStatus"] for _, form in heard]

    sent = client.messages.create(from_=sender, to=TO_ADA, body="Buongiorno, Ada! 🍞")
    expect("the answer", (sent.status, sent.direction), ("queued", "outbound-api"))
    expect("what Ada reads", seen()[-1]["body"], "Buongiorno, Ada! 🍞")
    expect("the statuses", statuses(3), ["sent", "delivered", "read"])
    expect("the message", client.messages(sent.sid).fetch().status, "read")
    print(f"the library sent a text and validated its statuses: {sent.sid}")

    own = f"{business.base}/status?ref=order%3A17"
    client.messages.create(from_=sender, to=TO_ADA, body="Ready", status_callback=own)
    heard = [business.statuses.get(timeout=PATIENCE) for _ in range(3)]
    expect("the callback of a message", {path for path, _ in heard}, {"/status?ref=order%3A17"})

    for number in range(3):
        client.messages.create(from_=sender, to=TO_ADA, body=f"Loaf {number}")
    listed = [message.body for message in client.messages.list(to=TO_ADA, page_size=2, limit=4)]
    expect("the list", listed, ["Loaf 2", "Loaf 1", "Loaf 0", "Ready"])
    since = datetime.now(timezone.utc) + timedelta(hours=1)
    expect("the list of later ones", client.messages.list(date_sent_after=since), [])
    statuses(9)
    print("the library listed messages in pages")

    # The key's secret is the default: only the Auth Token signs webhooks.
    key = Client(account["apiKeySid"], account["apiKeySecret"], sid, http_client=ToSandbox(sandbox))
    expect("the account", key.api.accounts(sid).fetch().status, "active")
    wrong = Client(sid, "another token", http_client=ToSandbox(sandbox))
    refused("a wrong token", 20003, 401, lambda: wrong.messages(sent.sid).fetch())
    refused(
        "a sender of someone else's",
        63007,
        400,
        lambda: client.messages.create(from_="whatsapp:+14150000000", to=TO_ADA, body="x"),
    )
    refused("an unknown message", 20404, 404, lambda: client.messages("SM" + "0" * 32).fetch())

    content = client.content.v1.contents.create(
        ContentList.ContentCreateRequest(
            {
                "friendly_name": "well",
                "language": "en",
                "variables": {"1": "Ada"},
                "types": {
                    "twilio/quick-reply": {
                        "body": "Well, {{1}}?",
                        "actions": [{"type": "QUICK_REPLY", "title": "Yes", "id": "yes-{{1}}"}],
                    }
                },
            }
        )
    )
    request = ApprovalCreateList.ContentApprovalRequest({"name": "well", "category": "UTILITY"})
    received = client.content.v1.contents(content.sid).approval_create.create(request)
    expect("the answer to a submission", received.status, "received")
    approval = client.content.v1.contents(content.sid).approval_fetch().fetch()
    expect("the approval", approval.whatsapp["status"], "approved")
    names = [one.friendly_name for one in client.content.v1.content_and_approvals.list(page_size=3)]
    expect("the last content", names[-1], "well")
    found = client.content.v2.content_and_approvals.list(content_name="^well$", language=["en"])
    expect("the contents of that name", [one.sid for one in found], [content.sid])
    asked = client.messages.create(
        from_=sender, to=TO_ADA, content_sid=content.sid, content_variables=json.dumps({"1": "Grace"})
    )
    expect("what Ada can tap", (seen()[-1]["body"], seen()[-1]["buttons"]), ("Well, Grace?", ["Yes"]))
    statuses(3)
    play("tap", {"messageId": asked.sid, "button": "yes-Grace"})
    tap = business.messages.get(timeout=PATIENCE)
    expect("the tap", (tap["ButtonPayload"], tap["Body"]), ("yes-Grace", "Yes"))
    expect("what was tapped", tap["OriginalRepliedMessageSid"], asked.sid)
    client.content.v1.contents(content.sid).delete()
    print("the library made a content, had it approved, sent it, and validated a tap")

    play("say", {"text": "Perché così caro? https://bakery.example/è 😉 1+1"})
    message = business.messages.get(timeout=PATIENCE)
    expect("what Ada said", message["Body"], "Perché così caro? https://bakery.example/è 😉 1+1")
    typing = TypingIndicatorList.TypingIndicatorRequest(
        {"channel": "WHATSAPP", "messageId": message["MessageSid"]}
    )
    expect("typing", client.messaging.v3.typing_indicator.create(typing).success, True)
    customer = requests.get(f"{sandbox}/sandbox/customers/{ADA}").json()
    expect("what Ada sees", (customer["seesTyping"], customer["sent"][-1]["read"]), (True, True))
    second = client.messaging.v2.typing_indicator.create(
        channel="whatsapp", message_id=message["MessageSid"]
    )
    expect("typing in the second version", second.success, True)
    print(f"the library validated a customer's message, and typed: {message['Body']}")

    loaf = b"\x89PNG, and not much of a loaf"
    picture = {"type": "image", "mimeType": "image/png", "content": base64.b64encode(loaf).decode()}
    play("media", picture | {"caption": "Burnt"})
    message = business.messages.get(timeout=PATIENCE)
    expect("the caption", (message["Body"], message["NumMedia"]), ("Burnt", "1"))
    media = client.messages(message["MessageSid"]).media.list()
    expect("the media's type", [one.content_type for one in media], ["image/png"])
    url = message["MediaUrl0"]
    expect("without credentials", requests.get(url).status_code, 401)
    expect("the media", requests.get(url, auth=(sid, TOKEN)).content, loaf)
    client.messages(message["MessageSid"]).media(media[0].sid).delete()
    expect("deleted media", requests.get(url, auth=(sid, TOKEN)).status_code, 404)
    print("the library listed, fetched and deleted a customer's picture")

    later = client.messages.create(
        messaging_service_sid=account["messagingServiceSid"],
        to=TO_ADA,
        body="Tomorrow",
        schedule_type="fixed",
        send_at=datetime.now(timezone.utc) + timedelta(days=1),
    )
    expect("a scheduled message", later.status, "scheduled")
    expect("a canceled one", client.messages(later.sid).update(status="canceled").status, "canceled")
    senders = client.messaging.v2.channels_senders.list(channel="whatsapp")
    expect("the senders", [(one.sender_id, one.status) for one in senders], [(sender, "ONLINE")])
    print("the library scheduled and canceled a message, and listed the senders")

    requests.patch(f"{sandbox}/sandbox/customers/{ADA}", json={"windowOpen": False})
    late = client.messages.create(from_=sender, to=TO_ADA, body="Are you there?")
    expect("the answer", late.status, "queued")
    _, form = business.statuses.get(timeout=PATIENCE)
    expect("the failure", (form["MessageStatus"], form["ErrorCode"]), ("undelivered", "63016"))
    failed = client.messages(late.sid).fetch()
    expect("the failed message", (failed.status, failed.error_code), ("undelivered", 63016))
    print(f"the library read a failure: {failed.error_code} {failed.error_message}")

    forged = requests.post(
        f"{business.base}/message",
        data={"MessageSid": "SM" + "0" * 32, "Body": "Free bread"},
        headers={"X-Twilio-Signature": "0" * 27 + "="},
    )
    expect("the answer to a forged webhook", forged.status_code, 403)
    print("the library refused a forged signature")

    def outcomes():
        webhooks = requests.get(f"{sandbox}/sandbox/twilio/webhooks").json()
        return [[attempt["outcome"]["answered"] for attempt in one["attempts"]] for one in webhooks]

    wait_until("the last webhook", lambda: all(outcomes()))
    expect("every attempt", [each for each in outcomes() if each not in ([200], [204])], [])
    print(f"all {len(outcomes())} webhooks were accepted at the first attempt")


def main():
    business = Business()
    process, sandbox = start_sandbox(sys.argv[1], business)
    try:
        converse(sandbox, business)
    finally:
        process.terminate()
        process.wait()
    print("Twilio's Python library works against the sandbox")


if __name__ == "__main__":
    main()
