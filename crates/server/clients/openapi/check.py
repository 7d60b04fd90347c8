"""Calls the server at UIP_URL through the client that openapi-python-client
generated into uip_client/."""

import importlib
import json
import os
import sys

sys.path.insert(0, os.getcwd())

from uip_client import AuthenticatedClient, models
from uip_client.types import UNSET

URL, TOKEN = os.environ["UIP_URL"], os.environ["UIP_TOKEN"]
client = AuthenticatedClient(base_url=URL, token=TOKEN)
stranger = AuthenticatedClient(base_url=URL, token="not-" + TOKEN)


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


def every_operation():
    """The generated module of each operation in the document."""
    with open("openapi.json", encoding="utf-8") as file:
        document = json.load(file)
    for item in document["paths"].values():
        operation = item["post"]
        tag = snake(operation["tags"][0]).replace("-", "_")
        name = snake(operation["operationId"])
        yield importlib.import_module(f"uip_client.api.{tag}.{name}")


class Nothing:
    """A request without a single field."""

    def to_dict(self):
        return {}


def refused_calls():
    operations = list(every_operation())
    assert operations, "the document describes no operation"
    for operation in operations:
        answer = operation.sync_detailed(client=stranger, body=Nothing())
        assert answer.status_code == 401, answer
        assert isinstance(answer.parsed, models.Refusal), answer
        assert answer.parsed.code == "unauthorized", answer
    print(f"python: {len(operations)} operations refuse a wrong token")


def calls_of_the_fake():
    from uip_client.api.whatsapp import whatsapp_send_message_text as text
    from uip_client.api.whatsapp_rome import (
        whatsapp_rome_send_message_text_template as template,
    )

    def say(message):
        body = models.WhatsappSendMessageTextRequest(
            phone_number="+39 333 1234567", message=message
        )
        return text.sync_detailed(client=client, body=body)

    answer = say("hello")
    assert answer.status_code == 200, answer
    assert isinstance(answer.parsed, models.WhatsappSendMessageTextSuccess), answer
    assert answer.parsed.message_id == "fake.1", answer

    for message, status, failure, retryable in [
        ("fail", 422, "permanent-failure", False),
        ("unknown", 424, "permanent-unknown-outcome", False),
        ("busy", 503, "temporary-failure", True),
    ]:
        answer = say(message)
        assert answer.status_code == status, answer
        assert isinstance(answer.parsed, models.WhatsappFailure), answer
        assert answer.parsed.failure == failure, answer
        assert answer.parsed.retryable is retryable, answer
    assert answer.headers["retry-after"] == "17", answer
    assert answer.parsed.retry_after_seconds == 17, answer

    answer = text.sync_detailed(client=client, body=Nothing())
    assert answer.status_code == 400, answer
    assert isinstance(answer.parsed, models.Refusal), answer
    assert len(answer.parsed.mistakes) == 2, answer

    nested = models.WhatsappSendMessageTextTemplateRequest(
        phone_number="+39 333 1234567",
        template_name="welcome",
        language_code="it",
        body_parameters=[
            models.WhatsappSendMessageTextTemplateRequestBodyParametersItem(text="Anna")
        ],
        header=models.WhatsappSendMessageTextTemplateRequestHeader(
            image=models.WhatsappSendMessageTextTemplateRequestHeaderImage(
                link="https://example.com/menu.jpg"
            )
        ),
    )
    assert nested.buttons is UNSET
    assert nested.to_dict()["header"] == {
        "image": {"link": "https://example.com/menu.jpg"}
    }
    answer = template.sync_detailed(client=client, body=nested)
    assert answer.status_code == 200, answer

    # The members of a group of which exactly one is given.
    for source in [{"link": "https://example.com/menu.pdf"}, {"media_id": "17"}]:
        picture = models.WhatsappSendMessageMediaRequest(
            phone_number="+39 333 1234567",
            media_type=models.WhatsappSendMessageMediaRequestMediaType.DOCUMENT,
            **source,
        )
        assert len(picture.to_dict()) == 3, picture
    listed = models.WhatsappListTemplatesSuccess.from_dict(
        {"status": "success", "templates": [{"id": "1", "name": "welcome"}]}
    ).templates[0]
    assert listed.name == "welcome" and listed.category is UNSET, listed
    print("python: success, three failures, mistakes and nested fields are typed")


refused_calls()
if os.environ.get("UIP_FAKE"):
    calls_of_the_fake()
