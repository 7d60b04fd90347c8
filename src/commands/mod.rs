//! One file for each command.

mod process_webhook;
mod send_message_reaction;
mod send_message_text;
mod send_message_text_template;
mod sending;

pub use process_webhook::process_webhook;
pub use send_message_reaction::send_message_reaction;
pub use send_message_text::send_message_text;
pub use send_message_text_template::send_message_text_template;
