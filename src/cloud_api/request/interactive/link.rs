//! A button that opens an address.

use super::{Frame, Interactive, LONGEST_BODY, Label, named_action};
use crate::bindings::uip::whatsapp::interactive::LinkMessage;
use crate::cloud_api::request::media_message::is_web_address;
use uip_kit::CommandError;
use uip_kit::failure::quoted;
use uip_kit::field::refuse;
use uip_kit::json::ObjectWriter;

impl Interactive {
    /// A text with a button that opens an address on the web.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn link(request: LinkMessage) -> Result<Self, CommandError> {
        let frame = Frame::parse(request.header, request.body, LONGEST_BODY, request.footer)?;
        let label = Label::parse("buttonText", request.button_text)?;
        let url = request.url.trim();
        if !is_web_address(url) {
            return Err(refuse(
                "invalid-url",
                &format!(
                    "The field url must be a URL that begins with http:// or https:// and a host \
                     and contains no spaces; it is {}.",
                    quoted(url)
                ),
                "Write the complete URL, including https:// or http://, and escape spaces as %20.",
            ));
        }
        let parameters = ObjectWriter::new()
            .text("display_text", label.as_str())
            .text("url", url);
        Ok(frame.with("cta_url", &named_action("cta_url", &parameters.finish())))
    }
}
