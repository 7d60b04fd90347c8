//! The endpoints besides messages: files, templates, the account, chat links.

pub mod business_profile;
mod chat_link;
pub mod connection;
pub mod media_endpoint;
pub mod message_history;
pub mod rendering;
pub mod template_endpoint;
pub mod template_list;
