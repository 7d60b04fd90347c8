//! WhatsApp for workflow engines: the adapter component.
//!
//! This file wires the commands that the component exports to the files that
//! carry them out. What an engine sees is described in `wit/`.

pub mod cloud_api;
pub mod commands;
pub mod configuration;
pub mod failure;
pub mod json;
mod search;
pub mod transport;
pub mod webhook;

/// Generated from `wit/`: the contract as Rust types.
#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
pub mod bindings {
    wit_bindgen::generate!({
        path: "wit",
        world: "adapter",
        pub_export_macro: true,
    });
}

use bindings::exports::uip::whatsapp::commands::{
    CommandError, Guest, MessageSent, ProcessWebhookRequest, SendMessageReactionRequest,
    SendMessageTextRequest, SendMessageTextTemplateRequest, WebhookProcessed,
};

struct Adapter;

impl Guest for Adapter {
    fn send_message_text(request: SendMessageTextRequest) -> Result<MessageSent, CommandError> {
        commands::send_message_text(request)
    }

    fn send_message_text_template(
        request: SendMessageTextTemplateRequest,
    ) -> Result<MessageSent, CommandError> {
        commands::send_message_text_template(request)
    }

    fn send_message_reaction(
        request: SendMessageReactionRequest,
    ) -> Result<MessageSent, CommandError> {
        commands::send_message_reaction(request)
    }

    fn process_webhook(request: ProcessWebhookRequest) -> Result<WebhookProcessed, CommandError> {
        commands::process_webhook(&request)
    }
}

#[cfg(target_family = "wasm")]
bindings::export!(Adapter with_types_in bindings);
