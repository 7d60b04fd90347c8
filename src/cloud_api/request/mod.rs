//! What is sent: messages and their parts, parsed from a command's request.

pub mod callback_data;
pub mod contacts;
pub mod emoji;
pub mod interactive;
pub mod location;
pub mod media_message;
pub mod message;
pub mod message_id;
pub mod raw_content;
pub mod read_mark;
pub mod recipient;
pub mod shorthand;
pub mod template;
pub mod text;
