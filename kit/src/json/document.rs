//! A JSON text that was read once: checked from its beginning to its end, and
//! indexed on the way. Everything after that is a look-up.
//!
//! Why this is not `serde_json`: an event repeats what WhatsApp sent byte for
//! byte, and no event may be lost to a part of it that we do not understand.
//!
//! - Types that derive `Deserialize` reject a member that occurs twice, so that
//!   a second `entry` loses all events of a batch. They accept an array for a
//!   struct, and do not tell `null` from an absent member, which changes the
//!   ids of events.
//! - They reject half a surrogate pair, which WhatsApp leaves when it cuts a
//!   text inside an emoji.
//! - `Value` loses a number's digits, a string's escapes and repeated names;
//!   `RawValue` keeps the bytes of values, but not those of names.
//! - All of them recurse: depth costs stack, and has a limit. This reader takes
//!   any depth.

use std::fmt;

use super::number;
use super::read::{Object, Raw};
use super::string::{self, StringEnd};
use super::work;

/// A text that is one JSON value, with an index of its parts.
pub struct Document<'t> {
    text: &'t str,
    nodes: Vec<Node>,
}

/// A value or a member's name, in the order of the text: the parts of an array
/// or object follow it, and a member's value follows its name.
#[derive(Clone, Copy)]
pub(super) struct Node {
    /// Where it starts in the text.
    start: u32,
    /// Where it ends.
    end: u32,
    /// The node after it and all its parts, or the [tag](Name::tag) of a name, which
    /// its value follows; and whether it has an escape.
    next: u32,
}

/// The bit of `next` that says that a string has an escape.
const ESCAPED: u32 = 1 << 31;

/// A name that members are compared with.
#[derive(Clone, Copy)]
pub(super) struct Name<'n> {
    name: &'n [u8],
    tag: u32,
}

impl<'n> Name<'n> {
    pub(super) fn new(name: &'n str) -> Self {
        let name = name.as_bytes();
        Self {
            name,
            tag: Self::tag(name),
        }
    }

    /// What tells most names apart at once: their length, their first byte and their
    /// last one.
    fn tag(name: &[u8]) -> u32 {
        let byte = |byte: Option<&u8>| u32::from(byte.copied().unwrap_or_default());
        let length = u32::try_from(name.len().min(0x7fff)).unwrap_or_default();
        length << 16 | byte(name.first()) << 8 | byte(name.last())
    }
}

/// Whether two names of the same length are the same. Eight bytes at a time, since a
/// component compares bytes one by one otherwise.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let ((one, one_rest), (other, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let mut eights = one.iter().zip(other);
    eights.all(|(one, other)| u64::from_le_bytes(*one) == u64::from_le_bytes(*other))
        && one_rest.iter().eq(other_rest)
}

/// In `parent`: the value is the outermost.
const NONE: u32 = ESCAPED - 1;

/// How much text there is for one node, to guess the capacity of the index.
const BYTES_PER_NODE: usize = 16;

impl Node {
    pub(super) fn next(self) -> u32 {
        self.next & !ESCAPED
    }

    pub(super) fn has_escape(self) -> bool {
        self.next & ESCAPED != 0
    }
}

/// Why a text is not JSON, or too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// The line, from 1, of the first character that cannot be there; of the
    /// last one before it where a line or the text ends too early.
    pub line: usize,
    /// Its column, from 1, in characters.
    pub column: usize,
    is_end: bool,
}

impl Error {
    fn at(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |line_break| line_break + 1);
        let (lines, line) = before.split_at_checked(start).unwrap_or(("", before));
        let has_character = !matches!(text.as_bytes().get(offset), None | Some(b'\n'));
        let column = line.chars().count() + usize::from(has_character);
        Self {
            line: 1 + lines.bytes().filter(|byte| *byte == b'\n').count(),
            column: column.max(1),
            is_end: offset >= text.len(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.is_end {
            "it ends too early"
        } else {
            "the JSON is invalid"
        };
        let (line, column) = (self.line, self.column);
        write!(formatter, "{what} at line {line} column {column}")
    }
}

impl<'t> Document<'t> {
    /// Reads a text that is one JSON value (RFC 8259), with white space around
    /// it at most.
    ///
    /// # Errors
    /// It is not, or has 2 GiB; the error says where it goes wrong.
    pub fn parse(text: &'t str) -> Result<Self, Error> {
        work::count(text.len());
        let fails = |offset| Error::at(text, offset);
        // No offset and no position of a node is then a larger number.
        if text.len() >= NONE as usize {
            return Err(fails(NONE as usize));
        }
        let mut reader = Reader {
            bytes: text.as_bytes(),
            offset: 0,
            nodes: Vec::with_capacity(text.len() / BYTES_PER_NODE + 1),
            parent: NONE,
        };
        reader.read().map_err(|Wrong| fails(reader.offset))?;
        let nodes = reader.nodes;
        Ok(Self { text, nodes })
    }

    /// The value.
    pub fn root(&self) -> Raw<'_> {
        Raw::new(self, 0)
    }

    /// The value, if it is an object.
    pub fn object(&self) -> Option<Object<'_>> {
        self.root().object()
    }

    /// The value's text, without white space around it.
    pub fn text(&self) -> &'t str {
        self.slice(self.node(0))
    }

    #[inline]
    pub(super) fn node(&self, index: u32) -> Node {
        const NOTHING: Node = Node {
            start: 0,
            end: 0,
            next: NONE,
        };
        *self.nodes.get(index as usize).unwrap_or(&NOTHING)
    }

    /// The name at this index, and the value after it.
    #[inline]
    pub(super) fn member(&self, index: u32) -> Option<&[Node; 2]> {
        self.nodes.get(index as usize..)?.first_chunk()
    }

    /// Whether the member's name at this index reads as `name`.
    #[inline]
    pub(super) fn is_name(&self, index: u32, node: Node, name: Name<'_>) -> bool {
        work::count(1);
        if node.next != name.tag {
            return node.has_escape() && self.reads_as(index, name);
        }
        let (start, end) = (node.start as usize + 1, node.end as usize - 1);
        let own = self.text.as_bytes().get(start..end);
        own.is_some_and(|own| own.len() == name.name.len() && is_same(own, name.name))
    }

    #[cold]
    fn reads_as(&self, index: u32, name: Name<'_>) -> bool {
        let own = Raw::new(self, index).text();
        own.is_some_and(|own| own.as_bytes() == name.name)
    }

    pub(super) fn first_byte(&self, node: Node) -> Option<u8> {
        self.text.as_bytes().get(node.start as usize).copied()
    }

    #[inline]
    pub(super) fn slice(&self, node: Node) -> &'t str {
        let range = node.start as usize..node.end as usize;
        self.text.get(range).unwrap_or_default()
    }
}

/// The text goes wrong where the reader is.
struct Wrong;

struct Reader<'t> {
    bytes: &'t [u8],
    offset: usize,
    nodes: Vec<Node>,
    /// The innermost array or object that has not ended. Until it ends, its
    /// `next` is the one around it.
    parent: u32,
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), Wrong> {
        loop {
            self.skip_spaces();
            let opened = self.value()?;
            if opened {
                continue;
            }
            // After a value: what goes on, or ends with it.
            loop {
                self.skip_spaces();
                if self.parent == NONE {
                    return match self.peek() {
                        None => Ok(()),
                        Some(_) => Err(Wrong),
                    };
                }
                let end = self.end_of_parent();
                match self.peek() {
                    Some(b',') => {
                        self.offset += 1;
                        if end == b'}' {
                            self.skip_spaces();
                            self.name()?;
                        }
                        break;
                    }
                    Some(byte) if byte == end => self.close(),
                    _ => return Err(Wrong),
                }
            }
        }
    }

    /// Reads a value; of an array or object that is not empty only its
    /// beginning, and says so.
    fn value(&mut self) -> Result<bool, Wrong> {
        let start = self.offset;
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(bracket @ (b'{' | b'[')) => {
                let index = position(self.nodes.len());
                self.push(start, self.parent);
                self.parent = index;
                self.offset += 1;
                self.skip_spaces();
                let end = if bracket == b'{' { b'}' } else { b']' };
                if self.peek() == Some(end) {
                    self.close();
                } else {
                    if bracket == b'{' {
                        self.name()?;
                    }
                    return Ok(true);
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                let rest = self.bytes.get(start..).unwrap_or_default();
                let (length, is_whole) = number::length(rest);
                self.offset += length;
                if !is_whole {
                    return Err(Wrong);
                }
                self.push_leaf(start, 0);
            }
            Some(b't') => self.word(b"true")?,
            Some(b'f') => self.word(b"false")?,
            Some(b'n') => self.word(b"null")?,
            _ => return Err(Wrong),
        }
        Ok(false)
    }

    #[inline]
    /// Reads a member's name and the colon after it.
    fn name(&mut self) -> Result<(), Wrong> {
        if self.peek() != Some(b'"') {
            return Err(Wrong);
        }
        self.string()?;
        if let Some(node) = self.nodes.last_mut() {
            let inner = node.start as usize + 1..node.end as usize - 1;
            let tag = Name::tag(self.bytes.get(inner).unwrap_or_default());
            node.next = tag | node.next & ESCAPED;
        }
        self.skip_spaces();
        if self.peek() != Some(b':') {
            return Err(Wrong);
        }
        self.offset += 1;
        Ok(())
    }

    #[inline]
    fn string(&mut self) -> Result<(), Wrong> {
        let start = self.offset;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let (length, end) = string::end(rest);
        self.offset += length;
        let escaped = match end {
            StringEnd::Plain => 0,
            StringEnd::Escaped => ESCAPED,
            StringEnd::Wrong => return Err(Wrong),
        };
        self.push_leaf(start, escaped);
        Ok(())
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Wrong> {
        let start = self.offset;
        for byte in word {
            if self.peek() != Some(*byte) {
                return Err(Wrong);
            }
            self.offset += 1;
        }
        self.push_leaf(start, 0);
        Ok(())
    }

    /// The bracket that ends the innermost array or object.
    fn end_of_parent(&self) -> u8 {
        let parent = self.nodes.get(self.parent as usize);
        let start = parent.map_or(0, |parent| parent.start as usize);
        match self.bytes.get(start) {
            Some(b'{') => b'}',
            _ => b']',
        }
    }

    /// Ends the innermost array or object with the bracket that comes.
    fn close(&mut self) {
        self.offset += 1;
        let (end, next) = (position(self.offset), position(self.nodes.len()));
        if let Some(node) = self.nodes.get_mut(self.parent as usize) {
            node.end = end;
            self.parent = std::mem::replace(&mut node.next, next);
        }
    }

    #[inline]
    fn push_leaf(&mut self, start: usize, flags: u32) {
        let next = position(self.nodes.len() + 1);
        self.push(start, next | flags);
    }

    #[inline]
    fn push(&mut self, start: usize, next: u32) {
        self.nodes.push(Node {
            start: position(start),
            end: position(self.offset),
            next,
        });
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.offset).copied()
    }

    fn skip_spaces(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.offset += 1;
        }
    }
}

/// An offset or position, which is never larger than the text is long.
fn position(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(NONE)
}
