//! Lists in pages.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::call::Call;
use crate::model::settings::Settings;
use crate::model::twilio::TwilioError;

const USUAL_SIZE: usize = 50;
const LARGEST_SIZE: usize = 1000;
/// The parameters that choose a page, and not what is in it.
const OWN: [&str; 3] = ["Page", "PageSize", "PageToken"];

/// The page that a request asks for.
pub(super) struct Page<'a> {
    call: &'a Call,
    size: usize,
    number: usize,
    /// The SID before the first item.
    after: Option<&'a str>,
}

/// The items of a page, with the queries of its neighbours.
struct Cut {
    items: Vec<Value>,
    start: usize,
    first: String,
    this: String,
    previous: Option<String>,
    next: Option<String>,
}

impl<'a> Page<'a> {
    pub(super) fn read(call: &'a Call) -> Result<Self, TwilioError> {
        let number = |name: &str, usual: usize| match call.query(name) {
            None => Ok(usual),
            Some(text) => text
                .parse()
                .map_err(|_| TwilioError::invalid(format!("{name} is not a number: {text}"))),
        };
        Ok(Self {
            call,
            size: number("PageSize", USUAL_SIZE)?.clamp(1, LARGEST_SIZE),
            number: number("Page", 0)?,
            // Two letters stand in front of the SID.
            after: call.query("PageToken").and_then(|token| token.get(2..)),
        })
    }

    /// A list of the API of 2010, whose neighbours are paths.
    pub(super) fn of_2010(&self, key: &str, items: Vec<(String, Value)>) -> Value {
        let cut = self.cut(items, "PA");
        let uri = |query: &String| format!("{}?{query}", self.call.path);
        let end = (cut.start + cut.items.len()).saturating_sub(1);
        json!({
            "end": end,
            "first_page_uri": uri(&cut.first),
            key: cut.items,
            "next_page_uri": cut.next.as_ref().map(uri),
            "page": self.number,
            "page_size": self.size,
            "previous_page_uri": cut.previous.as_ref().map(uri),
            "start": cut.start,
            "uri": uri(&cut.this),
        })
    }

    /// A list of a newer API, whose neighbours are addresses.
    pub(super) fn of_newer(
        &self,
        key: &str,
        items: Vec<(String, Value)>,
        settings: &Settings,
    ) -> Value {
        let cut = self.cut(items, "DN");
        let base = self.call.base(settings);
        let url = |query: &String| format!("{base}{}?{query}", self.call.path);
        json!({
            key: cut.items,
            "meta": {
                "page": self.number,
                "page_size": self.size,
                "first_page_url": url(&cut.first),
                "previous_page_url": cut.previous.as_ref().map(url),
                "url": url(&cut.this),
                "next_page_url": cut.next.as_ref().map(url),
                "key": key,
            },
        })
    }

    fn cut(&self, items: Vec<(String, Value)>, token: &str) -> Cut {
        let place = |sid: &str| items.iter().position(|(known, _)| known == sid);
        let start = match self.after {
            Some(sid) => place(sid).map_or(items.len(), |place| place + 1),
            None => self.size.saturating_mul(self.number).min(items.len()),
        };
        let end = start.saturating_add(self.size).min(items.len());
        let last = end.checked_sub(1).and_then(|last| items.get(last));
        let next = last
            .filter(|_| end < items.len())
            .map(|(sid, _)| self.query(self.number + 1, Some(&format!("{token}{sid}"))));
        let before = start
            .checked_sub(self.size)
            .and_then(|at| at.checked_sub(1));
        let previous = self.number.checked_sub(1).map(|number| {
            let sid = before.and_then(|at| items.get(at)).map(|(sid, _)| sid);
            self.query(number, sid.map(|sid| format!("{token}{sid}")).as_deref())
        });
        Cut {
            first: self.query(0, None),
            this: self.query(self.number, self.call.query("PageToken")),
            previous,
            next,
            start,
            items: items
                .into_iter()
                .skip(start)
                .take(end.saturating_sub(start))
                .map(|(_, item)| item)
                .collect(),
        }
    }

    fn query(&self, number: usize, token: Option<&str>) -> String {
        let mut query = self.call.query_without(&OWN);
        if !query.is_empty() {
            query.push('&');
        }
        // Writing to a String cannot fail.
        let _ = write!(query, "PageSize={}&Page={number}", self.size);
        if let Some(token) = token {
            query.push_str("&PageToken=");
            query.push_str(token);
        }
        query
    }
}
