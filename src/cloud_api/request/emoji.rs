//! The emoji of a reaction.

use crate::cloud_api::request::refusal::{Refusal, refuse};
use serde::Serialize;
use uip_kit::failure::quoted;

/// One emoji, or nothing: nothing takes the reaction off.
///
/// The check keeps words and digits out and lets through what may be an
/// emoji, also one that is newer than this file. WhatsApp has the last word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Emoji(String);

/// The longest known sequences (flags of regions, families with skin tones)
/// have about ten characters.
const MOST_SCALARS: usize = 24;

impl Emoji {
    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the field `emoji`. White space around it is ignored, and the
    /// escaped form (`\uD83D\uDE00`) is taken as the emoji it stands for.
    ///
    /// # Errors
    /// A permanent failure when it is plainly not one emoji.
    pub fn parse(value: &str) -> Result<Self, Refusal> {
        if value.is_empty() {
            return Ok(Self(String::new()));
        }
        let trimmed = value.trim();
        let emoji = if trimmed.starts_with("\\u") {
            unescape(trimmed)
        } else {
            Some(trimmed.to_owned())
        };
        match emoji {
            Some(emoji) if is_one_emoji(&emoji) => Ok(Self(emoji)),
            _ => Err(refuse(
                "invalid-emoji",
                &format!(
                    "The field emoji must be one emoji, or empty to remove the reaction; it is \
                     {}.",
                    quoted(value)
                ),
                "Put exactly one emoji into emoji, such as 👍.",
            )),
        }
    }
}

/// `\u` and four hexadecimal digits, once or more, and nothing else: UTF-16
/// code units.
fn unescape(escaped: &str) -> Option<String> {
    let mut units = Vec::new();
    let mut rest = escaped;
    while !rest.is_empty() {
        let digits = rest.strip_prefix("\\u")?;
        let unit = digits.get(..4)?;
        if !unit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        units.push(u16::from_str_radix(unit, 16).ok()?);
        rest = digits.get(4..)?;
    }
    String::from_utf16(&units).ok()
}

fn is_one_emoji(text: &str) -> bool {
    if text.chars().count() > MOST_SCALARS {
        return false;
    }
    let is_keycap = text.ends_with('\u{20E3}');
    let mut symbols = 0;
    let mut half_flag = false;
    let mut joined = false;
    for c in text.chars() {
        match c {
            // Variation selectors, the keycap, skin tones and tags change the
            // symbol before them.
            '\u{FE0E}'
            | '\u{FE0F}'
            | '\u{20E3}'
            | '\u{1F3FB}'..='\u{1F3FF}'
            | '\u{E0020}'..='\u{E007F}'
                if symbols > 0 => {}
            '\u{200D}' if symbols > 0 => {
                joined = true;
                continue;
            }
            '\u{1F1E6}'..='\u{1F1FF}' => {
                if !half_flag {
                    symbols += 1;
                }
                half_flag = !half_flag;
                continue;
            }
            '0'..='9' | '#' | '*' if is_keycap => symbols += 1,
            // Below are letters, digits and punctuation; between, the
            // scripts of East Asia.
            '\u{A9}'
            | '\u{AE}'
            | '\u{203C}'..='\u{303F}'
            | '\u{3297}'
            | '\u{3299}'
            | '\u{1F000}'..='\u{1FFFF}' => {
                if !joined {
                    symbols += 1;
                }
            }
            _ => return false,
        }
        joined = false;
        half_flag = false;
    }
    symbols == 1
}
