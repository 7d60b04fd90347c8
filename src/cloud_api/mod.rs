//! WhatsApp's Cloud API without the network: what a request looks like, what
//! an answer means. Everything here is pure.

mod answer;
mod callback_data;
mod emoji;
mod error_codes;
mod graph_error;
mod message;
mod message_id;
mod numbering;
mod page;
mod recipient;
mod refusal;
mod scrub;
mod template;
mod text;
mod transport_error;
mod waiting;

#[cfg(test)]
mod tests;

pub use answer::{Answer, message_sent};
pub use callback_data::CallbackData;
pub use emoji::Emoji;
pub use message::{Content, Message};
pub use message_id::MessageId;
pub use page::excerpt as page_excerpt;
pub use recipient::{PhoneNumber, Recipient, UserId};
pub use scrub::Scrubber;
pub use template::{Components, LanguageCode, Template, TemplateName};
pub use text::Text;
pub use transport_error::TransportError;
