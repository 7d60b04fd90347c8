//! WhatsApp Cloud API on loopback.
