//! WhatsApp's Cloud API without the network: what a request looks like, what
//! an answer means. Everything here is pure.

mod answer;
mod endpoint;
mod request;

#[cfg(test)]
mod tests;

pub use answer::classification::{message_sent, no_file, read};
pub use answer::error_codes::INVALID_PARAMETER;
pub use answer::pagination::Next;
pub use answer::retry_safety::{Purpose, WHATSAPP};
pub use endpoint::{
    business_profile, connection, media_endpoint, message_history, rendering, template_endpoint,
    template_list,
};
pub use request::account::profile_change::ProfileChange;
pub use request::account::subscription::Subscription;
pub use request::account::{block_list, registration};
pub use request::contacts::Contacts;
pub use request::direct_send::DirectSend;
pub use request::emoji::Emoji;
pub use request::identity::IdentityKeyHash;
pub use request::interactive::Interactive;
pub use request::location::Location;
pub use request::media_message::{MediaContent, StoredFile, link_instead};
pub use request::message::callback_data::CallbackData;
pub use request::message::raw_content::RawContent;
pub use request::message::{Content, Message, Reaction};
pub use request::message_id::MessageId;
pub use request::read_mark::ReadMark;
pub use request::refusal::Refusal;
pub use request::shorthand::template as shorthand_template;
pub use request::template::{
    Components, LanguageCode, OfferEnd, Template, TemplateId, TemplateName, TemplateValues,
};
pub use request::template_definition::{NewTemplate, TemplateChanges, category_word};
pub use request::text::Text;
pub use uip_kit::whatsapp::recipient::{Recipient, UserId};
