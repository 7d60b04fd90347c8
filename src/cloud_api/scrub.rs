//! Takes the access token out of what is passed on from an answer: WhatsApp
//! repeats a malformed token in its error message.

use crate::json::{Part, parts, quote};
use crate::prelude::*;
use crate::search::{find, split_once};

const REDACTED: &str = "[redacted]";

/// Meta's access tokens begin so. An engine may give the adapter a stand-in
/// for the token and put the real one into the request on its way out, so a
/// token that the adapter never saw can come back.
const TOKEN_BEGINNING: &str = "EAA";
const SHORTEST_TOKEN: usize = 20;

/// Replaces the token, and whatever looks like one of Meta's.
pub struct Scrubber<'a> {
    token: &'a str,
}

impl<'a> Scrubber<'a> {
    /// For answers to requests with this token.
    pub fn new(token: &'a str) -> Self {
        Self { token }
    }

    /// The text without tokens.
    pub fn text(&self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = split_once(rest, self.token) {
            clean.push_str(before);
            clean.push_str(REDACTED);
            rest = after;
        }
        clean.push_str(rest);
        without_meta_tokens(&clean)
    }

    /// JSON without tokens: each string in it is scrubbed as it reads, so an
    /// escaped token is found as well. Everything else stays as it is.
    pub fn json(&self, json: &str) -> String {
        let mut scrubbed = String::with_capacity(json.len());
        for part in parts(json) {
            match part {
                Part::Between(tokens) => scrubbed.push_str(tokens),
                Part::Text(string) => match string.text().map(|text| (self.text(&text), text)) {
                    Some((clean, text)) if clean != text => scrubbed.push_str(&quote(&clean)),
                    _ => scrubbed.push_str(string.get()),
                },
            }
        }
        scrubbed
    }
}

fn without_meta_tokens(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from_token)) =
        find(rest, TOKEN_BEGINNING).and_then(|place| rest.split_at_checked(place))
    {
        clean.push_str(before);
        let end = from_token
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.' | '|'))
            .unwrap_or(from_token.len());
        let (word, after) = from_token.split_at_checked(end).unwrap_or((from_token, ""));
        clean.push_str(if word.len() >= SHORTEST_TOKEN {
            REDACTED
        } else {
            word
        });
        rest = after;
    }
    clean.push_str(rest);
    clean
}
