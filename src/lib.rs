//! WhatsApp adapter.
