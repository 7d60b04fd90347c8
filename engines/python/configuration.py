"""The adapter as the environment configures it."""

import os
from collections.abc import Callable

from whatsapp import Adapter, Event, Properties


def adapter(on_event: Callable[[Event], None]) -> Adapter:
    env = os.environ
    properties = Properties(
        authentication_token=env.get("WHATSAPP_AUTHENTICATION_TOKEN", ""),
        phone_number_id=env.get("WHATSAPP_PHONE_NUMBER_ID", ""),
        api_version=env.get("WHATSAPP_API_VERSION", "v25.0"),
        app_secret=env.get("WHATSAPP_APP_SECRET"),
        api_base_url=env.get("WHATSAPP_API_BASE_URL"),
    )
    return Adapter(env.get("WHATSAPP_COMPONENT", "whatsapp.wasm"), properties, on_event)
