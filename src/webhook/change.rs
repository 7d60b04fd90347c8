//! One change of a notification, as it was sent.

use super::origin::Origin;
use super::update::Kind;
use uip_kit::json::{Member, Object, Raw};

/// The webhook field whose changes hold messages and statuses.
const MESSAGES_FIELD: &str = "messages";

/// One change, with what its entry says about it.
pub struct Change<'a, 'e> {
    /// The entry that it came in.
    pub origin: &'e Origin<'a>,
    /// The webhook field; empty when there is none.
    pub field: String,
    /// The change's value; the whole change or entry if it has none.
    pub value: Raw<'a>,
    /// The change as it was sent, if it is an object with a value.
    pub whole: Option<(Raw<'a>, Object<'a>)>,
}

impl<'a, 'e> Change<'a, 'e> {
    /// Reads a change; `field` counts where the change names none.
    pub fn read(origin: &'e Origin<'a>, raw: Raw<'a>, field: Option<&str>) -> Self {
        let Some(change) = raw.object() else {
            return Self::unreadable(origin, raw);
        };
        let field = change
            .text("field")
            .or_else(|| field.map(ToOwned::to_owned));
        let value = change.get("value");
        Self {
            origin,
            field: field.unwrap_or_default(),
            value: value.unwrap_or(raw),
            whole: value.is_some().then_some((raw, change)),
        }
    }

    /// An entry or a change that does not have the documented form: kept
    /// whole.
    pub fn unreadable(origin: &'e Origin<'a>, raw: Raw<'a>) -> Self {
        Self {
            origin,
            field: String::new(),
            value: raw,
            whole: None,
        }
    }

    /// The value, if this is a change that holds messages and statuses.
    pub fn messages_value(&self) -> Option<Object<'a>> {
        let named = self.field == MESSAGES_FIELD;
        if !named && !self.field.is_empty() {
            return None;
        }
        let value = self.value.object()?;
        let recognisable = [Kind::Message, Kind::Status]
            .iter()
            .any(|kind| value.get(kind.array()).is_some_and(Raw::is_array));
        (named || recognisable).then_some(value)
    }

    /// The members of the change other than those that give it its field
    /// and value. WhatsApp sends none.
    pub fn others(&self) -> impl Iterator<Item = Member<'a>> {
        let change = self.whole.as_ref().map(|(_, change)| change);
        let counted = |name| change.and_then(|change| change.get(name));
        // A field that is no text gives the change no field.
        let counts = [counted("field").filter(|it| it.is_text()), counted("value")];
        let counts = move |member: &Member<'a>| {
            let own = member.value.get();
            counts
                .iter()
                .flatten()
                .any(|it| std::ptr::eq(it.get(), own))
        };
        let members = change.into_iter().flat_map(Object::members);
        members.filter(move |member| !counts(member))
    }

    /// Whether the change has members that the events of its messages and
    /// statuses do not repeat.
    pub fn has_others(&self) -> bool {
        self.others().next().is_some()
    }
}
