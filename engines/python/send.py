"""Sends a text: python send.py PHONE-NUMBER TEXT"""

import json
import sys
from dataclasses import asdict

from configuration import adapter
from whatsapp import CommandFailed, SendMessageText


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: python send.py PHONE-NUMBER TEXT", file=sys.stderr)
        return 2
    phone_number, message = arguments
    whatsapp = adapter(on_event=lambda _event: None)
    try:
        sent = whatsapp.send_message_text(SendMessageText(phone_number, message))
    except CommandFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    print(json.dumps(asdict(sent)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
