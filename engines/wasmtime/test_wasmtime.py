"""The composed components in the command `wasmtime`, against the sandbox."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

from sandbox import Program, Sandbox, request

CUSTOMER = "16505551234"
WASMTIME = os.environ["WASMTIME"]
COMPONENTS = Path(os.environ["COMPONENTS"])
#: Without a value it is inherited, so that no secret stands on the command line.
ENV = ["AUTHENTICATION_TOKEN", "API_VERSION", "PHONE_NUMBER_ID", "APP_SECRET", "VERIFY_TOKEN", "API_BASE_URL"]
INHERIT = [part for name in ENV for part in ("--env", f"WHATSAPP_{name}")]


class Wasmtime(unittest.TestCase):
    sandbox: Sandbox

    @classmethod
    def setUpClass(cls) -> None:
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.stop)
        cls.sandbox.env["WHATSAPP_API_VERSION"] = "v25.0"

    def invoke(self, call: str) -> subprocess.CompletedProcess[str]:
        command = [WASMTIME, "run", "-S", "http", *INHERIT, "--invoke", call]
        component = str(COMPONENTS / "whatsapp-activities.wasm")
        done = subprocess.run([*command, component], env=self.sandbox.env, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def received(self) -> list[tuple[str, str]]:
        received = self.sandbox.get(f"/sandbox/customers/{CUSTOMER}")["received"]
        return [(it["id"], it["body"]) for it in received]

    def test_run_sends_a_text_and_prints_its_id(self) -> None:
        call = f'send-message-text({{phone-number: "+{CUSTOMER}", message: "Your table is ready."}})'
        printed = self.invoke(call).stdout
        self.assertTrue(printed.startswith("ok({message-id: "), printed)
        message_id, body = self.received()[-1]
        self.assertEqual(body, "Your table is ready.")
        self.assertIn(f'message-id: "{message_id}"', printed)

    def test_run_sends_a_text_by_way_of_twilio(self) -> None:
        self.sandbox.post(f"/sandbox/customers/{CUSTOMER}/say?to=15550100300", {"text": "Is it ready?"})
        inherit = [part for name in ("ACCOUNT_SID", "AUTH_TOKEN", "FROM", "API_BASE_URL")
                   for part in ("--env", f"TWILIO_{name}")]
        call = f'send-message-text({{phone-number: "+{CUSTOMER}", message: "It is ready."}})'
        component = str(COMPONENTS / "whatsapp-twilio-activities.wasm")
        command = [WASMTIME, "run", "-S", "http", *inherit, "--invoke", call, component]
        done = subprocess.run(command, env=self.sandbox.env, capture_output=True, text=True)
        message_id, body = self.received()[-1]
        self.assertEqual(body, "It is ready.")
        self.assertIn(f'ok({{message-id: "{message_id}"', done.stdout, done.stderr)

    def test_run_prints_a_refusal_as_the_case_that_says_whether_to_try_again(self) -> None:
        self.sandbox.post("/sandbox/faults", {"fault": "error", "code": 131056})
        before = self.received()
        printed = self.invoke(f'send-message-text({{phone-number: "+{CUSTOMER}", message: "Too fast"}})').stdout
        self.assertTrue(printed.startswith('err(temporary-failure({code: "131056"'), printed)
        self.assertEqual(self.received(), before)

    def test_run_processes_a_signed_notification_and_prints_its_event(self) -> None:
        said = self.sandbox.post(f"/sandbox/customers/{CUSTOMER}/say", {"text": "Is there any rye left?"})
        notification = self.sandbox.get("/sandbox/notifications")[-1]
        # A WAVE string and a JSON string are written alike here.
        body, signature = json.dumps(notification["body"]), json.dumps(notification["signature"])
        call = f"process-webhook({{whats-app-notification: {body}, signature: some({signature})}})"
        event, outcome = self.invoke(call).stdout.splitlines()
        self.assertEqual(json.loads(event)["eventId"], said["id"])
        self.assertEqual(outcome, "ok({customer-messages: 1, status-changes: 0, webhook-notifications: 0})")
        forged = call.replace("sha256=", "sha256=0").replace(notification["signature"][-1] + '")', '")')
        self.assertIn('err(permanent-failure({code: "invalid-signature"', self.invoke(forged).stdout)

    def test_serve_is_a_webhook_endpoint_that_prints_events(self) -> None:
        component = str(COMPONENTS / "whatsapp-webhook-stdout.wasm")
        command = [WASMTIME, "serve", "-S", "cli", "--no-logging-prefix", "--addr", "127.0.0.1:0", *INHERIT, component]
        server = Program(command, self.sandbox.env, "Serving HTTP on")
        self.addCleanup(server.stop)
        self.sandbox.post("/sandbox/callback", {"url": f"{server.url}/webhook"})
        self.sandbox.post("/sandbox/callback/verify")
        self.addCleanup(self.sandbox.post, "/sandbox/callback")

        said = self.sandbox.post(f"/sandbox/customers/{CUSTOMER}/say", {"text": "And on Friday?"})
        event = json.loads(server.line("the event", lambda it: said["id"] in it))
        self.assertEqual(event["event"], "customer_message")
        self.assertEqual(event["properties"]["messages"][0]["text"]["body"], "And on Friday?")

        body = self.sandbox.get("/sandbox/notifications")[-1]["body"].encode()
        forged = {"X-Hub-Signature-256": "sha256=" + "0" * 64}
        self.assertEqual(request(server.url, body, forged)[0], 401)
        self.assertEqual(request(server.url + "/?hub.mode=subscribe&hub.verify_token=no&hub.challenge=1")[0], 403)


if __name__ == "__main__":
    unittest.main()
