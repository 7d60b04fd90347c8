//! Everybody the sandbox knows.

use super::{LastWrote, Received, Sent};
use crate::model::ids::{is_user_id, user_id_for};

/// What becomes of messages to this person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Conduct {
    /// They arrive.
    #[default]
    Receives,
    /// They are accepted, then a `failed` status with this code follows.
    Fails(i64),
    /// They are refused at once with this code.
    Refused(i64),
}

/// One customer.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) wa_id: Option<String>,
    /// A number that the business is not told.
    pub(crate) hidden_number: Option<String>,
    pub(crate) user_id: Option<String>,
    /// The id that is the same in several of the business's portfolios.
    pub(crate) parent_user_id: Option<String>,
    pub(crate) name: String,
    pub(crate) username: Option<String>,
    /// When this person last wrote. It opens the 24-hour window.
    pub(crate) wrote: LastWrote,
    pub(crate) conduct: Conduct,
    pub(crate) opted_out: bool,
    /// Whether Meta Business Agent handles the conversation, and the client only observes it.
    pub(crate) with_agent: bool,
    pub(crate) received: Vec<Received>,
    pub(crate) sent: Vec<Sent>,
    /// What was accepted for this person and never arrived.
    pub(crate) missed: Vec<Received>,
    /// Until when this person sees the business typing, in seconds since 1970.
    pub(crate) typing_until: Option<u64>,
}

impl Person {
    /// The phone number if there is one, else the user id.
    pub(crate) fn id(&self) -> &str {
        self.wa_id
            .as_deref()
            .or(self.user_id.as_deref())
            .unwrap_or_default()
    }

    pub(crate) fn sees_typing(&self, now: u64) -> bool {
        self.typing_until.is_some_and(|until| now < until)
    }

    /// The business has read the message `id`, and with it the earlier ones to the same number.
    pub(crate) fn read_up_to(&mut self, id: &str) {
        let Some(place) = self.sent.iter().position(|sent| sent.id == id) else {
            return;
        };
        let (read, _) = self.sent.split_at_mut(place + 1);
        if let Some((last, earlier)) = read.split_last_mut() {
            last.read = true;
            for sent in earlier.iter_mut().filter(|sent| sent.to == last.to) {
                sent.read = true;
            }
        }
    }

    fn is(&self, id: &str) -> bool {
        let ids = [&self.wa_id, &self.user_id, &self.parent_user_id];
        ids.iter().any(|known| known.as_deref() == Some(id))
    }
}

/// The address book. A person is found by phone number (digits only), by user id or by parent user id.
#[derive(Debug, Default)]
pub(crate) struct Customers {
    people: Vec<Person>,
    /// Whether people with a phone number have a user id too.
    user_ids: bool,
    /// `Some(now)` gives a newcomer an open window; see [`Customers::meet`].
    open_windows: bool,
    /// The places of those that may have changed since [`Customers::take_touched`].
    touched: Vec<usize>,
}

impl Customers {
    pub(crate) fn new(user_ids: bool, open_windows: bool) -> Self {
        Self {
            people: Vec::new(),
            user_ids,
            open_windows,
            touched: Vec::new(),
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.is(id))
    }

    pub(crate) fn all(&self) -> &[Person] {
        &self.people
    }

    /// Finds a person, or makes the acquaintance of one.
    pub(crate) fn meet(&mut self, id: &str, now: u64) -> &mut Person {
        let place = self
            .people
            .iter()
            .position(|person| person.is(id))
            .unwrap_or_else(|| {
                self.people.push(self.newcomer(id, now));
                self.people.len() - 1
            });
        if !self.touched.contains(&place) {
            self.touched.push(place);
        }
        &mut self.people[place]
    }

    /// Says that something about this person has changed.
    pub(crate) fn touch(&mut self, id: &str) {
        let place = self.people.iter().position(|person| person.is(id));
        if let Some(place) = place.filter(|place| !self.touched.contains(place)) {
            self.touched.push(place);
        }
    }

    /// The ids of those who may have changed since the last call.
    pub(crate) fn take_touched(&mut self) -> Vec<String> {
        let touched = std::mem::take(&mut self.touched);
        let people = touched.iter().filter_map(|place| self.people.get(*place));
        people.map(|person| person.id().to_owned()).collect()
    }

    fn newcomer(&self, id: &str, now: u64) -> Person {
        let (wa_id, user_id) = if is_user_id(id) {
            (None, Some(id.to_owned()))
        } else {
            (Some(id.to_owned()), self.user_ids.then(|| user_id_for(id)))
        };
        Person {
            wa_id,
            hidden_number: None,
            user_id,
            parent_user_id: None,
            name: format!("Customer {}", self.people.len() + 1),
            username: None,
            wrote: LastWrote::anywhere(self.open_windows.then_some(now)),
            conduct: Conduct::default(),
            opted_out: false,
            with_agent: false,
            received: Vec::new(),
            sent: Vec::new(),
            missed: Vec::new(),
            typing_until: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_number_and_by_user_id() {
        let mut book = Customers::new(true, true);
        let user_id = book.meet("16505551234", 5).user_id.clone().unwrap();
        assert_eq!(book.meet(&user_id, 6).wa_id.as_deref(), Some("16505551234"));
        assert_eq!(book.all().len(), 1);
    }

    #[test]
    fn a_person_met_by_user_id_has_no_number() {
        let mut book = Customers::new(true, true);
        let person = book.meet("US.123", 5);
        assert_eq!(person.wa_id, None);
        assert_eq!(person.id(), "US.123");
    }
}
