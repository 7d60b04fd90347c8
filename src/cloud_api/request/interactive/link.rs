//! A button that opens an address.

use super::object::{Action, NamedAction, UrlParameters};
use super::{Frame, Interactive, LONGEST_BODY, Label};
use crate::bindings::uip::whatsapp::outgoing::LinkMessage;
use crate::cloud_api::request::refusal::{Refusal, refuse};
use uip_kit::failure::quoted;
use uip_kit::http::is_web_address;

impl Interactive {
    /// A text with a button that opens an address on the web.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn link(request: LinkMessage) -> Result<Self, Refusal> {
        let frame = Frame::parse(request.header, request.body, LONGEST_BODY, request.footer)?;
        Ok(frame.with("cta_url", link("", request.button_text, &request.url)?))
    }
}

/// The button in the fields `buttonText` and `url`, whose names begin with
/// `path` (`cards[0].link.`).
///
/// # Errors
/// A permanent failure when the label is blank or too long, or the address
/// cannot be one on the web.
pub fn link(path: &str, label: String, url: &str) -> Result<Action, Refusal> {
    let label = Label::parse(&[path, "buttonText"].concat(), label)?;
    let url = url.trim();
    if !is_web_address(url) {
        return Err(refuse(
            "invalid-url",
            &format!(
                "The field {path}url must be a URL that begins with http:// or https:// and a \
                 host and contains no spaces; it is {}.",
                quoted(url)
            ),
            "Write the complete URL, including https:// or http://, and escape spaces as %20.",
        ));
    }
    let parameters = UrlParameters {
        display_text: label,
        url: url.to_owned(),
    };
    Ok(Action::Named(NamedAction::CtaUrl { parameters }))
}
