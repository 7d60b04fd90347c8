//! A chat as a file: what the customer wrote, and where the business wrote between.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::media::{Attachment, Kind};
use super::settings::Settings;

/// A chat that can be replayed: [`crate::Customer::transcript`] writes one, and [`crate::Customer::replays`] plays
/// the customer's side of it.
///
/// It holds no ids, times or phone numbers, so the same file fits another sandbox and another run. A message
/// names the one that it answers by its place in the file. It is read and written as JSON with serde:
///
/// ```
/// let file = r#"{"messages": [
///     {"from": "customer", "type": "text", "content": {"body": "Which bread is there?"}},
///     {"from": "business", "type": "interactive", "text": "These two"},
///     {"from": "customer", "type": "interactive", "about": 1,
///      "content": {"type": "button_reply", "button_reply": {"id": "rye", "title": "Rye"}}}
/// ]}"#;
/// let transcript: uip_sandbox::Transcript = serde_json::from_str(file)?;
/// # let again = serde_json::to_string(&transcript)?;
/// # assert_eq!(serde_json::from_str::<uip_sandbox::Transcript>(&again)?, transcript);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "File", into = "File")]
pub struct Transcript {
    /// Each names only messages before it, and a file only where its type has one.
    messages: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    messages: Vec<Line>,
}

/// A message of either side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Line {
    /// Sent when the file is replayed.
    Customer(Said),
    /// Waited for when the file is replayed. What it says is for the reader.
    Business {
        #[serde(rename = "type")]
        kind: String,
        #[serde(default)]
        text: String,
    },
}

/// A message of the customer's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) content: Value,
    /// The number of the business that it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<Number>,
    /// The place in the file of the message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) about: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<Content>,
    /// Other members of the message, such as `referral`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) with: Map<String, Value>,
}

/// The file of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Content {
    pub(crate) mime_type: String,
    #[serde(with = "base64_text")]
    pub(crate) content: Vec<u8>,
}

/// A number of the business's, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Number {
    CloudApi,
    Twilio,
    TwilioSandbox,
}

/// A file is not a transcript.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum NotATranscript {
    #[error("messages[{place}].about is {about}, and must be the place of a message before it")]
    AboutLater { place: usize, about: usize },
    #[error("messages[{place}] has a file, and its type {kind} has none")]
    NoFile { place: usize, kind: String },
}

impl TryFrom<File> for Transcript {
    type Error = NotATranscript;

    fn try_from(file: File) -> Result<Self, NotATranscript> {
        for (place, line) in file.messages.iter().enumerate() {
            let Line::Customer(said) = line else {
                continue;
            };
            if let Some(about) = said.about.filter(|about| *about >= place) {
                return Err(NotATranscript::AboutLater { place, about });
            }
            if said.file.is_some() && Kind::named(&said.kind).is_none() {
                let kind = said.kind.clone();
                return Err(NotATranscript::NoFile { place, kind });
            }
        }
        Ok(Self {
            messages: file.messages,
        })
    }
}

impl From<Transcript> for File {
    fn from(transcript: Transcript) -> Self {
        Self {
            messages: transcript.messages,
        }
    }
}

impl Transcript {
    /// Of messages of which each names only those before it.
    pub(crate) fn of(messages: Vec<Line>) -> Self {
        Self { messages }
    }

    pub(crate) fn messages(&self) -> &[Line] {
        &self.messages
    }
}

impl Said {
    /// The file, ready to be sent.
    pub(crate) fn attachment(&self) -> Option<Attachment> {
        let (file, kind) = (self.file.as_ref()?, Kind::named(&self.kind)?);
        let mut attachment = Attachment::new(kind, &file.mime_type, file.content.clone());
        if let Some(caption) = self.content["caption"].as_str() {
            attachment = attachment.caption(caption);
        }
        if let Some(filename) = self.content["filename"].as_str() {
            attachment = attachment.filename(filename);
        }
        if self.content["voice"] == true {
            attachment = attachment.voice();
        }
        if self.content["animated"] == true {
            attachment = attachment.animated();
        }
        Some(attachment)
    }
}

impl Number {
    const ALL: [Self; 3] = [Self::CloudApi, Self::Twilio, Self::TwilioSandbox];

    /// The number in digits.
    pub(crate) fn digits(self, settings: &Settings) -> &str {
        match self {
            Self::CloudApi => &settings.display_phone_number,
            Self::Twilio => &settings.twilio.number,
            Self::TwilioSandbox => &settings.twilio.sandbox_number,
        }
    }

    /// What a number in digits is for.
    pub(crate) fn named(digits: &str, settings: &Settings) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|number| number.digits(settings) == digits)
    }
}

mod base64_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        STANDARD
            .decode(text)
            .map_err(|error| D::Error::custom(format!("content is not base64: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(messages: &Value) -> String {
        let read: Result<Transcript, _> = serde_json::from_value(json!({"messages": messages}));
        read.unwrap_err().to_string()
    }

    #[test]
    fn a_message_answers_one_before_it() {
        let said = |about: usize| json!({"from": "customer", "type": "text", "content": {"body": "x"}, "about": about});
        let hello = json!({"from": "business", "type": "text"});
        for about in [1, 2] {
            let refused = refusal(&json!([hello, said(about)]));
            assert!(refused.contains("messages[1].about"), "{refused}");
        }
        let read: Transcript =
            serde_json::from_value(json!({"messages": [hello, said(0)]})).unwrap();
        assert_eq!(read.messages().len(), 2);
    }

    #[test]
    fn only_media_have_a_file_and_it_is_base64() {
        let with = |kind: &str, content: &str| json!([{"from": "customer", "type": kind, "content": {}, "file": {"mimeType": "image/png", "content": content}}]);
        assert!(refusal(&with("text", "AQID")).contains("messages[0] has a file"));
        assert!(refusal(&with("image", "?")).contains("content is not base64"));
        assert!(refusal(&json!([{"from": "nobody"}])).contains("nobody"));
        assert!(refusal(&json!([{"from": "business", "type": "text", "at": 7}])).contains("at"));
    }
}
