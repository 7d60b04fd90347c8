//! `send-message-buttons`, `send-message-list` and `send-message-link`: messages by way
//! of a template that the account has for each shape.

use super::client::{Call, Session, post};
use super::delivery::Delivery;
use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    ButtonsMessage, CommandError, LinkMessage, ListMessage, MessageSent,
};
use crate::twilio_api::interactive::{Interactive, MAKE};
use uip_kit::http::{Action, Part};

/// For each line `command(Type) => parse` a function that sends what `parse` makes of
/// the request.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent failure,
/// and nothing is sent.
macro_rules! senders {
    ($($(#[$doc:meta])* $command:ident($type:ident) => $parse:expr;)*) => {$(
        $(#[$doc])*
        pub fn $command(mut request: $type) -> Result<MessageSent, CommandError> {
            let phone_number = std::mem::take(&mut request.phone_number);
            let callback_data = request.callback_data.take();
            let delivery = Delivery::open(&phone_number, callback_data.as_deref())?;
            let interactive = $parse(request)?;
            let template = template(&delivery.session, &interactive)?;
            delivery.send(&interactive.content(&template))
        }
    )*};
}

senders! {
    /// A text with reply buttons.
    send_message_buttons(ButtonsMessage) => Interactive::buttons;
    /// A text with a list to choose from.
    send_message_list(ListMessage) => Interactive::list;
    /// A text with a button that opens a web page.
    send_message_link(LinkMessage) => Interactive::link;
}

/// The id of the template of this shape, which is made if the account has none. Two
/// calls at the same time may both make it: either is as good.
fn template(session: &Session, interactive: &Interactive) -> Result<String, CommandError> {
    let host = &session.access.hosts.content;
    let path = interactive.path();
    let call = Call::new(Action::Get, host, &path);
    if let Some(sid) = session.call(&call, |answer, _| interactive.find(answer))? {
        return Ok(sid);
    }
    let definition = interactive.definition();
    let parts = [Part::Text(&definition)];
    let call = Call::new(post("application/json", &parts), host, MAKE);
    session.call(&call, |answer, _| answer.text("sid"))
}
