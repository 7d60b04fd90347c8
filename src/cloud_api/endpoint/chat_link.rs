//! Links that open a chat with the business, as the contract has them.

use crate::bindings::uip::whatsapp::account::{ButtonColor, ButtonSize, ChatLinkCreated};
use uip_kit::whatsapp::chat_link::{Color, Links, Size};

impl From<ButtonColor> for Color {
    fn from(color: ButtonColor) -> Self {
        match color {
            ButtonColor::Green => Self::Green,
            ButtonColor::Teal => Self::Teal,
            ButtonColor::White => Self::White,
        }
    }
}

impl From<ButtonSize> for Size {
    fn from(size: ButtonSize) -> Self {
        match size {
            ButtonSize::Standard => Self::Standard,
            ButtonSize::Compact => Self::Compact,
        }
    }
}

impl From<Links> for ChatLinkCreated {
    fn from(links: Links) -> Self {
        Self {
            link: links.link,
            app_link: links.app_link,
            button_html: links.button_html,
        }
    }
}
