//! The endpoints besides messages: files, templates, the account, chat links.

mod chat_link;
pub mod connection;
pub mod media_endpoint;
pub mod rendering;
pub mod template_list;
