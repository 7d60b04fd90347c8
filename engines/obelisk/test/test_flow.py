"""The example flow on one node with SQLite, against the sandbox: by way of the
Cloud API, and by way of Twilio."""

import threading
import unittest

import meta
from conversations import Conversations
from http_json import ask
from sandbox import APP_SECRET, AUTH_TOKEN, TOKEN, TWILIO_NUMBER, VERIFY_TOKEN


class ByTwilio(Conversations):
    """The same flow, deployed with the adapter for Twilio."""

    deployed = "deployment-twilio.toml"
    line = TWILIO_NUMBER
    busy = 20429
    fails = 63024
    refused = 21610

    def test_thanks_are_answered_with_an_emoji_because_there_are_no_reactions(self) -> None:
        self.sandbox.say("16505550003", "Thank you!")
        self.be_quiet()
        self.assertEqual(self.sandbox.bodies("16505550003"), ["🥐"])

    def test_a_wrong_signature_is_refused_and_starts_nothing(self) -> None:
        body = b"MessageSid=SM00000000000000000000000000000007&Body=Hello&From=whatsapp%3A%2B16505550021"
        for headers in ({}, {"X-Twilio-Signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="}):
            self.assertEqual(ask("POST", self.node.webhook, body, headers).status, 401)
        self.be_quiet()
        self.assertEqual(self.new_flows(), 0)

    def test_the_token_is_in_no_log_and_not_in_the_database(self) -> None:
        self.sandbox.say("16505550022", "Hello")
        self.be_quiet()
        self.assert_nowhere(AUTH_TOKEN)


class ByTheCloudApi(Conversations):
    """The flow as it is delivered."""

    deployed = "deployment.toml"
    busy = 131056
    fails = 131026
    refused = 131026

    def test_thanks_are_answered_with_a_reaction_on_the_message(self) -> None:
        message = self.sandbox.say("16505550003", "Thank you!")
        self.be_quiet()
        (answer,) = self.sandbox.received("16505550003")
        self.assertEqual((answer["kind"], answer["about"]), ("reaction", message))

    # What Meta sees.

    def test_a_repeated_notification_starts_no_second_flow(self) -> None:
        body = meta.messages(("16505550020", "wamid.REPEATED", meta.text("Hello")))
        for _ in range(3):
            answer = meta.post(self.node.webhook, body, meta.signature(body))
            self.assertEqual(answer.status, 200)
        self.be_quiet()
        answer = meta.post(self.node.webhook, body, meta.signature(body))
        self.assertEqual(answer.status, 200)
        self.be_quiet()
        self.assertEqual(self.new_flows(), 1)
        self.assertEqual(len(self.sandbox.received("16505550020")), 1)

    def test_copies_at_the_same_moment_start_one_flow(self) -> None:
        said = [(f"1650555003{n}", f"wamid.AT-ONCE-{n}", meta.text("Hello")) for n in range(5)]
        body = meta.messages(*said)
        statuses: list[int] = []

        def post() -> None:
            statuses.append(meta.post(self.node.webhook, body, meta.signature(body)).status)

        copies = [threading.Thread(target=post) for _ in range(8)]
        for copy in copies:
            copy.start()
        for copy in copies:
            copy.join()
        self.assertLessEqual(set(statuses), {200, 500})
        again = meta.post(self.node.webhook, body, meta.signature(body))
        self.assertEqual(again.status, 200)
        self.be_quiet()
        self.assertEqual(self.new_flows(), 5)
        for customer, _, _ in said:
            self.assertEqual(len(self.sandbox.received(customer)), 1)

    def test_every_message_of_a_batch_starts_its_own_flow(self) -> None:
        said = [(f"165055504{n:02}", f"wamid.BATCH-{n}", meta.text("Hello")) for n in range(20)]
        unknown = ("16505550498", "wamid.NEW-KIND", {"type": "hologram", "hologram": {"id": "7"}})
        body = meta.messages(*said, unknown)
        answer = meta.post(self.node.webhook, body, meta.signature(body))
        self.assertEqual(answer.status, 200)
        self.be_quiet()
        self.assertEqual(self.new_flows(), 21)
        for customer, _, _ in said:
            self.assertEqual(len(self.sandbox.received(customer)), 1)
        self.assertEqual(len(self.escalations("16505550498")), 1)

    def test_every_kind_of_content_reaches_the_flow(self) -> None:
        kinds = {
            "image": {"id": "1", "mime_type": "image/jpeg", "sha256": "x"},
            "location": {"latitude": 45, "longitude": 9.19, "name": "Milan"},
            "contacts": [{"name": {"formatted_name": "Ada"}, "phones": [{"phone": "+39"}]}],
            "interactive": {"type": "list_reply", "list_reply": {"id": "table", "title": "T"}},
            "button": {"payload": "Very good", "text": "Very good"},
            "reaction": {"message_id": "wamid.X", "emoji": "👍"},
            "order": {"catalog_id": "1", "product_items": [{"product_retailer_id": "r"}]},
            "system": {"body": "changed", "type": "user_changed_number", "wa_id": "1650"},
        }
        said = [
            (f"165055506{n:02}", f"wamid.KIND-{kind}", {"type": kind, kind: content})
            for n, (kind, content) in enumerate(kinds.items())
        ]
        said.append(("16505550699", "wamid.KIND-unsupported", {"type": "unsupported"}))
        body = meta.messages(*said)
        answer = meta.post(self.node.webhook, body, meta.signature(body))
        self.assertEqual((answer.status, answer.text), (200, ""))
        self.be_quiet()
        self.assertEqual(self.new_flows(), len(said))

    def test_another_webhook_field_starts_a_flow(self) -> None:
        before = len(self.node.flows("webhook-notification"))
        self.sandbox.control("POST", "notifications", {"field": "account_update", "value": {}})
        self.be_quiet()
        self.assertEqual(len(self.node.flows("webhook-notification")), before + 1)

    def test_a_wrong_signature_is_refused_and_starts_nothing(self) -> None:
        body = meta.messages(("16505550021", "wamid.FORGED", meta.text("Hello")))
        forged = meta.signature(body, "another secret")
        self.assertEqual(meta.post(self.node.webhook, body, forged).status, 401)
        self.assertEqual(meta.post(self.node.webhook, body, None).status, 401)
        self.be_quiet()
        self.assertEqual(self.new_flows(), 0)

    def test_the_check_of_the_address_is_answered(self) -> None:
        check = f"{self.node.webhook}?hub.mode=subscribe&hub.challenge=1158201444"
        answer = ask("GET", f"{check}&hub.verify_token={VERIFY_TOKEN}")
        self.assertEqual((answer.status, answer.text), (200, "1158201444"))
        self.assertEqual(ask("GET", f"{check}&hub.verify_token=guessed").status, 403)

    # What nobody may see.

    def test_secrets_are_in_no_log_and_not_in_the_database(self) -> None:
        self.sandbox.say("16505550022", "Hello")
        self.be_quiet()
        sent = self.sandbox.requests()[-1]
        self.assertIn(TOKEN, str(sent["headers"]), "it did not reach WhatsApp")
        self.assert_nowhere(TOKEN, APP_SECRET, VERIFY_TOKEN)


if __name__ == "__main__":
    unittest.main(verbosity=2)
