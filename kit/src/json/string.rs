//! Strings as JSON writes them (RFC 8259, section 7).

use std::borrow::Cow;

use super::work;

/// How a string ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StringEnd {
    /// With its quote, and without an escape before it.
    Plain,
    /// With its quote, and with escapes before it.
    Escaped,
    /// It does not: there is a byte that cannot be in a string, or none.
    Wrong,
}

/// How many bytes the string at the start of `json` has, quotes included, or
/// up to where it goes wrong.
pub fn end(json: &[u8]) -> (usize, StringEnd) {
    let mut at = 1;
    let mut end = StringEnd::Plain;
    loop {
        at += plain_length(json.get(at..).unwrap_or_default());
        match json.get(at) {
            Some(b'"') => return (at + 1, end),
            Some(b'\\') => {}
            _ => return (at, StringEnd::Wrong),
        }
        end = StringEnd::Escaped;
        at += match json.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') => {
                let digits = json.get(at + 2..).unwrap_or_default().iter();
                let digits = digits.take(4).take_while(|it| it.is_ascii_hexdigit());
                match digits.count() {
                    4 => 6,
                    count => return (at + 2 + count, StringEnd::Wrong),
                }
            }
            _ => return (at + 1, StringEnd::Wrong),
        };
    }
}

/// How many bytes at the start of `text` mean themselves in a string: up to a
/// quote, a backslash or a control character. Eight at a time: messages are
/// long.
fn plain_length(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let mut length = 0;
    for eight in text.as_chunks::<8>().0 {
        // The first character is the lowest byte. In each mask the lowest high
        // bit is right, since a byte borrows from those above it only.
        let eight = u64::from_le_bytes(*eight);
        let is = |byte: u8| {
            let zero = eight ^ (ONES * u64::from(byte));
            zero.wrapping_sub(ONES) & !zero
        };
        let is_control = eight.wrapping_sub(ONES * 0x20) & !eight;
        let special = (is(b'"') | is(b'\\') | is_control) & HIGH;
        if special != 0 {
            return length + special.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let rest = text.get(length..).unwrap_or_default().iter();
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    length + rest.take_while(is_plain).count()
}

/// Whether a text means itself between the quotes of a string.
pub fn is_plain(text: &str) -> bool {
    plain_length(text.as_bytes()) == text.len()
}

/// A string as it was sent, quotes included.
#[derive(Clone, Copy)]
pub struct Quoted<'a>(&'a str);

impl<'a> Quoted<'a> {
    /// The string as it was sent.
    pub fn get(self) -> &'a str {
        self.0
    }

    /// What it reads as. Half a surrogate pair becomes U+FFFD.
    pub fn text(self) -> Cow<'a, str> {
        unescaped(self.inner())
    }

    /// The halves of surrogate pairs, each with its position among the
    /// characters: what [`text`](Self::text) does not tell apart.
    pub fn lone_surrogates(self) -> Vec<(u64, u16)> {
        let mut halves = Vec::new();
        if self.0.contains("\\u") {
            let mut position = 0;
            unescape(self.inner(), |character| {
                halves.extend(character.err().map(|half| (position, half)));
                position += 1;
            });
        }
        halves
    }

    fn inner(self) -> &'a str {
        let inner = self.0.get(1..self.0.len().saturating_sub(1));
        inner.unwrap_or_default()
    }
}

/// A stretch of text with strings in it.
pub enum Part<'a> {
    /// A string, or a member's name.
    Text(Quoted<'a>),
    /// A string without its end: the text is not JSON.
    Cut(&'a str),
    /// What is between two strings.
    Between(&'a str),
}

/// The stretches of a text in their order: all of it, whatever its depth.
pub fn parts(json: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = json;
    std::iter::from_fn(move || {
        let string = rest.starts_with('"').then(|| loose_end(rest.as_bytes()));
        let length = match string {
            Some(length) => length.unwrap_or(rest.len()),
            None => rest.find('"').unwrap_or(rest.len()),
        };
        let (part, after) = rest
            .split_at_checked(length)
            .filter(|(part, _)| !part.is_empty())?;
        work::count(length);
        rest = after;
        Some(match string {
            Some(Some(_)) => Part::Text(Quoted(part)),
            Some(None) => Part::Cut(part),
            None => Part::Between(part),
        })
    })
}

/// How many bytes the string at the start of `json` has, whatever is in it;
/// `None` if it has no end.
fn loose_end(json: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += plain_length(json.get(at..).unwrap_or_default());
        match json.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The text that is written so between the quotes of a JSON string. Half a
/// surrogate pair becomes U+FFFD.
pub fn unescaped(inner: &str) -> Cow<'_, str> {
    if !inner.as_bytes().contains(&b'\\') {
        return Cow::Borrowed(inner);
    }
    let mut plain = String::with_capacity(inner.len());
    unescape(inner, |character| {
        plain.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    });
    Cow::Owned(plain)
}

/// Undoes the escapes of a string that is known to be JSON. Half a surrogate
/// pair is an error.
fn unescape(text: &str, mut take: impl FnMut(Result<char, u16>)) {
    work::count(text.len());
    let mut units: Vec<u16> = Vec::new();
    let flush = |units: &mut Vec<u16>, take: &mut dyn FnMut(Result<char, u16>)| {
        for character in char::decode_utf16(units.drain(..)) {
            take(character.map_err(|half| half.unpaired_surrogate()));
        }
    };
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let escaped = if character == '\\' { rest.next() } else { None };
        if escaped == Some('u') {
            let unit = rest.by_ref().take(4).filter_map(|digit| digit.to_digit(16));
            units.push(unit.fold(0, |unit, digit| {
                (unit << 4) | u16::try_from(digit).unwrap_or(0)
            }));
            continue;
        }
        // Two escapes in a row may be one character: a surrogate pair.
        flush(&mut units, &mut take);
        take(Ok(match escaped {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some(other) => other,
            None => character,
        }));
    }
    flush(&mut units, &mut take);
}

/// A text without the byte order mark at its beginning. JSON that programs exchange
/// has none; whoever adds one means nothing by it (RFC 8259, section 8.1).
pub fn without_byte_order_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
