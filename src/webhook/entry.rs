//! One entry of a notification: the account and time that its changes share.

use super::change::Change;
use super::event::Event;
use super::event_id;
use super::origin::Origin;
use uip_kit::json::{Items, Member, Object, ObjectWriter, Raw};

/// The most bytes that an entry's id and time may have together, and its field
/// by itself, to be repeated in the events of all its changes. Meta's take
/// about 40 bytes. With a fixed limit an event is the same in every batch.
const REPEATED_BYTES: usize = 128;

/// One entry.
pub struct Entry<'a> {
    raw: Raw<'a>,
    /// The entry's members, if it is an object with an array of changes.
    members: Option<Object<'a>>,
    /// What the entry says about itself.
    origin: Origin<'a>,
    /// The webhook field, which Meta's page shows in the entry once.
    field: Option<String>,
    /// What each change repeats of `origin`, where that is not all of it.
    repeated: Option<Origin<'a>>,
    /// Whether a part of the entry is in no change's events.
    is_cut: bool,
}

impl<'a> Entry<'a> {
    /// Reads an entry of any form.
    pub fn read(raw: Raw<'a>) -> Self {
        let Some(entry) = raw.object() else {
            return Self {
                raw,
                members: None,
                origin: Origin::default(),
                field: None,
                repeated: None,
                is_cut: false,
            };
        };
        let origin = Origin::read(&entry);
        let is_long = |text: &Option<String>| {
            text.as_ref()
                .is_some_and(|text| text.len() > REPEATED_BYTES)
        };
        let field = entry.text("field");
        // The id still tells apart what it no longer labels.
        let repeated = is_long(&origin.json).then(|| origin.only_hash());
        let is_cut = repeated.is_some() || is_long(&field) || !is_repeated(&entry);
        Self {
            raw,
            is_cut,
            members: changes(&entry).next().is_some().then_some(entry),
            field: field.filter(|field| field.len() <= REPEATED_BYTES),
            origin,
            repeated,
        }
    }

    /// Hands the events of all changes to `emit`. One for the entry itself comes
    /// first if it has no changes, or, without them, if they do not repeat all of it.
    pub fn for_each_event(&self, emit: &mut impl FnMut(Event)) {
        let whole = Change::unreadable(&self.origin, self.raw);
        match &self.members {
            None => emit(whole.webhook_notification()),
            Some(entry) if self.is_cut => {
                let rest = without_changes(entry);
                emit(whole.part_as_notification(event_id::of_value(&whole, &rest), rest));
            }
            Some(_) => {}
        }
        let origin = self.repeated.as_ref().unwrap_or(&self.origin);
        for change in self.members.iter().flat_map(changes).flatten() {
            Change::read(origin, change, self.field.as_deref()).for_each_event(emit);
        }
    }
}

/// The entry without its changes, each of which belongs to one phone number: this
/// goes to whoever has the account.
fn without_changes(entry: &Object<'_>) -> String {
    let mut json = ObjectWriter::new();
    for member in entry.members().filter(|member| !is_changes(member)) {
        json = json.raw(member.name, member.value.get());
    }
    json.finish()
}

/// Whether the events of the changes repeat all that an entry says about itself.
/// WhatsApp's entries say nothing else.
fn is_repeated(entry: &Object<'_>) -> bool {
    let (mut ids, mut times, mut fields) = (0, 0, 0);
    for member in entry.members() {
        // Of a repeated name the last counts.
        if member.is("id") {
            ids += 1;
        } else if member.is("time") {
            times += 1;
        } else if member.is("field") && member.value.is_text() {
            fields += 1;
        } else if !(is_changes(&member) || member.is("object") && member.value.is_text()) {
            return false;
        }
    }
    let is_once = ids <= 1 && times <= 1 && fields <= 1;
    is_once && (fields == 0 || has_field_of(entry))
}

/// Whether a change has the field of its entry.
fn has_field_of(entry: &Object<'_>) -> bool {
    let field = entry.get("field");
    let mut changes = changes(entry).flatten().filter_map(Raw::object);
    changes.any(|change| {
        let own = change.get("field");
        own.is_none() || own == field
    })
}

/// Whether a member holds changes, or says that there are none.
fn is_changes(member: &Member<'_>) -> bool {
    member.is("changes") && (member.value.is_array() || member.value.is_null())
}

/// The arrays of changes, of every member of that name.
fn changes<'a>(entry: &Object<'a>) -> impl Iterator<Item = Items<'a>> {
    let changes = entry.members().filter(|member| member.is("changes"));
    changes.filter_map(|member| member.value.items())
}
