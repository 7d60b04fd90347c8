//! Looking into a document: values, members and items, each with the text it
//! was sent as.

use std::borrow::Cow;
use std::fmt;

use super::document::{Document, Name, Node};
use super::string::unescaped;
use super::{number, work};

/// One JSON value in a document.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    document: &'a Document<'a>,
    index: u32,
}

impl<'a> Raw<'a> {
    pub(super) fn new(document: &'a Document<'a>, index: u32) -> Self {
        Self { document, index }
    }

    /// The value as it was sent, without spaces around it.
    #[inline]
    pub fn get(self) -> &'a str {
        self.document.slice(self.node())
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        self.get() == "null"
    }

    /// Whether the value is a string.
    pub fn is_text(self) -> bool {
        self.get().starts_with('"')
    }

    /// Whether the value is an array.
    pub fn is_array(self) -> bool {
        self.first_byte() == Some(b'[')
    }

    /// Whether the value is an object.
    pub fn is_object(self) -> bool {
        self.first_byte() == Some(b'{')
    }

    /// The text of a string, its escapes undone; `None` if the value is
    /// another. Half a surrogate pair, which WhatsApp leaves behind when it
    /// cuts a text inside an emoji, becomes U+FFFD.
    #[inline]
    pub fn text(self) -> Option<Cow<'a, str>> {
        let node = self.node();
        if self.document.first_byte(node) != Some(b'"') {
            return None;
        }
        let sent = self.document.slice(node);
        let inner = sent.get(1..sent.len().saturating_sub(1))?;
        Some(if node.has_escape() {
            unescaped(inner)
        } else {
            Cow::Borrowed(inner)
        })
    }

    /// The text of a string or a number. WhatsApp writes some numbers both
    /// ways.
    pub fn text_or_number(self) -> Option<Cow<'a, str>> {
        match self.first_byte() {
            Some(b'-' | b'0'..=b'9') => Some(Cow::Borrowed(self.get())),
            _ => self.text(),
        }
    }

    /// The items of an array; `None` if the value is another.
    pub fn items(self) -> Option<Items<'a>> {
        self.is_array().then(|| Items(Some(self.parts())))
    }

    /// The members of an object; `None` if the value is another.
    pub fn object(self) -> Option<Object<'a>> {
        self.is_object().then_some(Object(self))
    }

    fn parts(self) -> Parts<'a> {
        Parts {
            document: self.document,
            index: self.index + 1,
            end: self.node().next(),
        }
    }

    fn node(self) -> Node {
        self.document.node(self.index)
    }

    fn first_byte(self) -> Option<u8> {
        self.document.first_byte(self.node())
    }
}

impl AsRef<str> for Raw<'_> {
    fn as_ref(&self) -> &str {
        self.get()
    }
}

/// Two values are the same if they are written in the same way.
impl PartialEq for Raw<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Raw<'_> {}

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.get())
    }
}

/// The parts of an array or object that are left.
#[derive(Clone, Copy)]
struct Parts<'a> {
    document: &'a Document<'a>,
    index: u32,
    end: u32,
}

impl<'a> Parts<'a> {
    fn next(&mut self) -> Option<Raw<'a>> {
        if self.index >= self.end {
            return None;
        }
        work::count(1);
        let part = Raw::new(self.document, self.index);
        self.index = part.node().next();
        Some(part)
    }
}

/// The items of an array that are left.
#[derive(Clone, Default)]
pub struct Items<'a>(Option<Parts<'a>>);

impl<'a> Iterator for Items<'a> {
    type Item = Raw<'a>;

    fn next(&mut self) -> Option<Raw<'a>> {
        self.0.as_mut()?.next()
    }
}

/// The members of an object that are left.
#[derive(Clone)]
pub struct Members<'a>(Parts<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = Member<'a>;

    #[inline]
    fn next(&mut self) -> Option<Member<'a>> {
        let Parts {
            document,
            index,
            end,
        } = self.0;
        if index >= end {
            return None;
        }
        work::count(2);
        let name = Raw::new(document, index);
        let value = Raw::new(document, index + 1);
        self.0.index = value.node().next();
        Some(Member { name, value })
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
    #[inline]
    pub fn is(&self, name: &str) -> bool {
        let Raw { document, index } = self.name;
        document.is_name(index, self.name.node(), Name::new(name))
    }
}

/// A JSON object: its members in the order they were sent, repeated names
/// included.
#[derive(Clone, Copy)]
pub struct Object<'a>(Raw<'a>);

impl<'a> Object<'a> {
    /// The members in the order they were sent.
    pub fn members(&self) -> Members<'a> {
        Members(self.0.parts())
    }

    /// The value of a member. Of repeated names the last counts, as in
    /// JavaScript.
    pub fn get(&self, name: &str) -> Option<Raw<'a>> {
        let Raw { document, index } = self.0;
        let (mut member, end) = (index + 1, document.node(index).next());
        let (mut found, name) = (None, Name::new(name));
        while member < end
            && let Some([own, value]) = document.member(member)
        {
            if document.is_name(member, *own, name) {
                found = Some(Raw::new(document, member + 1));
            }
            member = value.next();
        }
        found
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
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.text_or_number()?.trim().parse().ok()
    }

    /// A member that is a number, or a string that holds one as JSON writes
    /// it: the nearest that there is. What is too large for any is none.
    pub fn decimal(&self, name: &str) -> Option<f64> {
        number::decimal(self.get(name)?.text_or_number()?.trim())
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
    pub fn items(&self, name: &str) -> Items<'a> {
        self.get(name).and_then(Raw::items).unwrap_or_default()
    }

    /// The items of an array that are objects.
    pub fn objects(&self, name: &str) -> Vec<Object<'a>> {
        self.items(name).filter_map(Raw::object).collect()
    }

    /// A member as it was sent, unless it is absent or null.
    pub fn json(&self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        (!value.is_null()).then(|| value.get().to_owned())
    }
}
