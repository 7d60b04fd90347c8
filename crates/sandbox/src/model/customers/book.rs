//! Everybody the sandbox knows.

use std::collections::VecDeque;

use super::{LastWrote, Received, Sent};
use crate::model::ids::{is_user_id, user_id_for};
use crate::model::settings::Keep;

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
    pub(crate) received: VecDeque<Received>,
    pub(crate) sent: VecDeque<Sent>,
    /// What was accepted for this person and never arrived.
    pub(crate) missed: VecDeque<Received>,
    /// How many received messages are forgotten.
    forgotten: usize,
    /// How many of the kept messages [`Customers::forget_oldest`] has counted.
    counted: usize,
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
        let Some(last) = self.sent.iter().find(|sent| sent.id == id) else {
            return;
        };
        let (order, to) = (last.order, last.to.clone());
        let read = self.sent.iter_mut().filter(|sent| sent.order <= order);
        for sent in read.filter(|sent| sent.to == to) {
            sent.read = true;
        }
    }

    /// How many messages ever arrived.
    pub(crate) fn arrived(&self) -> usize {
        self.forgotten + self.received.len()
    }

    /// The place of the last message among all messages; 0 if there is none.
    pub(crate) fn last_order(&self) -> u64 {
        let arrived = self.received.back().map(|message| message.order);
        let missed = self.missed.back().map(|message| message.order);
        let sent = self.sent.back().map(|message| message.order);
        arrived.max(missed).max(sent).unwrap_or(0)
    }

    fn messages(&self) -> usize {
        self.received.len() + self.missed.len() + self.sent.len()
    }

    fn forget_oldest(&mut self) {
        let received = self.received.front().map(|message| message.order);
        let missed = self.missed.front().map(|message| message.order);
        let sent = self.sent.front().map(|message| message.order);
        let oldest = [received, missed, sent].into_iter().flatten().min();
        if oldest.is_none() {
            return;
        }
        self.counted = self.counted.saturating_sub(1);
        if oldest == sent {
            self.sent.pop_front();
        } else if oldest == missed {
            self.missed.pop_front();
        } else {
            self.received.pop_front();
            self.forgotten += 1;
        }
    }

    fn is(&self, id: &str) -> bool {
        let ids = [&self.wa_id, &self.user_id, &self.parent_user_id];
        ids.iter().any(|known| known.as_deref() == Some(id))
    }
}

/// The address book. A person is found by phone number (digits only), by user id or by parent user id.
#[derive(Debug)]
pub(crate) struct Customers {
    people: Vec<Person>,
    /// How many people were ever met.
    met: usize,
    /// So many people are kept, and so many of the messages of all of them.
    most: usize,
    /// For each message that is kept the place of its person, in the order in which they were written.
    messages: VecDeque<usize>,
    /// Whether people with a phone number have a user id too.
    user_ids: bool,
    /// `Some(now)` gives a newcomer an open window; see [`Customers::meet`].
    open_windows: bool,
    /// The places of those that may have changed since [`Customers::take_touched`].
    touched: Vec<usize>,
}

impl Customers {
    pub(crate) fn new(user_ids: bool, open_windows: bool, keep: Keep) -> Self {
        Self {
            people: Vec::new(),
            met: 0,
            most: keep.count(),
            messages: VecDeque::new(),
            user_ids,
            open_windows,
            touched: Vec::new(),
        }
    }

    /// Whether people who are met from now on have an open window.
    pub(crate) fn open_windows(&mut self, open: bool) {
        self.open_windows = open;
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
            .unwrap_or_else(|| self.add(id, now));
        if !self.touched.contains(&place) {
            self.touched.push(place);
        }
        &mut self.people[place]
    }

    /// Adds a newcomer, in the place of the one who has been quiet for the longest if there are too many. Returns the
    /// place.
    fn add(&mut self, id: &str, now: u64) -> usize {
        self.met += 1;
        let newcomer = self.newcomer(id, now);
        let people = self.people.iter().enumerate();
        // Whoever is about to be changed stays.
        let quiet = people.filter(|(place, _)| !self.touched.contains(place));
        let quietest = quiet.min_by_key(|(_, person)| person.last_order());
        let place = quietest.map(|(place, _)| place);
        if let Some(place) = place.filter(|_| self.people.len() >= self.most) {
            self.messages.retain(|of| *of != place);
            self.people[place] = newcomer;
            return place;
        }
        self.people.push(newcomer);
        self.people.len() - 1
    }

    /// Forgets the oldest messages of all people if there are too many.
    pub(crate) fn forget_oldest(&mut self) {
        for place in &self.touched {
            if let Some(person) = self.people.get_mut(*place) {
                let new = person.messages().saturating_sub(person.counted);
                person.counted += new;
                self.messages.extend(std::iter::repeat_n(*place, new));
            }
        }
        while self.messages.len() > self.most {
            let place = self.messages.pop_front();
            if let Some(person) = place.and_then(|place| self.people.get_mut(place)) {
                person.forget_oldest();
            }
        }
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
            name: format!("Customer {}", self.met),
            username: None,
            wrote: LastWrote::anywhere(self.open_windows.then_some(now)),
            conduct: Conduct::default(),
            opted_out: false,
            with_agent: false,
            received: VecDeque::new(),
            sent: VecDeque::new(),
            missed: VecDeque::new(),
            forgotten: 0,
            counted: 0,
            typing_until: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_number_and_by_user_id() {
        let mut book = Customers::new(true, true, Keep::default());
        let user_id = book.meet("16505551234", 5).user_id.clone().unwrap();
        assert_eq!(book.meet(&user_id, 6).wa_id.as_deref(), Some("16505551234"));
        assert_eq!(book.all().len(), 1);
    }

    #[test]
    fn a_person_met_by_user_id_has_no_number() {
        let mut book = Customers::new(true, true, Keep::default());
        let person = book.meet("US.123", 5);
        assert_eq!(person.wa_id, None);
        assert_eq!(person.id(), "US.123");
    }
}
