//! Marks within a line.

use super::links;
use super::{Span, Style};

const FENCE: &str = "```";

/// Where the block that begins at byte `at` of `text` ends, after its closing fence. `None` if none begins there.
pub(super) fn block_end(text: &str, at: usize) -> Option<usize> {
    let inside = text.get(at..)?.strip_prefix(FENCE)?;
    let length = inside.find(FENCE)?;
    (!inside.get(..length)?.trim().is_empty()).then_some(at + FENCE.len() + length + FENCE.len())
}

/// The marks, with their styles. Code comes first: nothing inside of it is formatted.
const MARKS: [(char, Style); 4] = [
    ('`', Style::Code),
    ('*', Style::Bold),
    ('_', Style::Italic),
    ('~', Style::Strike),
];

/// The spans of a line, which may contain blocks of several lines.
pub(super) fn spans(line: &str) -> Vec<Span> {
    let characters: Vec<(usize, char)> = line.char_indices().collect();
    let closers = MARKS.map(|(mark, _)| closers(&characters, mark));
    let mut parser = Parser {
        line,
        characters,
        closers,
        spans: Vec::new(),
        fences_end: false,
    };
    let whole = parser.characters.len();
    parser.read(0, whole, &mut Vec::new());
    parser.spans
}

/// For each character the next one, at or after it, that can close `mark`.
fn closers(characters: &[(usize, char)], mark: char) -> Vec<Option<usize>> {
    let mut next = None;
    let mut closers = vec![None; characters.len() + 1];
    for (place, slot) in closers.iter_mut().enumerate().take(characters.len()).rev() {
        let at = |place: usize| characters.get(place).map(|(_, character)| *character);
        let before = place.checked_sub(1).and_then(at);
        let is_end = at(place) == Some(mark)
            && before.is_some_and(|before| !before.is_whitespace() && before != mark)
            && at(place + 1).is_none_or(|after| !after.is_alphanumeric());
        if is_end {
            next = Some(place);
        }
        *slot = next;
    }
    closers
}

struct Parser<'a> {
    line: &'a str,
    characters: Vec<(usize, char)>,
    closers: [Vec<Option<usize>>; 4],
    spans: Vec<Span>,
    /// Whether no further block is closed.
    fences_end: bool,
}

impl Parser<'_> {
    /// Reads the characters from `start` to `end`.
    fn read(&mut self, start: usize, end: usize, styles: &mut Vec<Style>) {
        let mut plain = start;
        let mut at = start;
        while at < end {
            if let Some(after) = self.block(at, end) {
                self.push(plain, at, styles);
                self.code(at + FENCE.len(), after - FENCE.len(), styles);
                (at, plain) = (after, after);
                continue;
            }
            let Some((style, close)) = self.mark(at, end, styles) else {
                at += 1;
                continue;
            };
            self.push(plain, at, styles);
            if style == Style::Code {
                self.code(at + 1, close, styles);
            } else {
                styles.push(style);
                self.read(at + 1, close, styles);
                styles.pop();
            }
            at = close + 1;
            plain = at;
        }
        self.push(plain, end, styles);
    }

    fn character(&self, place: usize) -> Option<char> {
        self.characters.get(place).map(|(_, character)| *character)
    }

    fn byte(&self, place: usize) -> usize {
        self.characters
            .get(place)
            .map_or(self.line.len(), |(byte, _)| *byte)
    }

    /// The place after the block that begins here.
    fn block(&mut self, at: usize, end: usize) -> Option<usize> {
        if self.fences_end || self.character(at) != Some('`') {
            return None;
        }
        let begin = self.byte(at);
        if !self.line.get(begin..)?.starts_with(FENCE) {
            return None;
        }
        let Some(after) = block_end(self.line, begin) else {
            // Without a partner, or empty. To look again from each later mark would take too long.
            self.fences_end = !self
                .line
                .get(begin + FENCE.len()..)
                .is_some_and(|rest| rest.contains(FENCE));
            return None;
        };
        let after = self
            .characters
            .binary_search_by_key(&after, |(byte, _)| *byte)
            .unwrap_or(self.characters.len());
        (after <= end).then_some(after)
    }

    /// The style that begins here, and the place of its closing mark.
    fn mark(&self, at: usize, end: usize, styles: &[Style]) -> Option<(Style, usize)> {
        let here = self.character(at)?;
        let kind = MARKS.iter().position(|(mark, _)| *mark == here)?;
        let (_, style) = MARKS.get(kind)?;
        if styles.contains(style) {
            return None;
        }
        let outside = at.checked_sub(1).and_then(|before| self.character(before));
        let inside = self.character(at + 1)?;
        if outside.is_some_and(char::is_alphanumeric) || inside.is_whitespace() || inside == here {
            return None;
        }
        let close = (*self.closers.get(kind)?.get(at + 2)?)?;
        (close < end).then_some((*style, close))
    }

    /// Adds text that may contain addresses.
    fn push(&mut self, from: usize, to: usize, styles: &[Style]) {
        let Some(text) = self.line.get(self.byte(from)..self.byte(to)) else {
            return;
        };
        for (text, href) in links::split(text) {
            self.spans.push(Span {
                text: text.to_owned(),
                styles: styles.to_vec(),
                href,
            });
        }
    }

    /// Adds text in which nothing is marked.
    fn code(&mut self, from: usize, to: usize, styles: &[Style]) {
        let text = self.line.get(self.byte(from)..self.byte(to));
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let mut styles = styles.to_vec();
            styles.push(Style::Code);
            self.spans.push(Span {
                text: text.to_owned(),
                styles,
                href: None,
            });
        }
    }
}
