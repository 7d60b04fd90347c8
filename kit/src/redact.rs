//! Takes secrets out of what is passed on from an answer: services repeat a
//! malformed token in their error messages.
//!
//! A text is scrubbed whole and cut to its length afterwards: of a token on
//! the cut nothing could be recognised any more.

use std::borrow::Cow;

use crate::json::{Part, parts, quote, unescaped};

const REDACTED: &str = "[redacted]";

/// Meta's access tokens begin so. An engine may give the adapter a stand-in
/// for the token and put the real one into the request on its way out, so a
/// token that the adapter never saw can come back.
const TOKEN_BEGINNING: &str = "EAA";
const SHORTEST_TOKEN: usize = 20;

/// Replaces the request's secrets, and whatever looks like an access token.
pub struct Redactor<'a> {
    /// Its token, and what else in it is secret; empty where there is nothing.
    secrets: [&'a str; 2],
}

impl<'a> Redactor<'a> {
    /// For answers to requests with this secret.
    pub fn new(token: &'a str) -> Self {
        Self::of([token, ""])
    }

    /// For answers to requests with these secrets.
    pub fn of(secrets: [&'a str; 2]) -> Self {
        Self { secrets }
    }

    /// The text without tokens.
    pub fn text(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in self.secrets {
            if !secret.is_empty() {
                clean = clean.replace(secret, REDACTED);
            }
        }
        without_tokens(&clean)
    }

    /// Whether the text has none of the secrets as they are: in JSON, a secret of
    /// digits may be a number.
    pub fn is_clean(&self, text: &str) -> bool {
        let mut secrets = self.secrets.into_iter().filter(|secret| !secret.is_empty());
        !secrets.any(|secret| text.contains(secret))
    }

    /// JSON without tokens: each string in it is scrubbed as it reads, so an
    /// escaped token is found as well. Everything else stays as it is.
    pub fn json(&self, json: &str) -> String {
        self.strings(json, &|text| self.text(text))
    }

    /// An answer's body of any form without tokens, escaped ones among them.
    /// `is_cut`: it is not the whole body, so its end may be the beginning of
    /// a token.
    pub fn body(&self, body: &str, is_cut: bool) -> String {
        if !is_cut {
            return self.text(&self.json(body));
        }
        let cut = |text: &str| self.without_beginning(self.text(text));
        let last = parts(body).last();
        let as_string = match last {
            Some(Part::Cut(string)) => self.beginning(&cut_string(string)),
            _ => 0,
        };
        // The longer is the token's; to redact the shorter would hide it.
        if as_string > self.beginning(body) {
            cut(&self.strings(body, &cut))
        } else {
            self.strings(&cut(body), &cut)
        }
    }

    /// The text with each string in it scrubbed; a last one without its end
    /// by `scrub_cut`.
    fn strings(&self, json: &str, scrub_cut: &dyn Fn(&str) -> String) -> String {
        let mut scrubbed = String::with_capacity(json.len());
        for part in parts(json) {
            let (sent, clean, text) = match part {
                Part::Between(tokens) => {
                    scrubbed.push_str(tokens);
                    continue;
                }
                Part::Text(string) => {
                    let text = string.text();
                    (string.get(), self.text(&text), text)
                }
                Part::Cut(string) => {
                    let text = cut_string(string);
                    (string, scrub_cut(&text), text)
                }
            };
            if clean == text {
                scrubbed.push_str(sent);
            } else {
                scrubbed.push_str(&quote(&clean));
            }
        }
        scrubbed
    }

    /// A text that was cut, without what may be the beginning of a token at
    /// its end.
    fn without_beginning(&self, mut text: String) -> String {
        let length = self.beginning(&text);
        if length > 0 {
            text.truncate(text.len() - length);
            text.push_str(REDACTED);
        }
        text
    }

    /// How many bytes at the end of a text may be the beginning of a token, or
    /// all of it.
    fn beginning(&self, text: &str) -> usize {
        let own = self.secrets.into_iter().filter_map(|secret| {
            let is_end = |length: &usize| {
                let beginning = secret.get(..*length);
                beginning.is_some_and(|beginning| text.ends_with(beginning))
            };
            (1..=secret.len()).rev().find(is_end)
        });
        let own = own.max();
        let word = text.trim_end_matches(is_token_character).len();
        let word = text.get(word..).unwrap_or_default();
        let meta = word.find(TOKEN_BEGINNING).map(|at| word.len() - at);
        own.max(meta).unwrap_or_default()
    }
}

/// What a string without its end reads as, so far as its escapes are whole.
fn cut_string(string: &str) -> Cow<'_, str> {
    unescaped(whole_escapes(string.get(1..).unwrap_or_default()))
}

/// The text up to an escape that breaks off.
fn whole_escapes(inner: &str) -> &str {
    let mut at = 0;
    let bytes = inner.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let length = match (byte, bytes.get(at + 1)) {
            (b'\\', Some(b'u')) => 6,
            (b'\\', _) => 2,
            _ => 1,
        };
        if at + length > bytes.len() {
            break;
        }
        at += length;
    }
    inner.get(..at).unwrap_or(inner)
}

fn is_token_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '|')
}

/// The text without what looks like an access token.
pub fn without_tokens(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from_token)) = rest
        .find(TOKEN_BEGINNING)
        .and_then(|place| rest.split_at_checked(place))
    {
        clean.push_str(before);
        let end = from_token
            .find(|c: char| !is_token_character(c))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Redactor;

    const TOKEN: &str = "the/\"secret\"-token-of-the-test";
    const META: &str = "EAAGm0PX4ZCpsBA_x-y.z|0123456789";
    const PIN: &str = "493817";

    /// Whether so much of the token is in the text that it tells something.
    fn leaks(text: &str, token: &str) -> bool {
        (4..=token.len()).any(|length| text.contains(&token[..length]))
    }

    fn escaped(token: &str) -> String {
        token.replace('/', "\\/").replace('"', "\\\"")
    }

    #[test]
    fn of_a_body_that_ends_within_a_token_nothing_of_it_is_left() {
        let redactor = Redactor::new(TOKEN);
        for token in [TOKEN, META] {
            let forms = [
                format!("Bad token {token}"),
                format!("{{\"error\":{{\"message\":\"Bad token {}", escaped(token)),
                format!("<title>Bad token \"{token}"),
            ];
            for form in forms {
                let start = form.find("token ").unwrap() + "token ".len();
                for end in start..=form.len() {
                    let cut = redactor.body(&form[..end], true);
                    assert!(cut.contains("Bad token"), "{cut}");
                    assert!(!leaks(&cut, &token[..token.len().min(20)]), "{end}: {cut}");
                    assert!(!leaks(&cut, &escaped(token)[..20]), "{end}: {cut}");
                }
            }
        }
    }

    #[test]
    fn a_second_secret_is_redacted_as_the_first_is() {
        let redactor = Redactor::of([TOKEN, PIN]);
        let said = format!("The PIN {PIN} is wrong for {TOKEN}.");
        assert_eq!(
            redactor.text(&said),
            "The PIN [redacted] is wrong for [redacted]."
        );
        let escaped = r#"{"details":"The PIN \u00349\u003317 is wrong: 49381"}"#;
        assert!(
            redactor
                .json(&escaped.replace("17", "817"))
                .contains("[redacted]")
        );
        assert!(!redactor.body("The PIN 49381", true).contains("4938"));
        assert_eq!(Redactor::of([TOKEN, ""]).text("PIN"), "PIN");
    }

    #[test]
    fn a_body_without_tokens_stays_as_it_is() {
        let redactor = Redactor::new(TOKEN);
        for body in [
            "",
            "{\"a\": \"b\\/c\"}",
            "<p class=\"x\">C:\\new",
            "EAA is brief",
        ] {
            assert_eq!(redactor.body(body, false), body);
            assert_eq!(redactor.body(body, true), body);
        }
    }

    proptest! {
        #[test]
        fn no_token_is_left_wherever_it_is(before in "[ -~]{0,12}", after in "[ -~]{0,12}", is_cut: bool) {
            let redactor = Redactor::new(TOKEN);
            let plain = [before.as_str(), TOKEN, &after].concat();
            prop_assert!(!redactor.text(&plain).contains(TOKEN));
            for body in [plain, ["\"", &before, " ", &escaped(TOKEN)].concat()] {
                prop_assert!(!redactor.body(&body, is_cut).contains(TOKEN));
            }
        }
    }
}
