//! What is sent: messages and their parts, parsed from a command's request.

pub mod account;
pub mod contacts;
pub mod direct_send;
pub mod emoji;
mod field;
pub mod identity;
pub mod interactive;
pub mod location;
pub mod media_message;
pub mod message;
pub mod message_id;
pub mod products;
pub mod read_mark;
pub mod refusal;
pub mod shorthand;
pub mod template;
pub mod template_definition;
pub mod text;
