//! Messages that a customer answers by tapping: a text, perhaps with a header
//! and a footer, and an action.

mod buttons;
mod carousel;
mod catalogue;
mod contact_request;
pub mod flow;
mod header;
mod link;
mod list;
mod location_request;
mod object;
mod reply;

pub use object::Interactive;

use crate::bindings::uip::whatsapp::outgoing::MessageHeader;
use crate::cloud_api::request::refusal::Refusal;
use header::Header;
use object::{Action, Body, Footer};
use uip_kit::field::{Limited, check_text};

const LONGEST_BODY: usize = 1024;

/// What stands on a button.
type Label = Limited<20>;

/// The parts that most of these messages have.
struct Frame {
    header: Option<Header>,
    body: Option<Body>,
    footer: Option<Footer>,
}

impl Frame {
    /// Parses the fields `header`, `body` and `footer`. A blank footer counts
    /// as not given.
    fn parse(
        header: Option<MessageHeader>,
        body: String,
        longest_body: usize,
        footer: Option<String>,
    ) -> Result<Self, Refusal> {
        check_text("body", &body, longest_body)?;
        Ok(Self {
            header: header.map(Header::parse).transpose()?,
            body: Some(Body { text: body }),
            ..Self::without_body(footer)?
        })
    }

    /// Parses the field `footer` of a message that needs no more.
    fn without_body(footer: Option<String>) -> Result<Self, Refusal> {
        Ok(Self {
            header: None,
            body: None,
            footer: Limited::parse_optional("footer", footer)?.map(|text| Footer { text }),
        })
    }

    /// The whole object: its type, these parts and its action.
    fn with(self, kind: &'static str, action: Action) -> Interactive {
        Interactive {
            kind,
            header: self.header,
            body: self.body,
            footer: self.footer,
            action,
        }
    }
}
