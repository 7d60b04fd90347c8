"""Two nodes on one PostgreSQL, and one of them killed in the middle.

A conversation: the customer says hello, is greeted, asks for a table, and gets
it confirmed. When a third of them have ended, the next answers of WhatsApp are
made slow, so that commands are under way, and one node is killed with -9.
"""

import argparse
import collections
import json
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from balancer import Balancer
from obelisk import COMMANDS, EVENTS, Node, deployment
from postgres import Postgres
from processes import wait_until
from sandbox import ON_DUTY, Sandbox

AT_ONCE = 100
SLOW = 30
WEBHOOK = "wasi:http/incoming-handler.handle"
# Obelisk writes it down when nothing is heard of a command any more.
CUT = f"result_kind::text like '%timed_out%' and ffqn like '{COMMANDS}.%'"
TURNS = [("Hello", "text"), ("A table, please", "template")]


class Conversations:
    """What the customers say, each when the last answer has come."""

    def __init__(self, sandbox: Sandbox, count: int) -> None:
        self.sandbox = sandbox
        self.waiting = [f"1650{number:07}" for number in range(5000000, 5000000 + count)]
        self.turn: dict[str, int] = {}
        self.ended: set[str] = set()

    def go_on(self) -> None:
        """Lets everybody speak whose turn it is."""
        people = {person["waId"]: person for person in self.sandbox.control("GET", "customers")}
        for customer, turn in list(self.turn.items()):
            person = people.get(customer)
            kinds = {message["kind"] for message in person["received"]} if person else set()
            if TURNS[turn][1] not in kinds:
                continue
            if turn + 1 == len(TURNS):
                del self.turn[customer]
                self.ended.add(customer)
            else:
                self.turn[customer] = turn + 1
                self.sandbox.say(customer, TURNS[turn + 1][0])
        while self.waiting and len(self.turn) < AT_ONCE:
            customer = self.waiting.pop()
            self.turn[customer] = 0
            self.sandbox.say(customer, TURNS[0][0])

    def until(self, ended: int, seconds: float) -> None:
        """Goes on until so many have ended."""
        deadline = time.monotonic() + seconds
        while len(self.ended) < ended:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(self.ended)} of {ended} ended, {self.turn} did not")
            self.go_on()
            time.sleep(0.1)


def kill_in_the_middle(sandbox: Sandbox, node: Node, conversations: Conversations) -> int:
    """Kills the node while commands wait for slow answers; how many waited."""
    slow = [{"fault": "delay", "millis": 5000} for _ in range(SLOW)]
    sandbox.control("POST", "faults", slow)

    def met() -> int:
        conversations.go_on()
        return SLOW - len(sandbox.control("GET", "faults"))

    wait_until("commands are under way", lambda: met() >= SLOW // 2)
    node.process.kill()
    return met()


def sent_twice(sandbox: Sandbox) -> dict[tuple[str, str], list[str]]:
    """Which customers got the same answer more than once: who and what, and
    the callback data of each."""
    sent: dict[tuple[str, str], list[str]] = collections.defaultdict(list)
    for person in sandbox.control("GET", "customers"):
        for message in person["received"]:
            sent[person["waId"], message["kind"]].append(message["id"])
    twice = {key: ids for key, ids in sent.items() if len(ids) > 1 and key[0] != ON_DUTY}
    data = callback_data(sandbox)
    return {key: [data.get(message, "") for message in ids] for key, ids in twice.items()}


def callback_data(sandbox: Sandbox) -> dict[str, str]:
    """The callback data of each message, as its statuses carry it."""
    found: dict[str, str] = {}
    for note in sandbox.notifications():
        for entry in json.loads(note["body"])["entry"]:
            for change in entry["changes"]:
                for status in change["value"].get("statuses", []):
                    found[status["id"]] = status.get("biz_opaque_callback_data", "")
    return found


def reason(callbacks: list[str]) -> str:
    """Why a message was sent twice, from whom its copies answer to."""
    if len(set(callbacks)) == 1:
        return "Obelisk ran the command again after the node that ran it was killed"
    if len({callback.split(".")[0] for callback in callbacks}) == 1:
        return "the flow sent it again: no status of the first one had come in time"
    return "two flows for one message"


def report(figures: dict[str, Any]) -> None:
    """Prints figures in two columns."""
    width = max(map(len, figures))
    for name, figure in figures.items():
        print(f"{name:{width}}  {figure}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--conversations", type=int, default=1000)
    arguments.add_argument(
        "--retries", type=int, default=0, help="max_retries of the activities in deployment.toml"
    )
    options = arguments.parse_args()
    count = options.conversations

    # So that what was started is ended, too, when this is.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="obelisk-")))
        postgres = Postgres(folder)
        stack.callback(postgres.process.stop)
        sandbox = Sandbox(folder, "--auto-status", "delivered", "--batch-updates", "10", "--quiet")
        stack.callback(sandbox.process.stop)
        toml = deployment(folder, {"max_retries = 0": f"max_retries = {options.retries}"})
        nodes = []
        for name, deployed in (("first", toml), ("second", None)):
            place = folder / name
            environment = postgres.environment()
            node = Node(place, "server-postgres.toml", sandbox.url, deployed, environment)
            stack.callback(node.process.stop)
            nodes.append(node)
        balancer = Balancer([node.webhook for node in nodes])
        stack.callback(balancer.stop)
        sandbox.notify(balancer.url)

        begun = time.monotonic()
        conversations = Conversations(sandbox, count)
        conversations.until(count // 3, 600)
        under_way = kill_in_the_middle(sandbox, nodes[1], conversations)
        killed = time.monotonic()
        conversations.until(count, 900)
        ended = time.monotonic()

        def number(which: str) -> int:
            return int(postgres.rows(f"select count(*) from t_state where {which}")[0][0])

        def unfinished() -> int:
            return number(f"state <> 'finished' and ffqn <> '{WEBHOOK}'")

        wait_until("every flow and command has ended", lambda: unfinished() == 0, 300)

        refused = [
            note for note in sandbox.notifications() if {"answered": 200} not in note["attempts"]
        ]
        twice = sent_twice(sandbox)
        flows = number(f"ffqn = '{EVENTS}.customer-message'")
        report(
            {
                "conversations ended": f"{len(conversations.ended)} of {count}",
                "flows for customers' messages": flows,
                "messages they wrote": count * len(TURNS),
                "notifications never taken": len(refused),
                "commands that met a slow answer before the kill": under_way,
                "commands cut by the kill": number(CUT),
                "webhook requests cut by the kill": number("state <> 'finished'"),
                "messages to the person on duty": len(sandbox.received(ON_DUTY)),
                "messages sent twice": len(twice),
                **{
                    f"  {why}": number
                    for why, number in collections.Counter(map(reason, twice.values())).items()
                },
                "seconds before the kill, and after it": (
                    f"{killed - begun:.0f}, {ended - killed:.0f}"
                ),
            }
        )
        assert flows == count * len(TURNS), "a flow was lost or doubled"
        assert not refused, f"notifications were lost: {refused[0]['attempts']}"


if __name__ == "__main__":
    main()
