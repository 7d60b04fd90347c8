//! `create-chat-link`: links and a button that open a chat.

use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    ChatLinkCreated, CommandError, CreateChatLinkRequest,
};
use crate::bindings::uip::whatsapp_twilio::account::{ButtonColor, ButtonSize};
use crate::configuration::{Sender, default_country_code, properties};
use uip_kit::field::{given, refuse};
use uip_kit::whatsapp::chat_link::{ChatLink, Color, Size, chat_number};

/// Makes links. No request is made.
///
/// # Errors
/// A permanent failure when a field has a bad value, or when there is no number.
pub fn create_chat_link(request: CreateChatLinkRequest) -> Result<ChatLinkCreated, CommandError> {
    let properties = properties()?;
    let link = ChatLink::parse(
        request.text,
        request.button_label,
        request.button_color.map(color),
        request.button_size.map(size),
        request.border_radius,
    )?;
    let number = match given(request.phone_number.as_deref()) {
        Some(number) => chat_number(number.trim(), default_country_code(&properties)?.as_ref())?,
        None => Sender::parse(&properties)?
            .number()
            .cloned()
            .ok_or_else(no_number)?,
    };
    let links = link.to(&number);
    Ok(ChatLinkCreated {
        link: links.link,
        app_link: links.app_link,
        button_html: links.button_html,
    })
}

fn color(color: ButtonColor) -> Color {
    match color {
        ButtonColor::Green => Color::Green,
        ButtonColor::Teal => Color::Teal,
        ButtonColor::White => Color::White,
    }
}

fn size(size: ButtonSize) -> Size {
    match size {
        ButtonSize::Standard => Size::Standard,
        ButtonSize::Compact => Size::Compact,
    }
}

fn no_number() -> CommandError {
    refuse(
        "missing-phone-number",
        "The field phoneNumber is not given, and the property from is not set: the Messaging \
         Service's numbers are not known.",
        "Give the business's number in phoneNumber, or set from.",
    )
}
