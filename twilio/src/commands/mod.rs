//! What the component exports: one function for each command.

mod client;
mod process_webhook;
mod senders;

use crate::bindings::exports::uip::whatsapp_twilio::commands as contract;

/// The adapter.
pub struct Adapter;

/// Exports each `module::command(Request) -> Answer`.
macro_rules! export {
    ($($module:ident::$command:ident($request:ident) -> $answer:ident;)*) => {
        impl contract::Guest for Adapter {$(
            fn $command(
                request: contract::$request,
            ) -> Result<contract::$answer, contract::CommandError> {
                $module::$command(request)
            }
        )*}
    };
}

export! {
    senders::send_message_text(TextMessage) -> MessageSent;
    process_webhook::process_webhook(ProcessWebhookRequest) -> WebhookProcessed;
}
