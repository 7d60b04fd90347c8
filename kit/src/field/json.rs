//! A field that holds JSON, which goes to the service as it is.

use crate::CommandError;
use crate::json::{Document, Part, parts};

/// In bytes. No message of Meta's documentation comes near it.
const LARGEST: usize = 1024 * 1024;
/// Arrays and objects within each other. The deepest message of Meta's
/// documentation has 12.
const DEEPEST: usize = 32;

/// Parses the field `field`, which is named in the sentence that `refusal`
/// makes a failure of.
///
/// # Errors
/// What `refusal` returns, when the text is empty, too large or too deep, is
/// not JSON, or holds half of a surrogate pair: with its place where there is
/// one.
pub fn parse<'a>(
    field: &str,
    text: &'a str,
    refusal: fn(&str) -> CommandError,
) -> Result<Document<'a>, CommandError> {
    match check(text) {
        Ok(document) => Ok(document),
        Err(mistake) => Err(refusal(&format!("The field {field} {mistake}."))),
    }
}

/// The JSON, or what is wrong with it.
fn check(text: &str) -> Result<Document<'_>, String> {
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    if text.len() > LARGEST {
        return Err(format!(
            "may have at most {LARGEST} bytes; it has {}",
            text.len()
        ));
    }
    let document = Document::parse(text).map_err(|error| {
        let (line, column) = (error.line, error.column);
        format!("is not valid JSON: the error is at line {line}, column {column}")
    })?;
    let (mut passed, mut depth, mut deepest) = (0, 0_usize, 0);
    for part in parts(text) {
        passed += match part {
            Part::Text(string) => {
                if let Some(half) = half_pair(string.get()) {
                    return Err(format!(
                        "contains an unpaired surrogate, which is not a character, at {}",
                        place(text, passed + half + 1)
                    ));
                }
                string.get().len()
            }
            Part::Between(between) | Part::Cut(between) => {
                for byte in between.bytes() {
                    match byte {
                        b'[' | b'{' => depth += 1,
                        b']' | b'}' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    deepest = deepest.max(depth);
                }
                between.len()
            }
        };
    }
    if deepest > DEEPEST {
        return Err(format!(
            "may be at most {DEEPEST} levels deep; it has {deepest}"
        ));
    }
    Ok(document)
}

/// The place of the last character before byte `end`: line and column, both
/// from 1, the column in characters.
fn place(text: &str, end: usize) -> String {
    let before = text.as_bytes().get(..end).unwrap_or_default();
    let (mut line, mut column) = (0, 0);
    for bytes in before.split(|byte| *byte == b'\n') {
        line += 1;
        // A character's further bytes do not count.
        column = bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    }
    format!("line {line}, column {}", column.max(1))
}

/// Where an escape begins, in bytes, that is half of a surrogate pair. The
/// text is a JSON string, its quotes included.
fn half_pair(string: &str) -> Option<usize> {
    let (mut at, mut first) = (0, None);
    while let Some(byte) = string.as_bytes().get(at) {
        let unit = string
            .get(at..)
            .and_then(|rest| rest.strip_prefix("\\u"))
            .and_then(|rest| u16::from_str_radix(rest.get(..4)?, 16).ok());
        match (first, unit) {
            (Some(_), Some(0xDC00..=0xDFFF)) => first = None,
            (Some(_), _) => return first,
            (None, Some(0xD800..=0xDBFF)) => first = Some(at),
            (None, Some(0xDC00..=0xDFFF)) => return Some(at),
            _ => {}
        }
        at += match (byte, unit) {
            (_, Some(_)) => 6,
            (b'\\', None) => 2,
            _ => 1,
        };
    }
    None
}
