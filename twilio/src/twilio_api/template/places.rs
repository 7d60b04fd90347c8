//! Where a template's definition has variables.

use uip_kit::json::{Object, Raw};

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Texts that the customer reads, but for the header.
    Text,
    /// The header's text.
    Header,
    /// The URL of a file.
    File,
    /// The address of the button at this position.
    Url(usize),
    /// What the quick reply at this position returns.
    Payload(usize),
    /// The code of the button at this position.
    Code(usize),
    /// What only its variable's name reaches: cards, rows, …
    Within,
}

/// A text of a definition.
#[derive(Debug)]
pub struct Slot {
    /// What it is for.
    pub place: Place,
    /// The text with its variables.
    pub text: String,
}

/// The texts of all types of a template. A template has the same variables in each.
pub fn slots(types: &Object<'_>) -> Vec<Slot> {
    let mut slots = Vec::new();
    for kind in types.members() {
        // WhatsApp writes this text itself; its variable is the code.
        if kind.is("whatsapp/authentication") {
            for place in [Place::Text, Place::Code(0)] {
                let text = "{{1}}".to_owned();
                slots.push(Slot { place, text });
            }
            continue;
        }
        let Some(body) = kind.value.object() else {
            continue;
        };
        for member in body.members() {
            let name = member.name.text().unwrap_or_default();
            match &*name {
                "header_text" => add(&mut slots, Place::Header, member.value),
                "media" | "media_url" => add(&mut slots, Place::File, member.value),
                "actions" => actions(&mut slots, member.value),
                "cards" | "items" => add(&mut slots, Place::Within, member.value),
                _ => add(&mut slots, Place::Text, member.value),
            }
        }
    }
    slots
}

fn actions(slots: &mut Vec<Slot>, actions: Raw<'_>) {
    let actions = actions.items().unwrap_or_default().filter_map(Raw::object);
    for (index, action) in actions.enumerate() {
        for member in action.members() {
            let name = member.name.text().unwrap_or_default();
            let place = match &*name {
                "url" => Place::Url(index),
                "id" => Place::Payload(index),
                "code" => Place::Code(index),
                _ => Place::Within,
            };
            add(slots, place, member.value);
        }
    }
}

/// Adds a text, or those within an array or object.
fn add(slots: &mut Vec<Slot>, place: Place, value: Raw<'_>) {
    // Depth is the answer's, and Twilio's definitions are flat.
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        if let Some(text) = value.text() {
            let text = text.into_owned();
            slots.push(Slot { place, text });
        } else if let Some(items) = value.items() {
            rest.extend(items);
        } else if let Some(object) = value.object() {
            rest.extend(object.members().map(|member| member.value));
        }
    }
}

/// The names of the variables in a text, in their order: `{{name}}`.
pub fn variables(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Variable(name) => Some(name),
        Piece::Text(_) => None,
    })
}

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it is.
    Text(&'a str),
    /// The name of a variable.
    Variable(&'a str),
}

/// The parts of a text.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut from = 0;
        while let Some(start) = rest.get(from..).and_then(|rest| rest.find("{{")) {
            let start = from + start;
            let inner = rest.get(start + 2..).unwrap_or_default();
            let length = inner.find("}}").unwrap_or(0);
            let name = inner.get(..length).unwrap_or_default();
            let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            if name.is_empty() || !name.bytes().all(is_part) {
                from = start + 1;
                continue;
            }
            if start > 0 {
                let (text, after) = rest.split_at_checked(start)?;
                rest = after;
                return Some(Piece::Text(text));
            }
            rest = inner.get(length + 2..).unwrap_or_default();
            return Some(Piece::Variable(name));
        }
        Some(Piece::Text(std::mem::take(&mut rest)))
    })
}

/// A text with the values of its variables.
pub fn filled(text: &str, values: &[(String, String)]) -> String {
    let mut whole = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => whole.push_str(text),
            Piece::Variable(name) => {
                let value = values.iter().find(|(own, _)| own == name);
                whole.push_str(value.map_or("", |(_, value)| value));
            }
        }
    }
    whole
}
