//! What a message to a customer says.

use serde_json::{Value, json};

use super::media::Shown;
use crate::model::customers::Looks;
use crate::model::twilio::TwilioError;

/// In UTF-16 code units: Twilio counts an emoji as two.
const LONGEST_BODY: usize = 1600;
const MOST_LINKS: usize = 10;

/// What a message says.
#[derive(Debug, Clone)]
pub(crate) struct Payload {
    /// The type as the Cloud API names it.
    pub(crate) kind: String,
    pub(crate) body: String,
    pub(crate) looks: Looks,
    /// The type's object.
    pub(crate) content: Value,
    /// Links to files.
    pub(crate) links: Vec<String>,
    /// The content that is sent, if one is.
    pub(crate) template: Option<Template>,
    /// Why it will fail, though Twilio accepts it.
    pub(crate) failure: Option<i64>,
}

/// What matters of a content when it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    /// The status of its approval.
    pub(crate) status: String,
    pub(crate) category: String,
    /// Whether it can be sent in the 24-hour window without approval.
    pub(crate) needs_no_approval: bool,
    /// Whether only the Sandbox's number can send it.
    pub(crate) of_sandbox: bool,
    /// Whether a value has what WhatsApp does not allow in templates.
    pub(crate) breaks_policy: bool,
}

impl Payload {
    /// A text, or files with the text as caption. One of them must be there.
    pub(crate) fn plain_or_files(body: &str, links: &[&str]) -> Result<Self, TwilioError> {
        if body.encode_utf16().count() > LONGEST_BODY {
            return Err(TwilioError::new(21_617));
        }
        if !links.is_empty() {
            return Self::files(body, links);
        }
        if body.is_empty() {
            return Err(TwilioError::new(21_619));
        }
        Ok(Self {
            body: body.to_owned(),
            ..Self::plain("text", Looks::of(body), json!({"body": body}))
        })
    }

    /// One file; the text is its caption if it is a picture, and is dropped otherwise.
    fn files(body: &str, links: &[&str]) -> Result<Self, TwilioError> {
        if links.len() > MOST_LINKS {
            return Err(TwilioError::new(21_623));
        }
        let is_http = |link: &&str| link.starts_with("http://") || link.starts_with("https://");
        if let Some(other) = links.iter().find(|link| !is_http(link)) {
            return Err(TwilioError::new(21_620).message(format!("Invalid media URL(s): {other}")));
        }
        let first = links.first().copied().unwrap_or_default();
        let shown = Shown::by_name(first);
        let caption = if shown.has_caption() { body } else { "" };
        let looks = Looks {
            header: Some(first.to_owned()),
            ..Looks::of(caption)
        };
        let mut content = json!({"link": first});
        if !caption.is_empty() {
            content["caption"] = json!(caption);
        }
        Ok(Self {
            body: body.to_owned(),
            links: links.iter().map(|link| (*link).to_owned()).collect(),
            // WhatsApp takes one file in a message. The code for more is the sandbox's guess.
            failure: (links.len() > 1).then_some(63_005),
            ..Self::plain(shown.kind(), looks, content)
        })
    }

    /// `geo:LATITUDE,LONGITUDE`, perhaps with `|` and a label. The text is the name of the place.
    pub(crate) fn location(name: &str, action: &str) -> Result<Self, TwilioError> {
        let invalid = || {
            TwilioError::invalid(format!(
                "PersistentAction is not geo:latitude,longitude or geo:latitude,longitude|label: {action}"
            ))
        };
        let place = action.strip_prefix("geo:").ok_or_else(invalid)?;
        let (point, label) = match place.split_once('|') {
            Some((point, label)) => (point, Some(label)),
            None => (place, None),
        };
        let (latitude, longitude) = point.split_once(',').ok_or_else(invalid)?;
        let number = |text: &str, most: f64| {
            let number: Option<f64> = text.trim().parse().ok();
            number
                .filter(|number| number.abs() <= most)
                .ok_or_else(invalid)
        };
        let (latitude, longitude) = (number(latitude, 90.0)?, number(longitude, 180.0)?);
        let mut content = json!({"latitude": latitude, "longitude": longitude, "name": name});
        if let Some(label) = label {
            content["address"] = json!(label);
        }
        let looks = Looks {
            header: Some(name.to_owned()),
            footer: label.map(str::to_owned),
            ..Looks::of(format!("{latitude}, {longitude}"))
        };
        Ok(Self {
            body: name.to_owned(),
            ..Self::plain("location", looks, content)
        })
    }

    fn plain(kind: &str, looks: Looks, content: Value) -> Self {
        Self {
            kind: kind.to_owned(),
            body: String::new(),
            looks,
            content,
            links: Vec::new(),
            template: None,
            failure: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_has_two_numbers_in_their_ranges() {
        let said = Payload::location("Bakery", "geo:45.5,-9.25|Via Roma 1")
            .ok()
            .unwrap();
        assert_eq!(said.content["longitude"], -9.25);
        assert_eq!(said.content["address"], "Via Roma 1");
        for wrong in [
            "45,9",
            "geo:45",
            "geo:91,0",
            "geo:0,181",
            "geo:a,b",
            "geo:NaN,0",
        ] {
            assert!(Payload::location("x", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_text_is_the_caption_of_a_picture_only() {
        let caption = |link: &str| {
            Payload::plain_or_files("words", &[link])
                .ok()
                .unwrap()
                .looks
                .body
        };
        assert_eq!(caption("https://bakery.example/a.png"), "words");
        assert_eq!(caption("https://bakery.example/a.pdf"), "");
        let code = |links: &[&str]| Payload::plain_or_files("", links).err().unwrap().code();
        assert_eq!(code(&["ftp://bakery.example/a.png"]), 21_620);
        assert_eq!(code(&["https://bakery.example/a.png"; 11]), 21_623);
    }
}
