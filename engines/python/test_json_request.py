"""Requests as JSON, and properties from the environment."""

import json
import os
import re
import unittest
from pathlib import Path
from typing import Any
from unittest.mock import patch

from wasmtime.component import Record

import configuration
from json_request import RequestMistake, read, value
from whatsapp import Adapter, Properties

ROOT = Path(__file__).resolve().parent.parent.parent
ADAPTER = Adapter(
    os.environ["WHATSAPP_COMPONENT"], Properties(authentication_token="", phone_number_id=""), lambda _event: None
)


def snake(name: str) -> str:
    return re.sub("[A-Z]", lambda it: "_" + it.group().lower(), name)


def request(command: str, text: str) -> Any:
    store, function = ADAPTER.function(command)
    [(_, kind)] = function.type(store).params
    return value(kind, read(text))


def field(record: Record, name: str) -> Any:
    return getattr(record, name)


class JsonRequest(unittest.TestCase):
    def test_a_number_for_a_text_and_digits_for_a_number_are_taken_as_what_they_mean(self) -> None:
        text = request("send-message-text", '{"phoneNumber":441234567890,"message":7}')
        self.assertEqual((field(text, "phone-number"), field(text, "message")), ("441234567890", "7"))
        place = request("send-message-location", '{"phoneNumber":"+39","latitude":"45.4642","longitude":"-9.19"}')
        self.assertEqual((place.latitude, place.longitude), (45.4642, -9.19))
        template = request(
            "send-message-text-template",
            '{"phoneNumber":"+39","templateName":"a","languageCode":"it","offerExpirationTimeMs":"1795248000000",'
            '"buttons":[{"index":"0","value":{"one-time-password":123456}}]}',
        )
        [button] = template.buttons
        self.assertEqual((button.index, button.value.payload), (0, "123456"))
        self.assertEqual(field(template, "offer-expiration-time-ms"), 1795248000000)

    def test_what_can_mean_two_things_or_nothing_is_refused_with_its_place(self) -> None:
        template = '{"phoneNumber":"+39","templateName":"a","languageCode":"it",'
        for command, text, place in [
            ("send-message-text", '{"phoneNumber":"+39","message":true}', "message"),
            ("send-message-text", '{"phoneNumber":393331234567.0,"message":"a"}', "phoneNumber"),
            ("send-message-text", '{"phoneNumber":4.4e11,"message":"a"}', "phoneNumber"),
            ("send-message-text", '{"phoneNumber":-5,"message":"a"}', "phoneNumber"),
            ("send-message-text", '{"phoneNumber":12345678901234567,"message":"a"}', "phoneNumber"),
            ("send-message-text", '{"phoneNumber":"+39","message":"a","previewUrl":"true"}', "previewUrl"),
            ("send-message-text", '{"phoneNumber":"+39","mesage":"a"}', "mesage"),
            ("send-message-text", '{"phoneNumber":"+39","message":"a","message":"b"}', "message"),
            ("send-message-text-template", template + '"buttons":[{"index":true,"value":{}}]}', "buttons[0].index"),
            ("send-message-text-template", template + '"buttons":[{"index":"01","value":{}}]}', "buttons[0].index"),
            ("send-message-text-template", template + '"buttons":[{"index":0,"value":{}}]}', "buttons[0].value"),
            ("send-message-text-template", template + '"header":{"text":{"text":"a","text":"b"}}}', "text"),
            ("send-message-location", '{"phoneNumber":"+39","latitude":"45,4","longitude":1}', "latitude"),
        ]:
            with self.subTest(text), self.assertRaises(RequestMistake) as refused:
                request(command, text)
            self.assertRegex(str(refused.exception), "^" + re.escape(place) + ": ")

    def test_every_property_is_read_from_its_environment_variable(self) -> None:
        for prefix, folder, properties in [
            ("WHATSAPP", ROOT, configuration.properties),
            ("TWILIO", ROOT / "twilio", configuration.twilio_properties),
        ]:
            manifest = json.loads((folder / "adapter.json").read_text("utf-8"))
            expected: dict[str, Any] = {}
            environment = {}
            for index, row in enumerate(manifest["properties"]):
                name = snake(row["name"])
                expected[name] = index + 1 if row["type"] == "integer" else f"value {index}"
                environment[f"{prefix}_{name.upper()}"] = str(expected[name])
            with patch.dict(os.environ, environment, clear=True):
                read = {name.rstrip("_"): it for name, it in vars(properties()).items()}
            self.assertEqual(read, expected)


if __name__ == "__main__":
    unittest.main()
