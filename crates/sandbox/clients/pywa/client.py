"""pywa at work against the sandbox.

pywa is a public client of WhatsApp's Cloud API that nobody here wrote. It believes that it talks to
graph.facebook.com; only its HTTP transport is replaced, by one that dials the sandbox instead. It subscribes
its own webhook, passes the verification, checks every signature, sends, and receives.

Usage: client.py PATH-OF-UIP-SANDBOX
"""

import base64
import json
import queue
import socket
import subprocess
import sys
import threading
import time

import httpx
import uvicorn
from fastapi import FastAPI
from pywa import WhatsApp, errors, types
from pywa.types.templates import BodyText, TemplateLanguage

PATIENCE = 20
TOKEN = "a-token-between-pywa-and-the-sandbox"
APP_SECRET = "an-app-secret-for-pywa"
VERIFY_TOKEN = "a verify token & more"
APP_ID = 700000000000007
PHONE_ID = "100000000000001"
WABA_ID = "500000000000005"
ADA = "16505551234"


class ToSandbox(httpx.HTTPTransport):
    """Sends what is meant for graph.facebook.com to the sandbox."""

    def __init__(self, sandbox):
        super().__init__()
        self.sandbox = httpx.URL(sandbox)

    def handle_request(self, request):
        if request.url.host not in ("graph.facebook.com", self.sandbox.host):
            raise AssertionError(f"pywa wants to leave loopback: {request.url}")
        request.url = request.url.copy_with(
            scheme=self.sandbox.scheme, host=self.sandbox.host, port=self.sandbox.port
        )
        return super().handle_request(request)


def start_sandbox(binary):
    process = subprocess.Popen(
        [
            binary,
            "--listen=127.0.0.1:0",
            "--quiet",
            f"--token={TOKEN}",
            f"--app-secret={APP_SECRET}",
            f"--app-id={APP_ID}",
            f"--phone-number-id={PHONE_ID}",
            f"--business-account-id={WABA_ID}",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    line = process.stdout.readline()
    addresses = [word for word in line.split() if word.startswith("http://")]
    if not addresses:
        raise SystemExit(f"the sandbox did not start: {line!r}")
    return process, addresses[0]


def start_webhook(app):
    """Serves the app on a free port in a thread. Returns the server and its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    threading.Thread(target=server.run, args=([listener],), daemon=True).start()
    return server, "http://{}:{}".format(*listener.getsockname())


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


def converse(sandbox, controls):
    app = FastAPI()
    server, webhook = start_webhook(app)
    wait_until("the webhook server", lambda: server.started)

    wa = WhatsApp(
        phone_id=PHONE_ID,
        token=TOKEN,
        session=httpx.Client(transport=ToSandbox(sandbox)),
        server=app,
        webhook_endpoint="/webhook",
        callback_url=webhook,
        verify_token=VERIFY_TOKEN,
        waba_id=WABA_ID,
        app_id=APP_ID,
        app_secret=APP_SECRET,
        webhook_challenge_delay=0,
        validate_updates=True,
    )
    heard = queue.Queue()
    statuses = queue.Queue()
    taps = queue.Queue()
    wa.on_message(lambda _, message: heard.put(message))
    wa.on_callback_button(lambda _, tap: taps.put(tap))
    wa.on_message_status(lambda _, status: statuses.put(status))

    def seen():
        return controls.get(f"/customers/{ADA}").json()["received"]

    def play(what, body):
        controls.post(f"/customers/{ADA}/{what}", json=body).raise_for_status()

    wait_until("the subscription", lambda: controls.get("").json()["callbackUrl"])
    print("pywa subscribed its webhook, and repeated the challenge")

    sent = wa.send_message(to=f"+{ADA}", text="Buongiorno, Ada! 🍞", tracker="order-17")
    expect("what Ada reads", seen()[-1]["body"], "Buongiorno, Ada! 🍞")
    print(f"pywa sent a text: {sent.id}")

    told = [statuses.get(timeout=PATIENCE) for _ in range(3)]
    expect("the message", {status.id for status in told}, {sent.id})
    expect("the callback data", {status.tracker for status in told}, {"order-17"})
    # pywa may call handlers in any order.
    expect("the statuses", {status.status.value for status in told}, {"sent", "delivered", "read"})
    print("pywa received sent, delivered and read, signed")

    template = wa.send_template(
        to=f"+{ADA}",
        name="order_ready",
        language=TemplateLanguage.ENGLISH_US,
        params=[BodyText.params("Ada", "B-17", "12 €")],
    )
    expect(
        "what Ada reads",
        seen()[-1]["body"],
        "Dear Ada, your order B-17 is ready. It costs 12 € and waits for you.",
    )
    print(f"pywa sent a template: {template.id}, {template.status.value}")

    play("say", {"text": "Perché così caro? https://bakery.example/è 😉"})
    message = heard.get(timeout=PATIENCE)
    expect("what Ada said", message.text, "Perché così caro? https://bakery.example/è 😉")
    expect("who said it", message.from_user.wa_id, ADA)
    print(f"pywa received a customer's message, signed: {message.text}")

    message.reply_text("Because it is good.", quote=True)
    expect("what Ada reads", seen()[-1]["body"], "Because it is good.")
    expect("what it answers", seen()[-1]["about"], message.id)
    message.react("👍")
    expect("the reaction", (seen()[-1]["kind"], seen()[-1]["body"]), ("reaction", "👍"))
    print("pywa replied and reacted")

    play("react", {"messageId": sent.id, "emoji": "🥖"})
    reaction = heard.get(timeout=PATIENCE)
    expect("Ada's reaction", (reaction.reaction.emoji, reaction.reaction.message_id), ("🥖", sent.id))
    print("pywa received a reaction, signed")

    loaf = b"\x89PNG, and not much of a loaf"
    media = wa.upload_media(media=loaf, mime_type="image/png", filename="loaf.png")
    described = wa.get_media_url(media.id)
    expect("the media's size", described.file_size, len(loaf))
    expect("the media", wa.get_media_bytes(url=described.url), loaf)
    asked = wa.send_image(
        to=f"+{ADA}",
        image=media,
        caption="Is this yours?",
        buttons=[types.Button("Yes", "mine"), types.Button("No", "another's")],
    )
    expect("what Ada can tap", seen()[-1]["buttons"], ["Yes", "No"])
    play("tap", {"messageId": asked.id, "button": "mine"})
    tap = taps.get(timeout=PATIENCE)
    expect("the tap", (tap.data, tap.title), ("mine", "Yes"))
    print("pywa uploaded and downloaded an image, sent it with buttons, and received a tap")

    play("media", {"type": "image", "mimeType": "image/png", "content": base64.b64encode(loaf).decode()})
    message = heard.get(timeout=PATIENCE)
    expect("Ada's image", message.image.get_bytes(), loaf)
    wa.indicate_typing(message.id)
    expect("what Ada sees", controls.get(f"/customers/{ADA}").json()["seesTyping"], True)
    wa.delete_media(media.id)
    print("pywa downloaded a customer's image, showed that it types, and deleted its own image")

    try:
        wa.send_template(
            to=f"+{ADA}", name="no_such", language=TemplateLanguage.ENGLISH_US, params=[]
        )
    except errors.TemplateNotExists as error:
        print(f"pywa understood a refusal: {error.message} ({error.details})")
    else:
        raise SystemExit("an unknown template was accepted")

    forged = httpx.post(
        f"{webhook}/webhook",
        content=json.dumps({"object": "whatsapp_business_account", "entry": []}),
        headers={"X-Hub-Signature-256": "sha256=" + "0" * 64},
    )
    expect("the answer to a forged notification", forged.status_code, 403)
    print("pywa refused a forged signature")

    def attempts():
        return [one["attempts"] for one in controls.get("/notifications").json()]

    wait_until("the last notification", lambda: all(attempts()))
    expect("every attempt", [each for each in attempts() if each != [{"answered": 200}]], [])
    print(f"all {len(attempts())} notifications were accepted at the first attempt")
    server.should_exit = True


def main():
    process, sandbox = start_sandbox(sys.argv[1])
    try:
        converse(sandbox, httpx.Client(base_url=f"{sandbox}/sandbox"))
    finally:
        process.terminate()
        process.wait()
    print("a client that nobody here wrote works against the sandbox")


if __name__ == "__main__":
    main()
