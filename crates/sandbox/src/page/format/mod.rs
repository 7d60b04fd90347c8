//! What WhatsApp makes of the marks in a text: bold, italic, lists, quotes.
//!
//! A mark touches the text inside, and has no letter or digit outside. It holds within a line. A mark without a
//! partner is text. Everything takes time linear in the text.

mod inline;
mod links;

use serde::Serialize;

pub(crate) use links::is_safe;

/// A line of a text, or several lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Block {
    /// A line. An empty one has no spans.
    P {
        /// What it contains.
        spans: Vec<Span>,
    },
    /// Lines that begin with `> `.
    Quote {
        /// One for each line.
        items: Vec<Vec<Span>>,
    },
    /// Lines that begin with `- ` or `* `.
    Ul {
        /// One for each line.
        items: Vec<Vec<Span>>,
    },
    /// Lines that begin with a number.
    Ol {
        /// The first number.
        start: u32,
        /// One for each line.
        items: Vec<Vec<Span>>,
    },
}

/// Text with one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Span {
    /// The text, without marks. Never empty.
    #[serde(rename = "t")]
    pub(crate) text: String,
    /// How it looks.
    #[serde(rename = "s", skip_serializing_if = "Vec::is_empty")]
    pub(crate) styles: Vec<Style>,
    /// Where it leads. Only addresses that are safe to open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) href: Option<String>,
}

/// One of the four marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Style {
    /// `*bold*`
    #[serde(rename = "b")]
    Bold,
    /// `_italic_`
    #[serde(rename = "i")]
    Italic,
    /// `~strike~`
    #[serde(rename = "x")]
    Strike,
    /// `` `code` `` or ```` ```code``` ````
    #[serde(rename = "c")]
    Code,
}

/// The text as a customer sees it.
pub(crate) fn format(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines(text) {
        let (start, rest) = Start::of(line);
        let spans = inline::spans(rest);
        match (start, blocks.last_mut()) {
            (Start::Bullet, Some(Block::Ul { items }))
            | (Start::Number(_), Some(Block::Ol { items, .. }))
            | (Start::Quote, Some(Block::Quote { items })) => items.push(spans),
            (Start::Bullet, _) => blocks.push(Block::Ul { items: vec![spans] }),
            (Start::Number(start), _) => blocks.push(Block::Ol {
                start,
                items: vec![spans],
            }),
            (Start::Quote, _) => blocks.push(Block::Quote { items: vec![spans] }),
            (Start::Text, _) => blocks.push(Block::P { spans }),
        }
    }
    blocks
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Text,
    Bullet,
    Number(u32),
    Quote,
}

impl Start {
    /// How the line begins, and what follows.
    fn of(line: &str) -> (Self, &str) {
        for (mark, start) in [
            ("- ", Self::Bullet),
            ("* ", Self::Bullet),
            ("> ", Self::Quote),
        ] {
            if let Some(rest) = line.strip_prefix(mark)
                && !rest.trim().is_empty()
            {
                return (start, rest);
            }
        }
        if let Some((digits, rest)) = line.split_once(". ")
            && matches!(digits.len(), 1 | 2)
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !rest.trim().is_empty()
        {
            return (Self::Number(digits.parse().unwrap_or(1)), rest);
        }
        (Self::Text, line)
    }
}

/// The lines of the text. One line break is none if it is inside of ```` ``` ````.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(rest) = text.get(at..) {
        let Some(found) = rest.find(['\n', '`']) else {
            break;
        };
        let found = at + found;
        if text.get(found..).is_some_and(|rest| rest.starts_with('\n')) {
            lines.push(text.get(begin..found).unwrap_or_default());
            begin = found + 1;
            at = begin;
        } else if let Some(end) = inline::block_end(text, found) {
            at = end;
        } else {
            // A whole run at once: each of its marks would look for a partner as far as the end.
            let run = text.get(found..).unwrap_or_default();
            at = found + (run.len() - run.trim_start_matches('`').len());
            if run.starts_with("```") {
                // There is no partner for this one, so there is none for a later one.
                let tail = text.get(begin..).unwrap_or_default();
                lines.extend(tail.split('\n'));
                return lines;
            }
        }
    }
    lines.push(text.get(begin..).unwrap_or_default());
    lines
}

/// The text of the blocks, without marks.
pub(crate) fn plain(blocks: &[Block]) -> String {
    let spans = blocks.iter().flat_map(|block| match block {
        Block::P { spans } => vec![spans],
        Block::Quote { items } | Block::Ul { items } | Block::Ol { items, .. } => {
            items.iter().collect()
        }
    });
    spans.flatten().map(|span| span.text.as_str()).collect()
}

/// How many lines the text takes in a bubble, about.
pub(crate) fn height(text: &str) -> usize {
    const CHARACTERS: usize = 38;
    text.split('\n')
        .map(|line| line.chars().count().div_ceil(CHARACTERS).max(1))
        .sum()
}

#[cfg(test)]
mod tests;
