//! One message or status of a change, as it was sent.

use uip_kit::json::{Member, Object, Raw};

/// Which of the two arrays an update is in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `messages`.
    Message,
    /// `statuses`.
    Status,
}

impl Kind {
    /// The array's name.
    pub fn array(self) -> &'static str {
        match self {
            Self::Message => "messages",
            Self::Status => "statuses",
        }
    }

    /// The kind whose array this member should be, by its name.
    pub fn of(member: &Member<'_>) -> Option<Self> {
        [Self::Message, Self::Status]
            .into_iter()
            .find(|kind| member.is(kind.array()))
    }
}

/// One message or status, as it was sent.
pub struct Update<'a> {
    /// Which array it is in.
    pub kind: Kind,
    /// Its JSON.
    pub raw: Raw<'a>,
    /// Whether it was sent instead of the array, and not in it.
    pub bare: bool,
}

impl<'a> Update<'a> {
    /// Its members, if it is an object where it should be.
    pub fn object(&self) -> Option<Object<'a>> {
        self.raw.object().filter(|_| !self.bare)
    }
}

/// The messages and statuses of a change, in the order they were sent. What
/// was sent where an array should be counts as one update; null as none.
pub fn updates<'a>(value: &Object<'a>) -> Vec<Update<'a>> {
    let mut updates = Vec::new();
    for member in value.members() {
        let Some(kind) = Kind::of(&member) else {
            continue;
        };
        match member.value.items() {
            Some(items) => {
                updates.extend(items.map(|raw| Update {
                    kind,
                    raw,
                    bare: false,
                }));
            }
            None if member.value.is_null() => {}
            None => updates.push(Update {
                kind,
                raw: member.value,
                bare: true,
            }),
        }
    }
    updates
}

/// Whether a member holds the contacts, which are dealt out to the events.
pub fn is_contacts(member: &Member<'_>) -> bool {
    member.is("contacts") && member.value.is_array()
}
