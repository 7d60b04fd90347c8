//! Messages that a customer answers by tapping: a text, perhaps with a header
//! and a footer, and an action.

mod buttons;
pub mod flow;
mod header;
mod link;
mod list;
mod location_request;

use crate::bindings::uip::whatsapp::interactive::MessageHeader;
use header::Header;
use uip_kit::CommandError;
use uip_kit::field::{Limited, check_text};
use uip_kit::json::ObjectWriter;

/// The object `interactive` of a message, every text of it within WhatsApp's
/// limits.
#[derive(Debug)]
pub struct Interactive(String);

const LONGEST_BODY: usize = 1024;

/// What stands on a button.
type Label = Limited<20>;

impl Interactive {
    /// As it is sent.
    pub fn json(&self) -> &str {
        &self.0
    }
}

/// The parts that most of these messages have.
struct Frame {
    header: Option<Header>,
    body: String,
    footer: Option<Limited<60>>,
}

impl Frame {
    /// Parses the fields `header`, `body` and `footer`. A blank footer counts
    /// as not given.
    fn parse(
        header: Option<MessageHeader>,
        body: String,
        longest_body: usize,
        footer: Option<String>,
    ) -> Result<Self, CommandError> {
        check_text("body", &body, longest_body)?;
        Ok(Self {
            header: header.map(Header::parse).transpose()?,
            body,
            footer: Limited::parse_optional("footer", footer)?,
        })
    }

    /// The whole object: its type, these parts and the object `action`.
    fn with(&self, kind: &str, action: &str) -> Interactive {
        let text = |text: &str| ObjectWriter::new().text("text", text).finish();
        let mut json = ObjectWriter::new().text("type", kind);
        if let Some(header) = &self.header {
            json = json.json("header", header.json());
        }
        json = json.json("body", &text(&self.body));
        if let Some(footer) = &self.footer {
            json = json.json("footer", &text(footer.as_str()));
        }
        Interactive(json.json("action", action).finish())
    }
}

/// An action with a name and parameters.
fn named_action(name: &str, parameters: &str) -> String {
    ObjectWriter::new()
        .text("name", name)
        .json("parameters", parameters)
        .finish()
}
