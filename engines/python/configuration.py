"""The adapter as the environment configures it."""

import os
from collections.abc import Callable

from whatsapp import Adapter, Event, Properties


def properties() -> Properties:
    """Each property from its environment variable."""
    env = os.environ
    timeout = env.get("WHATSAPP_REQUEST_TIMEOUT_SECONDS", "").strip()
    if timeout and not (timeout.isascii() and timeout.isdigit()):
        raise SystemExit("WHATSAPP_REQUEST_TIMEOUT_SECONDS is not a whole number of seconds from 1 to 300")
    return Properties(
        authentication_token=env.get("WHATSAPP_AUTHENTICATION_TOKEN", ""),
        phone_number_id=env.get("WHATSAPP_PHONE_NUMBER_ID", ""),
        api_version=env.get("WHATSAPP_API_VERSION", "v25.0"),
        app_secret=env.get("WHATSAPP_APP_SECRET"),
        verify_token=env.get("WHATSAPP_VERIFY_TOKEN"),
        default_country_code=env.get("WHATSAPP_DEFAULT_COUNTRY_CODE"),
        business_account_id=env.get("WHATSAPP_BUSINESS_ACCOUNT_ID"),
        app_id=env.get("WHATSAPP_APP_ID"),
        template_language=env.get("WHATSAPP_TEMPLATE_LANGUAGE"),
        api_base_url=env.get("WHATSAPP_API_BASE_URL"),
        request_timeout_seconds=int(timeout) if timeout else None,
        storage_endpoint=env.get("WHATSAPP_STORAGE_ENDPOINT"),
        storage_region=env.get("WHATSAPP_STORAGE_REGION"),
        storage_access_key_id=env.get("WHATSAPP_STORAGE_ACCESS_KEY_ID"),
        storage_secret_access_key=env.get("WHATSAPP_STORAGE_SECRET_ACCESS_KEY"),
    )


def adapter(on_event: Callable[[Event], None]) -> Adapter:
    return Adapter(os.environ.get("WHATSAPP_COMPONENT", "whatsapp.wasm"), properties(), on_event)
