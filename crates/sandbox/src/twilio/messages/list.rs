//! `GET …/Messages.json`: the newest message first.

use crate::model::twilio::messages::Message;
use crate::model::twilio::{TwilioError, time};
use crate::model::world::World;
use crate::twilio::Done;
use crate::twilio::call::Call;
use crate::twilio::paging::Page;

/// What a list contains.
struct Filter<'a> {
    to: Option<&'a str>,
    from: Option<&'a str>,
    /// The first and the last second in which they were sent.
    sent: (u64, u64),
}

impl<'a> Filter<'a> {
    fn read(call: &'a Call) -> Result<Self, TwilioError> {
        let date = |name: &str| match call.query(name) {
            None | Some("") => Ok(None),
            Some(text) => time::read_date(text).map(Some).ok_or_else(|| {
                TwilioError::invalid(format!("{name} is neither a date nor a time: {text}"))
            }),
        };
        let (mut first, mut last) = date("DateSent")?.unwrap_or((0, u64::MAX));
        if let Some((_, end)) = date("DateSent<")? {
            last = last.min(end);
        }
        if let Some((begin, _)) = date("DateSent>")? {
            first = first.max(begin);
        }
        Ok(Self {
            to: call.query("To"),
            from: call.query("From"),
            sent: (first, last),
        })
    }

    fn contains(&self, message: &Message) -> bool {
        let (first, last) = self.sent;
        let sent = message.sent_at.unwrap_or(message.created_at);
        self.to.is_none_or(|to| to == message.to)
            && self
                .from
                .is_none_or(|from| message.from.as_deref() == Some(from))
            && (first..=last).contains(&sent)
    }
}

pub(in crate::twilio) fn list(world: &World, call: &Call) -> Result<Done, TwilioError> {
    let page = Page::read(call)?;
    let filter = Filter::read(call)?;
    world.look(|state| {
        let messages = state.twilio.messages.all().iter().rev();
        let found = messages
            .filter(|message| filter.contains(message))
            .map(|message| {
                let shown = super::resource::of(message, &world.settings);
                (message.sid.clone(), shown)
            });
        let listed = page.of_2010("messages", found.collect());
        Ok(Done::Json(200, listed))
    })
}
