//! `TwiML`: how a business answers a webhook about a customer's message.
//!
//! Source: Twilio's pages "`TwiML` for Programmable Messaging", "Message" and "Body".

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

/// An answer in `TwiML`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct TwiML {
    pub(crate) replies: Vec<Reply>,
    /// The verbs that the sandbox does not follow, such as `Redirect`.
    pub(crate) ignored: Vec<String>,
}

/// A message to the customer who wrote.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) body: String,
    /// Links to files.
    pub(crate) media: Vec<String>,
}

/// The document is not `TwiML`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotTwiML;

/// Reads an answer.
pub(crate) fn read(xml: &str) -> Result<TwiML, NotTwiML> {
    let mut reader = Reader::from_str(xml);
    let mut document = Document::default();
    loop {
        let event = reader.read_event().map_err(|_| NotTwiML)?;
        match event {
            Event::Start(tag) => document.open(tag.name().as_ref())?,
            Event::Empty(tag) => {
                document.open(tag.name().as_ref())?;
                document.close()?;
            }
            Event::End(_) => document.close()?,
            Event::Text(text) => document.add(&text.decode().map_err(|_| NotTwiML)?),
            Event::CData(text) => document.add(&text.decode().map_err(|_| NotTwiML)?),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|_| NotTwiML)?;
                let name = reference.decode().map_err(|_| NotTwiML)?;
                match (character, resolve_predefined_entity(&name)) {
                    (Some(character), _) => document.add(character.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => document.add(text),
                    (None, None) => return Err(NotTwiML),
                }
            }
            Event::Eof => return document.end(),
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
}

/// What has been read so far.
#[derive(Default)]
struct Document {
    twiml: TwiML,
    /// The names of the open elements, from the outside.
    open: Vec<String>,
    /// The text of the innermost one.
    text: String,
    has_response: bool,
}

impl Document {
    fn open(&mut self, name: &[u8]) -> Result<(), NotTwiML> {
        let name = std::str::from_utf8(name).map_err(|_| NotTwiML)?;
        match (self.open.len(), name) {
            (0, "Response") if !self.has_response => self.has_response = true,
            (0, _) => return Err(NotTwiML),
            (1, "Message") => {
                self.twiml.replies.push(Reply::default());
                self.text.clear();
            }
            (1, verb) => self.twiml.ignored.push(verb.to_owned()),
            // A text beside the elements of a message is not sent.
            _ => self.text.clear(),
        }
        self.open.push(name.to_owned());
        Ok(())
    }

    fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn close(&mut self) -> Result<(), NotTwiML> {
        let name = self.open.pop().ok_or(NotTwiML)?;
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        let in_message = self.open.last().is_some_and(|outer| outer == "Message");
        let reply = self.twiml.replies.last_mut();
        match (reply, name.as_str()) {
            (Some(reply), "Body") if in_message => reply.body.push_str(text),
            (Some(reply), "Media") if in_message => reply.media.push(text.to_owned()),
            (Some(reply), "Message") if reply.body.is_empty() => text.clone_into(&mut reply.body),
            _ => {}
        }
        Ok(())
    }

    fn end(self) -> Result<TwiML, NotTwiML> {
        if self.has_response && self.open.is_empty() {
            Ok(self.twiml)
        } else {
            Err(NotTwiML)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reply(body: &str, media: &[&str]) -> Reply {
        Reply {
            body: body.to_owned(),
            media: media.iter().map(|link| (*link).to_owned()).collect(),
        }
    }

    #[test]
    fn a_response_contains_messages_in_either_form() {
        let declaration = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
        assert_eq!(
            read(&format!("{declaration}<Response/>")),
            Ok(TwiML::default())
        );
        let xml = "<Response>
            <Message>1 &lt; 2 &amp; &#x1F956;<![CDATA[ <b>]]></Message>
            <Message to='x'><Body>Look</Body><Media>https://bakery.example/a.png</Media></Message>
            <Message/>
            <Redirect>https://bakery.example/</Redirect>
        </Response>";
        let twiml = read(xml).unwrap();
        let look = reply("Look", &["https://bakery.example/a.png"]);
        assert_eq!(
            twiml.replies,
            [reply("1 < 2 & 🥖 <b>", &[]), look, Reply::default()]
        );
        assert_eq!(twiml.ignored, ["Redirect"]);
    }

    #[test]
    fn anything_else_is_no_twiml() {
        for other in [
            "",
            "Hello",
            "{}",
            "<Message>Hello</Message>",
            "<Response>",
            "<Response></Message>",
            "<Response/><Response/>",
            "<Response>&unknown;</Response>",
        ] {
            assert_eq!(read(other), Err(NotTwiML), "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_answer_makes_the_reader_panic(xml in "[<>/&;a-zA-Z#0-9\"'!\\[\\]? -]{0,60}") {
            let _ = read(&xml);
            let _ = read(&format!("<Response><Message>{xml}</Message></Response>"));
        }
    }
}
