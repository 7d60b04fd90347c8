//! A template in one string: entries `name=[[value]]`, once or more, between
//! `&((` and `))&`, as agents keep it among their canned answers.

use crate::field::refuse_as;
use crate::{CommandError, FailureCategory};

/// Where the string goes wrong, and what should stand there.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    /// In characters, from 1.
    pub place: usize,
    /// What should stand there.
    pub expected: String,
}

impl Mistake {
    /// Something else should stand at this place.
    pub fn new(place: usize, expected: &str) -> Self {
        Self {
            place,
            expected: expected.to_owned(),
        }
    }

    /// The failure of the request.
    pub fn refusal(self) -> CommandError {
        refuse_as(
            FailureCategory::Template,
            "invalid-shorthand",
            &format!(
                "The field text has a mistake at character {}: expected {}.",
                self.place, self.expected
            ),
            "Write the template as &((template=[[name]] language=[[en_US]] body_text=[[value]]))&, \
             with one body_text for each variable.",
        )
    }
}

/// One entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What stands before `=[[`.
    pub name: &'a str,
    /// What stands between the brackets.
    pub value: &'a str,
    /// What stands before the name in the whole string.
    pub before: &'a str,
}

impl Entry<'_> {
    /// Where the name begins, in characters from 1. It counts them: for a
    /// mistake only.
    pub fn place(&self) -> usize {
        place_behind(self.before)
    }
}

/// The place of the character that follows `before`, from 1.
fn place_behind(before: &str) -> usize {
    before.chars().count() + 1
}

const BEGINNING: &str = "&((";
const END: &str = "))&";

/// The entries in their order, and the place where they end. White space
/// around and between them has no meaning.
///
/// A value ends with the last two of the first run of `]` that has at least
/// two: `[[[a]]]` is `[a]`.
///
/// # Errors
/// The first place where the string is not of this form.
pub fn entries(text: &str) -> Result<(Vec<Entry<'_>>, usize), Mistake> {
    let mut reader = Reader {
        text,
        rest: text.trim_start(),
    };
    reader.expect(BEGINNING, "&(( at the beginning")?;
    let mut entries = Vec::new();
    loop {
        reader.rest = reader.rest.trim_start();
        let before = reader.before();
        if reader.pass(END) {
            reader.rest = reader.rest.trim_start();
            if !reader.rest.is_empty() {
                return Err(reader.expected("nothing after ))&"));
            }
            return Ok((entries, place_behind(before)));
        }
        entries.push(reader.entry(before)?);
    }
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn before(&self) -> &'a str {
        let passed = self.text.len() - self.rest.len();
        self.text.get(..passed).unwrap_or_default()
    }

    fn expected(&self, what: &str) -> Mistake {
        Mistake::new(place_behind(self.before()), what)
    }

    fn pass(&mut self, word: &str) -> bool {
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, word: &str, what: &str) -> Result<(), Mistake> {
        if self.pass(word) {
            return Ok(());
        }
        Err(self.expected(what))
    }

    fn entry(&mut self, before: &'a str) -> Result<Entry<'a>, Mistake> {
        let length = self
            .rest
            .bytes()
            .take_while(|byte| matches!(byte, b'a'..=b'z' | b'_'))
            .count();
        let name = self.skip(length);
        if name.is_empty() {
            return Err(self.expected("a name such as body_text, or ))& at the end"));
        }
        self.expect("=[[", &format!("=[[ after the name {name}"))?;
        let Some(mut end) = self.rest.find("]]") else {
            return Err(self.expected(&format!("the value of {name}, followed by ]]")));
        };
        while self.rest.as_bytes().get(end + 2) == Some(&b']') {
            end += 1;
        }
        let value = self.skip(end);
        self.skip(2);
        Ok(Entry {
            name,
            value,
            before,
        })
    }

    fn skip(&mut self, bytes: usize) -> &'a str {
        let (skipped, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        skipped
    }
}
