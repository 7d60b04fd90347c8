//! Files that customers sent, which Twilio stores.

use crate::configuration::Sid;
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::refusal::{Refusal, refuse, refuse_as};

/// The id of a file: of the message, `/`, and of the file in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaId {
    message: Sid,
    file: Sid,
}

impl MediaId {
    fn read(text: &str) -> Option<Self> {
        let (message, file) = text.split_once('/')?;
        Some(Self {
            message: Sid::read("MM", message).or_else(|| Sid::read("SM", message))?,
            file: Sid::read("ME", file)?,
        })
    }

    /// The id from the URL in a notification; `None` if it is not the URL of a file.
    pub fn of_url(url: &str) -> Option<Self> {
        let (_, path) = url.split_once("/Messages/")?;
        Self::read(&path.replacen("/Media/", "/", 1))
    }

    /// Parses the field `mediaId`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it cannot be the id of a file.
    pub fn parse(value: &str) -> Result<Self, Refusal> {
        Self::read(value.trim()).ok_or_else(|| {
            refuse_as(
                FailureCategory::Media,
                "invalid-media-id",
                &format!(
                    "The field mediaId must be the ids of a message and of a file in it, joined by \
                     a slash; it is {}.",
                    quoted(value)
                ),
                "Use the file's id from a customer's message, such as messages[0].image.id.",
            )
        })
    }

    /// As events have it.
    pub fn text(&self) -> String {
        format!("{}/{}", self.message.as_str(), self.file.as_str())
    }

    /// The resource of an account: the file itself, or with `.json` what Twilio
    /// knows of it.
    pub fn resource(&self) -> String {
        format!(
            "Messages/{}/Media/{}",
            self.message.as_str(),
            self.file.as_str()
        )
    }
}

/// The most bytes that a download takes, from the field `maxBytes`: 16 MB unless it
/// is given.
///
/// # Errors
/// A permanent failure when it is 0 or above 100 MB.
pub fn download_limit(max_bytes: Option<u32>) -> Result<u32, Refusal> {
    const MEGABYTE: u32 = 1024 * 1024;
    let bytes = max_bytes.unwrap_or(16 * MEGABYTE);
    if (1..=100 * MEGABYTE).contains(&bytes) {
        return Ok(bytes);
    }
    Err(refuse(
        "invalid-max-bytes",
        &format!("The field maxBytes must be from 1 to 104857600; it is {bytes}."),
        "Give the largest size in bytes that the flow can use, or leave maxBytes out for 16 MB.",
    ))
}

/// A file with more bytes than that.
pub fn too_large(limit: u32) -> Refusal {
    refuse_as(
        FailureCategory::Media,
        "media-too-large",
        &format!("The file has more than {limit} bytes, which is what the field maxBytes allows."),
        "Set maxBytes higher, up to 104857600, if the flow can use such a file.",
    )
}
