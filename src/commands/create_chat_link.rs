//! `create-chat-link`: links and a button that open a chat.

use super::client::{Call, Session};
use crate::bindings::exports::uip::whatsapp::commands::{
    ChatLinkCreated, CommandError, CreateChatLinkRequest,
};
use crate::cloud_api::connection;
use uip_kit::phone_number::PhoneNumber;
use uip_kit::whatsapp::chat_link::{ChatLink, chat_number};

/// Makes links. WhatsApp is asked only for the business's own number, when
/// no other is given.
///
/// # Errors
/// As `command-error` describes.
pub fn create_chat_link(request: CreateChatLinkRequest) -> Result<ChatLinkCreated, CommandError> {
    let session = Session::open()?;
    let link = ChatLink::parse(
        request.text,
        request.button_label,
        request.button_color.map(Into::into),
        request.button_size.map(Into::into),
        request.border_radius,
    )?;
    let given = request.phone_number.as_deref().map(str::trim);
    let number = match given.filter(|number| !number.is_empty()) {
        Some(number) => chat_number(number, session.configuration.default_country_code.as_ref())?,
        None => own_number(&session)?,
    };
    Ok(link.to(&number).into())
}

/// WhatsApp shows it with its country code, sometimes without `+`.
fn own_number(session: &Session) -> Result<PhoneNumber, CommandError> {
    let path = format!(
        "{}?fields=display_phone_number",
        session.configuration.phone_number_id.as_str()
    );
    session
        .call(&Call::get(&path), |answer| {
            let shown = answer.text("display_phone_number")?;
            chat_number(&format!("+{}", shown.trim_start_matches('+')), None).ok()
        })
        .map_err(|error| connection::mend(error, "phoneNumberId"))
}
