"""The example against the sandbox."""

import json
import os
import subprocess
import sys
import unittest
from typing import Any
from unittest.mock import patch

import configuration
import whatsapp_twilio
from sandbox import Program, Sandbox, request
from whatsapp import Adapter, CommandFailed, Event, ProcessWebhook, Properties, Refused

CUSTOMER = "16505551234"


class Example(unittest.TestCase):
    sandbox: Sandbox

    @classmethod
    def setUpClass(cls) -> None:
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.stop)

    def send(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "send.py", *arguments]
        return subprocess.run(command, env=self.sandbox.env, capture_output=True, text=True)

    def test_a_sent_text_reaches_the_customer_and_its_id_is_printed(self) -> None:
        outcome = self.send(f"+{CUSTOMER}", "Your table is ready.")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        sent = json.loads(outcome.stdout)
        self.assertEqual(sent["wa_id"], CUSTOMER)
        received = self.sandbox.get(f"/sandbox/customers/{CUSTOMER}")["received"]
        self.assertIn((sent["message_id"], "Your table is ready."), [(it["id"], it["body"]) for it in received])

    def test_a_text_is_sent_by_way_of_twilio(self) -> None:
        self.sandbox.post(f"/sandbox/customers/{CUSTOMER}/say?to=15550100300", {"text": "Is it ready?"})
        with patch.dict(os.environ, self.sandbox.env):
            properties = configuration.twilio_properties()
        component = os.environ["WHATSAPP_TWILIO_COMPONENT"]
        adapter = whatsapp_twilio.Adapter(component, properties, on_event=print)
        sent = adapter.send_message_text(whatsapp_twilio.SendMessageText(f"+{CUSTOMER}", "It is ready."))
        self.assertEqual(sent.wa_id, CUSTOMER)
        received = self.sandbox.get(f"/sandbox/customers/{CUSTOMER}")["received"][-1]
        self.assertEqual((received["id"], received["body"]), (sent.message_id, "It is ready."))

    def test_a_refusal_by_whatsapp_is_one_line_with_its_number(self) -> None:
        self.sandbox.post("/sandbox/faults", {"fault": "error", "code": 131056})
        outcome = self.send(f"+{CUSTOMER}", "Too fast")
        self.assertEqual(outcome.returncode, 1)
        self.assertRegex(outcome.stderr, r"^temporary-failure 131056: .*nothing was sent")

    def test_a_number_that_is_none_is_refused_before_anything_is_sent(self) -> None:
        before = len(self.sandbox.get("/sandbox/requests"))
        outcome = self.send("nobody", "Hello")
        self.assertEqual(outcome.returncode, 1)
        self.assertRegex(outcome.stderr, r"^permanent-failure invalid-phone-number: ")
        self.assertEqual(len(self.sandbox.get("/sandbox/requests")), before)

    def test_a_webhook_endpoint_takes_what_is_signed_and_refuses_a_forgery(self) -> None:
        env = {**self.sandbox.env, "PORT": "0"}
        webhook = Program([sys.executable, "webhook.py"], env, "ready:")
        self.addCleanup(webhook.stop)
        self.sandbox.post("/sandbox/callback", {"url": webhook.url})
        self.sandbox.post("/sandbox/callback/verify")
        self.addCleanup(self.sandbox.post, "/sandbox/callback")

        said = self.sandbox.post(f"/sandbox/customers/{CUSTOMER}/say", {"text": "Is there any rye left?"})
        event = json.loads(webhook.line("the event", lambda it: said["id"] in it))
        self.assertEqual(event["event"], "customer_message")
        self.assertEqual(event["eventId"], said["id"])
        self.assertEqual([it["text"]["body"] for it in event["properties"]["messages"]], ["Is there any rye left?"])
        webhook.line("the typed text", lambda it: it.endswith(": Is there any rye left?"))

        body = self.sandbox.get("/sandbox/notifications")[-1]["body"].encode()
        events = sum(it.startswith("{") for it in webhook.output)
        forged = {"X-Hub-Signature-256": "sha256=" + "0" * 64}
        self.assertEqual(request(webhook.url, body, forged)[0], 401)
        self.assertEqual(request(webhook.url, body)[0], 401)
        self.assertEqual(sum(it.startswith("{") for it in webhook.output), events)
        wrong = "/?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1"
        self.assertEqual(request(webhook.url + wrong)[0], 403)

    def test_an_event_that_is_refused_makes_the_command_fail_as_temporary(self) -> None:
        def refuse(_event: Event) -> None:
            raise Refused("the queue is full")

        said = self.sandbox.post(f"/sandbox/customers/{CUSTOMER}/say", {"text": "Hello?"})
        notification = self.sandbox.get("/sandbox/notifications")[-1]["body"]
        self.assertIn(said["id"], notification)
        properties = Properties(authentication_token="t" * 20, phone_number_id="100000000000001")
        adapter = Adapter(self.sandbox.env["WHATSAPP_COMPONENT"], properties, refuse)
        with self.assertRaises(CommandFailed) as failed:
            adapter.process_webhook(ProcessWebhook(notification))
        self.assertEqual(failed.exception.case, "temporary-failure")
        self.assertIn("the queue is full", failed.exception.failure.error + str(failed.exception.failure.details))


if __name__ == "__main__":
    unittest.main()
