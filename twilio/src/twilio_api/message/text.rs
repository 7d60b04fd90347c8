//! A text message.

use super::Content;
use uip_kit::field::Limited;
use uip_kit::refusal::Refusal;

/// The longest text that Twilio sends (it answers a longer one with 21617).
pub const LONGEST: usize = 1600;

/// Parses the field `message`. The text is sent as it is, line breaks and outer
/// spaces included; a longer one is never split, since each call sends one message.
///
/// # Errors
/// A permanent failure when it is blank or too long.
pub fn text(message: String) -> Result<Content, Refusal> {
    let text = Limited::<LONGEST>::parse("message", message)?;
    Ok(Content::new("Body", text.as_str()))
}
