//! The account and time of an entry, which its changes share.

use std::cell::OnceCell;

use sha2::{Digest as _, Sha256};

use super::hash::{ODD_ID, ODD_TIME, hash_json, hash_text};
use uip_kit::json::{Object, ObjectWriter, Raw};

/// The entry that an event came in.
#[derive(Default)]
pub struct Origin<'a> {
    /// The WhatsApp Business Account.
    pub account: Option<String>,
    /// When WhatsApp made the notification, in seconds since 1970.
    pub time: Option<u64>,
    /// The object with `id` and `time`, each as it was sent; `None` if the
    /// entry has neither.
    pub json: Option<String>,
    id: Option<Raw<'a>>,
    sent_time: Option<Raw<'a>>,
    hash: OnceCell<Sha256>,
}

impl<'a> Origin<'a> {
    /// Reads what an entry says about itself.
    pub fn read(entry: &Object<'a>) -> Self {
        let (id, sent_time) = (entry.get("id"), entry.get("time"));
        let members = [("id", id), ("time", sent_time)];
        let members = members.map(|(name, value)| value.map(|value| (name, value)));
        let mut json = ObjectWriter::new();
        for (name, value) in members.into_iter().flatten() {
            json = json.json(name, value.get());
        }
        Self {
            account: entry.text_or_number("id"),
            time: entry.number("time"),
            json: (id.is_some() || sent_time.is_some()).then(|| json.finish()),
            id,
            sent_time,
            hash: OnceCell::new(),
        }
    }

    /// An origin of which only the hash is left: it tells its changes apart
    /// without being repeated in their events.
    pub fn only_hash(&self) -> Self {
        Self {
            hash: OnceCell::from(self.hash()),
            ..Self::default()
        }
    }

    /// The beginning of the hash that identifies a change of this entry.
    pub fn hash(&self) -> Sha256 {
        let hash = || {
            of_entry(
                self.account.as_deref(),
                self.time,
                self.id.filter(|_| self.account.is_none()),
                self.sent_time.filter(|_| self.time.is_none()),
            )
        };
        self.hash.get_or_init(hash).clone()
    }
}

/// The beginning of a change's hash: the account and the time of its entry.
/// `odd_id` and `odd_time` are the entry's `id` and `time` where they are not of
/// the documented types.
fn of_entry(
    account: Option<&str>,
    time: Option<u64>,
    odd_id: Option<Raw<'_>>,
    odd_time: Option<Raw<'_>>,
) -> Sha256 {
    let mut hash = Sha256::new();
    hash_text(&mut hash, account.unwrap_or_default());
    hash.update(time.unwrap_or_default().to_be_bytes());
    for (mark, odd) in [(ODD_ID, odd_id), (ODD_TIME, odd_time)] {
        if let Some(odd) = odd {
            hash.update([mark]);
            hash_json(&mut hash, odd.get());
        }
    }
    hash
}
