//! WhatsApp's Cloud API without the network: what a request looks like, what
//! an answer means. Everything here is pure.

mod answer;
mod callback_data;
mod chat_link;
pub mod connection;
mod contacts;
mod emoji;
mod error_codes;
mod flow;
mod graph_error;
mod interactive;
mod json_field;
mod limited;
mod location;
mod media;
pub mod media_file;
mod message;
mod message_id;
pub mod numbering;
mod page;
mod paging;
mod percent;
mod purpose;
mod raw_content;
mod read_mark;
mod recipient;
mod refusal;
pub mod rendering;
mod scrub;
mod shorthand;
mod template;
pub mod template_list;
mod text;
mod transport_error;
mod waiting;

#[cfg(test)]
mod tests;

pub use answer::{Answer, message_sent, no_file, read};
pub use callback_data::CallbackData;
pub use chat_link::{ChatLink, chat_number};
pub use contacts::Contacts;
pub use emoji::Emoji;
pub use error_codes::INVALID_PARAMETER;
pub use interactive::Interactive;
pub use location::Location;
pub use media::MediaContent;
pub use message::{Content, Message};
pub use message_id::MessageId;
pub use page::excerpt as page_excerpt;
pub use paging::Next;
pub use purpose::Purpose;
pub use raw_content::RawContent;
pub use read_mark::ReadMark;
pub use recipient::{PhoneNumber, Recipient, UserId};
pub use scrub::{Scrubber, without_meta_tokens};
pub use shorthand::template as shorthand_template;
pub use template::{Components, LanguageCode, OfferEnd, Template, TemplateName, TemplateValues};
pub use text::Text;
pub use transport_error::TransportError;
