//! JSON that is looked into without being taken apart: every part keeps the
//! text it was sent as. Nothing here recurses, so depth costs no stack, and
//! each look costs time linear in the text looked at.
//!
//! `serde_json` says whether a text is JSON, once; it is asked for nothing else.
//! Its typed reading alone would add a quarter to the component. What it has
//! passed is looked through here without being checked again.

use alloc::borrow::Cow;

use serde::de::IgnoredAny;

use super::work;
use crate::prelude::*;

/// The text of one JSON value, without spaces around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// Reads a text that is one JSON value and nothing else.
    ///
    /// # Errors
    /// It is not; the error says where it goes wrong.
    pub fn parse(text: &'a str) -> serde_json::Result<Self> {
        work::count(text.len());
        serde_json::from_str::<IgnoredAny>(text)?;
        Ok(Self(text.trim_matches(is_space)))
    }

    /// The value as it was sent.
    pub fn get(self) -> &'a str {
        self.0
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        self.0 == "null"
    }

    /// Whether the value is an array. It does not look further than its start.
    pub fn is_array(self) -> bool {
        self.0.as_bytes().first() == Some(&b'[')
    }

    /// The text of a string, its escapes undone; `None` if the value is
    /// another. Half a surrogate pair, which WhatsApp leaves behind when it
    /// cuts a text inside an emoji, becomes U+FFFD.
    pub fn text(self) -> Option<Cow<'a, str>> {
        Some(unescaped(self.inner()?))
    }

    /// The halves of surrogate pairs in a string, each with its position among
    /// the string's characters: what [`text`](Self::text) does not tell apart.
    pub fn lone_surrogates(self) -> Vec<(u64, u16)> {
        let mut halves = Vec::new();
        if let Some(inner) = self.inner().filter(|text| text.contains("\\u")) {
            let mut position = 0;
            unescape(inner, |character| {
                halves.extend(character.err().map(|half| (position, half)));
                position += 1;
            });
        }
        halves
    }

    /// The text of a string as it was sent, between its quotes.
    fn inner(self) -> Option<&'a str> {
        match self.0.as_bytes() {
            [b'"', .., b'"'] => self.0.get(1..self.0.len() - 1),
            _ => None,
        }
    }

    /// The text of a string or a number. WhatsApp writes some numbers both
    /// ways.
    pub fn text_or_number(self) -> Option<Cow<'a, str>> {
        match self.0.as_bytes().first() {
            Some(b'-' | b'0'..=b'9') => Some(Cow::Borrowed(self.0)),
            _ => self.text(),
        }
    }

    /// The items of an array; `None` if the value is another.
    pub fn items(self) -> Option<Vec<Raw<'a>>> {
        let mut rest = Rest::within(self, b'[')?;
        let mut items = Vec::new();
        while let Some(item) = rest.value() {
            items.push(item);
            rest.pass(b',');
        }
        Some(items)
    }

    /// The members of an object; `None` if the value is another.
    pub fn object(self) -> Option<Object<'a>> {
        let mut rest = Rest::within(self, b'{')?;
        let mut members = Vec::with_capacity(8);
        while let Some(name) = rest.value() {
            rest.pass(b':');
            let Some(value) = rest.value() else { break };
            members.push(Member { name, value });
            rest.pass(b',');
        }
        Some(Object { members })
    }
}

impl AsRef<str> for Raw<'_> {
    fn as_ref(&self) -> &str {
        self.0
    }
}

/// One member of a JSON object.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    /// The name as it was sent: quotes and escapes included.
    pub name: Raw<'a>,
    /// The value as it was sent.
    pub value: Raw<'a>,
}

impl Member<'_> {
    /// Whether the member has this name, however it was escaped.
    pub fn is(&self, name: &str) -> bool {
        work::count(1);
        // Escapes only make a text longer.
        match self.name.inner() {
            Some(own) if own.len() > name.len() => self.name.text().is_some_and(|own| own == name),
            own => own == Some(name),
        }
    }
}

/// A JSON object: its members in the order they were sent, repeated names
/// included.
pub struct Object<'a> {
    members: Vec<Member<'a>>,
}

impl<'a> Object<'a> {
    /// Reads a text that is one JSON object; `None` if it is not.
    pub fn parse(text: &'a str) -> Option<Self> {
        Raw::parse(text).ok()?.object()
    }

    /// The members in the order they were sent.
    pub fn members(&self) -> impl Iterator<Item = Member<'a>> {
        self.members.iter().copied()
    }

    /// The value of a member. Of repeated names the last counts, as in
    /// JavaScript.
    pub fn get(&self, name: &str) -> Option<Raw<'a>> {
        let member = self.members.iter().rev().find(|member| member.is(name))?;
        Some(member.value)
    }

    /// The text of a member that is a string.
    pub fn text(&self, name: &str) -> Option<String> {
        Some(self.get(name)?.text()?.into_owned())
    }

    /// The text of a member that is a string or a number.
    pub fn text_or_number(&self, name: &str) -> Option<String> {
        Some(self.get(name)?.text_or_number()?.into_owned())
    }

    /// A member that is a whole number, or a string that holds one.
    pub fn number<T: core::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.text_or_number()?.trim().parse().ok()
    }

    /// A member that is a number, or a string that holds one as JSON writes
    /// it: the nearest that there is. What is too large for any is none.
    pub fn decimal(&self, name: &str) -> Option<f64> {
        decimal(self.get(name)?.text_or_number()?.trim())
    }

    /// A member that is `true` or `false`.
    pub fn boolean(&self, name: &str) -> Option<bool> {
        self.get(name)?.get().parse().ok()
    }

    /// A member that is an object.
    pub fn object(&self, name: &str) -> Option<Object<'a>> {
        self.get(name)?.object()
    }

    /// The items of a member that is an array; none if it is not.
    pub fn items(&self, name: &str) -> Vec<Raw<'a>> {
        self.get(name).and_then(Raw::items).unwrap_or_default()
    }

    /// The items of an array that are objects.
    pub fn objects(&self, name: &str) -> Vec<Object<'a>> {
        let mut objects = Vec::new();
        for item in self.items(name) {
            objects.extend(item.object());
        }
        objects
    }

    /// A member as it was sent, unless it is absent or null.
    pub fn json(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        (!value.is_null()).then(|| value.get().to_owned())
    }
}

/// A stretch of JSON text.
pub enum Part<'a> {
    /// A string, or a member's name.
    Text(Raw<'a>),
    /// A string without its end: the text is not JSON.
    Cut(&'a str),
    /// What is between two strings.
    Between(&'a str),
}

/// The stretches of a text in their order: all of it, whatever its depth.
pub fn parts(json: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = json;
    core::iter::from_fn(move || {
        let string = rest
            .starts_with('"')
            .then(|| string_length(rest.as_bytes()));
        let length = match string {
            Some(length) => length.unwrap_or(rest.len()),
            None => rest.find('"').unwrap_or(rest.len()),
        };
        let (part, after) = rest
            .split_at_checked(length)
            .filter(|(part, _)| !part.is_empty())?;
        rest = after;
        Some(match string {
            Some(Some(_)) => Part::Text(Raw(part)),
            Some(None) => Part::Cut(part),
            None => Part::Between(part),
        })
    })
}

/// How many bytes the string at the start of `json` has, quotes included;
/// `None` if it has no end.
fn string_length(json: &[u8]) -> Option<usize> {
    let mut place = 1;
    loop {
        place += plain_length(json.get(place..).unwrap_or_default());
        work::count(1);
        match json.get(place)? {
            b'"' => break,
            b'\\' => place += 2,
            _ => place += 1,
        }
    }
    work::count(place);
    Some(place + 1)
}

/// How many bytes at the start of `text` can be skipped, since neither a quote
/// nor a backslash is among them. Eight at a time: messages are long.
fn plain_length(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    // A byte that is zero is the only one to borrow from its high bit.
    let has_zero = |eight: u64| eight.wrapping_sub(ONES) & !eight & HIGH != 0;
    let mut length = 0;
    for eight in text.as_chunks::<8>().0 {
        let eight = u64::from_ne_bytes(*eight);
        if has_zero(eight ^ (ONES * u64::from(b'"'))) || has_zero(eight ^ (ONES * u64::from(b'\\')))
        {
            break;
        }
        length += 8;
    }
    let rest = text.get(length..).unwrap_or_default().iter();
    length
        + rest
            .take_while(|byte| !matches!(byte, b'"' | b'\\'))
            .count()
}

/// How many bytes the value at the start of `json` has; none where an array,
/// an object or the text ends.
fn value_length(json: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut place = 0;
    while let Some(byte) = json.get(place) {
        match byte {
            b'"' => place += json.get(place..).and_then(string_length).unwrap_or(1),
            b'[' | b'{' => {
                depth += 1;
                place += 1;
            }
            b']' | b'}' if depth > 0 => {
                depth -= 1;
                place += 1;
            }
            b']' | b'}' | b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => break,
            // A number, a word, or what stands between the parts of a value.
            _ => {
                place += 1;
                continue;
            }
        }
        if depth == 0 {
            break;
        }
    }
    work::count(place);
    place
}

/// What is left to read of an array or object that is known to be JSON.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// What follows the bracket that opens `raw`, if it is that bracket.
    fn within(raw: Raw<'a>, bracket: u8) -> Option<Self> {
        (raw.0.as_bytes().first() == Some(&bracket))
            .then(|| Self(raw.0.get(1..).unwrap_or_default()))
    }

    /// The next value; `None` at the end.
    fn value(&mut self) -> Option<Raw<'a>> {
        self.pass_spaces();
        let (value, rest) = self.0.split_at_checked(value_length(self.0.as_bytes()))?;
        self.0 = rest;
        (!value.is_empty()).then_some(Raw(value))
    }

    /// Goes on behind a separator, if it is there.
    fn pass(&mut self, separator: u8) {
        self.pass_spaces();
        if self.0.as_bytes().first() == Some(&separator) {
            self.skip(1);
        }
    }

    fn pass_spaces(&mut self) {
        let spaces = self
            .0
            .bytes()
            .take_while(|byte| is_space(char::from(*byte)));
        self.skip(spaces.count());
    }

    fn skip(&mut self, bytes: usize) {
        self.0 = self.0.get(bytes..).unwrap_or_default();
    }
}

/// White space, as JSON counts it (RFC 8259, section 2).
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// Reads a number as JSON writes it (RFC 8259, section 6): the library also
/// takes `inf`, `+1`, `.5` and `5.`.
fn decimal(text: &str) -> Option<f64> {
    let is_number = number_length(text.as_bytes()) == Some(text.len());
    let number: f64 = text.parse().ok().filter(|_| is_number)?;
    number.is_finite().then_some(number)
}

/// How many bytes the number at the start of `json` has; `None` if there is
/// none, or if it breaks off.
fn number_length(json: &[u8]) -> Option<usize> {
    let mut place = usize::from(json.first() == Some(&b'-'));
    let digits = |place: &mut usize| {
        let rest = json.get(*place..).unwrap_or_default().iter();
        let count = rest.take_while(|byte| byte.is_ascii_digit()).count();
        *place += count;
        (count > 0).then_some(())
    };
    match json.get(place) {
        Some(b'0') => place += 1,
        _ => digits(&mut place)?,
    }
    if json.get(place) == Some(&b'.') {
        place += 1;
        digits(&mut place)?;
    }
    if matches!(json.get(place), Some(b'e' | b'E')) {
        place += 1;
        place += usize::from(matches!(json.get(place), Some(b'+' | b'-')));
        digits(&mut place)?;
    }
    Some(place)
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
