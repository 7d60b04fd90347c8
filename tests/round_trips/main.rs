//! Round trips: a command sends, the person who plays the customer sees what
//! was meant and answers with what a telephone offers, and the answer arrives
//! as a typed event. The component runs in the host; the messages go to the
//! sandbox over HTTP, the person uses the sandbox's controls for people, and
//! the notifications come signed.

mod block;
mod buttons;
mod carousel;
mod chat_link;
mod contact_request;
mod contacts;
mod conversation;
mod create_template;
mod delete_template;
mod direct_send;
mod every_command;
mod flow;
mod link;
mod list;
mod location;
mod media;
mod message_status;
mod products;
mod profile;
mod quote;
mod raw;
mod reaction;
mod read_mark;
mod registration;
mod shorthand;
mod statuses;
mod subscription;
mod template;
mod template_buttons;
mod typed;
mod unasked;
mod update_template;
mod user_id;
