"""The example flow on one node with SQLite, against the sandbox."""

import sqlite3
import tempfile
import threading
import unittest
from pathlib import Path

import meta
from http_json import ask
from obelisk import Node, deployment
from processes import wait_until
from sandbox import APP_SECRET, ON_DUTY, TOKEN, VERIFY_TOKEN, Sandbox

GREETING = "welcome to the bakery"


class OneNode(unittest.TestCase):
    """Each test has customers of its own, and begins when all is quiet."""

    folder: tempfile.TemporaryDirectory[str]
    sandbox: Sandbox
    node: Node

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory(prefix="obelisk-")
        cls.addClassCleanup(cls.folder.cleanup)
        folder = Path(cls.folder.name)
        cls.sandbox = Sandbox(folder)
        cls.addClassCleanup(cls.sandbox.process.stop)
        cls.node = Node(folder, "server.toml", cls.sandbox.url, deployment(folder))
        cls.addClassCleanup(cls.node.process.stop)
        cls.sandbox.notify(cls.node.webhook)

    def setUp(self) -> None:
        self.be_quiet()
        self.flows = len(self.node.flows("customer-message"))

    def be_quiet(self) -> None:
        """Waits until every notification is delivered and every flow has ended."""

        def is_quiet() -> bool:
            posted = all(note["attempts"] for note in self.sandbox.notifications())
            return posted and self.node.is_idle()

        wait_until("all is quiet", is_quiet, 120)

    def new_flows(self) -> int:
        """How many flows messages have started in this test."""
        return len(self.node.flows("customer-message")) - self.flows

    def escalations(self, about: str) -> list[str]:
        """What the person on duty was told about this customer."""
        return [body for body in self.sandbox.bodies(ON_DUTY) if about in body]

    # What a customer sees.

    def test_who_says_hello_is_greeted_once(self) -> None:
        self.sandbox.say("16505550001", "Hello!")
        self.be_quiet()
        (greeting,) = self.sandbox.received("16505550001")
        self.assertIn(GREETING, greeting["body"])
        self.assertEqual(self.new_flows(), 1)

    def test_who_wants_a_table_gets_the_template(self) -> None:
        self.sandbox.say("16505550002", "A table for two, please")
        self.be_quiet()
        (answer,) = self.sandbox.received("16505550002")
        self.assertEqual(answer["kind"], "template")
        self.assertIn("A table for two is yours on Saturday", answer["body"])

    def test_thanks_are_answered_with_a_reaction_on_the_message(self) -> None:
        message = self.sandbox.say("16505550003", "Thank you!")
        self.be_quiet()
        (answer,) = self.sandbox.received("16505550003")
        self.assertEqual((answer["kind"], answer["about"]), ("reaction", message))

    def test_who_asks_for_a_person_gets_the_person_on_duty(self) -> None:
        self.sandbox.say("16505550004", "I want a person")
        self.be_quiet()
        self.assertEqual(len(self.escalations("16505550004")), 1)
        self.assertEqual(self.sandbox.received("16505550004"), [])

    # When sending fails.

    def test_a_message_that_fails_later_is_escalated_once(self) -> None:
        self.sandbox.change("16505550010", failsWith=131026)
        self.sandbox.say("16505550010", "Hello")
        self.be_quiet()
        (told,) = self.escalations("16505550010")
        self.assertIn("131026", told)

    def test_a_message_that_is_refused_for_good_is_escalated_and_not_repeated(self) -> None:
        self.sandbox.change("16505550011", refusedWith=131026)
        self.sandbox.say("16505550011", "Hello")
        self.be_quiet()
        self.assertEqual(len(self.escalations("16505550011")), 1)
        self.assertEqual(self.sends_to("16505550011"), 1)

    def test_a_message_that_is_refused_for_now_is_repeated_until_it_is_sent(self) -> None:
        self.sandbox.fault("error", code=131056, headers=[["Retry-After", "1"]])
        self.sandbox.fault("error", code=131056, headers=[["Retry-After", "1"]])
        self.sandbox.say("16505550012", "Hello")
        self.be_quiet()
        self.assertEqual(len(self.sandbox.received("16505550012")), 1)
        self.assertEqual(self.sends_to("16505550012"), 3)
        self.assertEqual(self.escalations("16505550012"), [])

    def test_a_message_whose_answer_is_lost_is_not_sent_again(self) -> None:
        self.sandbox.fault("reset-after-request")
        self.sandbox.say("16505550013", "Hello")
        self.be_quiet()
        self.assertEqual(len(self.sandbox.received("16505550013")), 1)
        self.assertEqual(self.sends_to("16505550013"), 1)

    def test_a_message_that_perhaps_left_and_has_no_status_is_sent_again(self) -> None:
        self.sandbox.fault("answer", status=502, body="<html>Bad Gateway</html>")
        self.sandbox.say("16505550014", "Hello")
        self.be_quiet()
        self.assertEqual(len(self.sandbox.received("16505550014")), 1)
        self.assertEqual(self.sends_to("16505550014"), 2)

    def sends_to(self, customer: str) -> int:
        """How often a message to this customer was tried."""
        bodies = (request["json"] or {} for request in self.sandbox.requests())
        return sum(body.get("to") == f"+{customer}" for body in bodies)

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
        folder = Path(self.folder.name)
        (database,) = folder.glob("state/sqlite/*.sqlite")
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA wal_checkpoint(FULL)")
        files = [self.node.log, *(path for path in folder.glob("state/**/*") if path.is_file())]
        self.assertGreater(len(files), 3)
        for file in files:
            content = file.read_bytes()
            for secret in (TOKEN, APP_SECRET, VERIFY_TOKEN):
                self.assertNotIn(secret.encode(), content, f"{file} holds a secret")


if __name__ == "__main__":
    unittest.main(verbosity=2)
