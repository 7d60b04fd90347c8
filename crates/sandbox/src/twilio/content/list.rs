//! Lists of contents, and the filters of their second version.

use regex::Regex;
use serde_json::Value;

use crate::model::twilio::contents::Content;
use crate::model::twilio::{TwilioError, time};
use crate::model::world::World;
use crate::twilio::Done;
use crate::twilio::call::Call;
use crate::twilio::paging::Page;

/// What a list contains. The first version has no filters.
#[derive(Default)]
struct Filter<'a> {
    name: Option<Regex>,
    text: Option<Regex>,
    languages: Vec<&'a str>,
    kinds: Vec<&'a str>,
    /// `whatsapp:approved`…
    eligibilities: Vec<&'a str>,
    /// The first and the last second in which they were made.
    created: Option<(u64, u64)>,
}

impl<'a> Filter<'a> {
    fn read(call: &'a Call) -> Result<Self, TwilioError> {
        let regex = |name: &str| {
            let pattern = call.query(name).map(Regex::new).transpose();
            pattern
                .map_err(|_| TwilioError::invalid(format!("{name} is not a regular expression.")))
        };
        let date = |name: &str| match call.query(name) {
            None => Ok(None),
            Some(text) => time::read_date(text)
                .map(Some)
                .ok_or_else(|| TwilioError::invalid(format!("{name} is not a time: {text}"))),
        };
        let after = date("DateCreatedAfter")?.map_or(0, |(begin, _)| begin);
        let before = date("DateCreatedBefore")?.map_or(u64::MAX, |(_, end)| end);
        Ok(Self {
            name: regex("ContentName")?,
            text: regex("Content")?,
            languages: call.queries("Language").collect(),
            kinds: call.queries("ContentType").collect(),
            eligibilities: call.queries("ChannelEligibility").collect(),
            created: Some((after, before)),
        })
    }

    fn contains(&self, content: &Content) -> bool {
        let any = |wanted: &[&str], is_it: &dyn Fn(&str) -> bool| {
            wanted.is_empty() || wanted.iter().any(|wanted| is_it(wanted))
        };
        let approved_name = content.approval.as_ref().map(|approval| &approval.name);
        let text = || Value::Object(content.types.clone()).to_string();
        self.name.as_ref().is_none_or(|name| {
            name.is_match(&content.friendly_name)
                || approved_name.is_some_and(|approved| name.is_match(approved))
        }) && self
            .text
            .as_ref()
            .is_none_or(|wanted| wanted.is_match(&text()))
            && any(&self.languages, &|wanted| wanted == content.language)
            && any(&self.kinds, &|wanted| content.types.contains_key(wanted))
            && any(&self.eligibilities, &|wanted| {
                wanted.strip_prefix("whatsapp:") == Some(content.status())
            })
            && self
                .created
                .is_none_or(|(after, before)| (after..=before).contains(&content.created_at))
    }
}

/// Contents, with their approvals if the path says so.
pub(super) fn list(world: &World, call: &Call, path: &[&str]) -> Result<Done, TwilioError> {
    let page = Page::read(call)?;
    let can_be_searched = path.first() == Some(&"v2");
    let with_approvals = path.get(1) == Some(&"ContentAndApprovals");
    let filter = if can_be_searched {
        Filter::read(call)?
    } else {
        Filter::default()
    };
    let settings = &world.settings;
    let (account, base) = (&settings.twilio.account_sid, call.base(settings));
    world.look(|state| {
        let contents = state.twilio.contents.all().iter();
        let mut found: Vec<&Content> = contents
            .filter(|content| filter.contains(content))
            .collect();
        if can_be_searched {
            sort(call, &mut found);
        }
        let items = found.into_iter().map(|content| {
            let shown = if with_approvals {
                content.listed_with_approval(account)
            } else {
                content.listed(account, &base)
            };
            (content.sid.clone(), shown)
        });
        let listed = page.of_newer("contents", items.collect(), settings);
        Ok(Done::Json(200, listed))
    })
}

/// An empty list.
pub(super) fn none(world: &World, call: &Call) -> Result<Done, TwilioError> {
    let listed = Page::read(call)?.of_newer("contents", Vec::new(), &world.settings);
    Ok(Done::Json(200, listed))
}

fn sort(call: &Call, contents: &mut [&Content]) {
    let order = |name: &str| call.query(name).map(str::to_ascii_lowercase);
    if let Some(order) = order("SortByDate") {
        contents.sort_by_key(|content| content.created_at);
        if order == "desc" {
            contents.reverse();
        }
    } else if let Some(order) = order("SortByContentName") {
        contents.sort_by(|one, other| one.friendly_name.cmp(&other.friendly_name));
        if order == "desc" {
            contents.reverse();
        }
    }
}
