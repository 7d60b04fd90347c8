"""The adapters as the environment configures them."""

import os
from collections.abc import Callable

import whatsapp_twilio
from whatsapp import Adapter, Event, Properties


def seconds(name: str) -> int | None:
    """The number of seconds in an environment variable, if it is set."""
    text = os.environ.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit()):
        raise SystemExit(f"{name} is not a whole number of seconds from 1 to 300")
    return int(text) if text else None


def properties() -> Properties:
    """Each property from its environment variable."""
    env = os.environ
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
        request_timeout_seconds=seconds("WHATSAPP_REQUEST_TIMEOUT_SECONDS"),
        storage_endpoint=env.get("WHATSAPP_STORAGE_ENDPOINT"),
        storage_region=env.get("WHATSAPP_STORAGE_REGION"),
        storage_access_key_id=env.get("WHATSAPP_STORAGE_ACCESS_KEY_ID"),
        storage_secret_access_key=env.get("WHATSAPP_STORAGE_SECRET_ACCESS_KEY"),
    )


def twilio_properties() -> whatsapp_twilio.Properties:
    """Each property of the adapter for Twilio from its environment variable."""
    env = os.environ
    return whatsapp_twilio.Properties(
        account_sid=env.get("TWILIO_ACCOUNT_SID", ""),
        auth_token=env.get("TWILIO_AUTH_TOKEN"),
        previous_auth_token=env.get("TWILIO_PREVIOUS_AUTH_TOKEN"),
        api_key_sid=env.get("TWILIO_API_KEY_SID"),
        api_key_secret=env.get("TWILIO_API_KEY_SECRET"),
        from_=env.get("TWILIO_FROM"),
        messaging_service_sid=env.get("TWILIO_MESSAGING_SERVICE_SID"),
        default_country_code=env.get("TWILIO_DEFAULT_COUNTRY_CODE"),
        status_callback_url=env.get("TWILIO_STATUS_CALLBACK_URL"),
        webhook_url=env.get("TWILIO_WEBHOOK_URL"),
        api_base_url=env.get("TWILIO_API_BASE_URL"),
        request_timeout_seconds=seconds("TWILIO_REQUEST_TIMEOUT_SECONDS"),
        storage_endpoint=env.get("TWILIO_STORAGE_ENDPOINT"),
        storage_region=env.get("TWILIO_STORAGE_REGION"),
        storage_access_key_id=env.get("TWILIO_STORAGE_ACCESS_KEY_ID"),
        storage_secret_access_key=env.get("TWILIO_STORAGE_SECRET_ACCESS_KEY"),
    )


def adapter(on_event: Callable[[Event], None]) -> Adapter:
    return Adapter(os.environ.get("WHATSAPP_COMPONENT", "whatsapp.wasm"), properties(), on_event)
