//! What people write on WhatsApp, whichever carrier brings it there: who receives a
//! message, links that open a chat, values of templates, and templates in one string.

pub mod chat_link;
pub mod recipient;
pub mod shorthand;
pub mod template_value;
