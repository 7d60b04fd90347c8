"""What the example flow does, whoever carries its messages."""

import sqlite3
import tempfile
import unittest
from pathlib import Path

from obelisk import Node, deployment
from processes import wait_until
from sandbox import ON_DUTY, Sandbox

GREETING = "welcome to the bakery"


class Conversations(unittest.TestCase):
    """One node with SQLite. Each test has customers of its own, and begins when
    all is quiet."""

    #: The deployment that is delivered.
    deployed: str
    #: The number that customers write to; none is the Cloud API's.
    line: str | None = None
    #: A refusal for now, a message that fails later, and one that is refused for good.
    busy: int
    fails: int
    refused: int

    folder: tempfile.TemporaryDirectory[str]
    sandbox: Sandbox
    node: Node

    @classmethod
    def setUpClass(cls) -> None:
        if cls is Conversations:
            raise unittest.SkipTest("it has no carrier")
        cls.folder = tempfile.TemporaryDirectory(prefix="obelisk-")
        cls.addClassCleanup(cls.folder.cleanup)
        folder = Path(cls.folder.name)
        cls.sandbox = Sandbox(folder, line=cls.line)
        cls.addClassCleanup(cls.sandbox.process.stop)
        cls.node = Node(folder, "server.toml", cls.sandbox.url, deployment(folder, delivered=cls.deployed))
        cls.addClassCleanup(cls.node.process.stop)
        cls.sandbox.open_window(ON_DUTY)
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

    def sends_to(self, customer: str) -> int:
        """How often a message to this customer was tried."""
        sent = (request["json"] or request["form"] or {} for request in self.sandbox.requests())
        return sum((it.get("to") or it.get("To", "")).removeprefix("whatsapp:") == f"+{customer}" for it in sent)

    def assert_nowhere(self, *secrets: str) -> None:
        """None of these is in a log or in the database."""
        folder = Path(self.folder.name)
        (database,) = folder.glob("state/sqlite/*.sqlite")
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA wal_checkpoint(FULL)")
        files = [self.node.log, *(path for path in folder.glob("state/**/*") if path.is_file())]
        self.assertGreater(len(files), 3)
        for file in files:
            content = file.read_bytes()
            for secret in secrets:
                self.assertNotIn(secret.encode(), content, f"{file} holds a secret")

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

    def test_who_asks_for_a_person_gets_the_person_on_duty(self) -> None:
        self.sandbox.say("16505550004", "I want a person")
        self.be_quiet()
        self.assertEqual(len(self.escalations("16505550004")), 1)
        self.assertEqual(self.sandbox.received("16505550004"), [])

    # When sending fails.

    def test_a_message_that_fails_later_is_escalated_once(self) -> None:
        self.sandbox.change("16505550010", failsWith=self.fails)
        self.sandbox.say("16505550010", "Hello")
        self.be_quiet()
        (told,) = self.escalations("16505550010")
        self.assertIn(str(self.fails), told)

    def test_a_message_that_is_refused_for_good_is_escalated_and_not_repeated(self) -> None:
        self.sandbox.change("16505550011", refusedWith=self.refused)
        self.sandbox.say("16505550011", "Hello")
        self.be_quiet()
        self.assertEqual(len(self.escalations("16505550011")), 1)
        self.assertEqual(self.sends_to("16505550011"), 1)

    def test_a_message_that_is_refused_for_now_is_repeated_until_it_is_sent(self) -> None:
        self.sandbox.fault("error", code=self.busy, headers=[["Retry-After", "1"]])
        self.sandbox.fault("error", code=self.busy, headers=[["Retry-After", "1"]])
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
