//! What a message says: `ContentSid`, `PersistentAction`, `MediaUrl` or `Body`.

use crate::model::ids::is_sid;
use crate::model::twilio::TwilioError;
use crate::model::twilio::contents::{Contents, breaks_policy, given_values};
use crate::model::twilio::messages::payload::{Payload, Template};
use crate::twilio::call::Call;

pub(super) fn read(call: &Call, contents: &Contents) -> Result<Payload, TwilioError> {
    if let Some(sid) = call.given("ContentSid") {
        return of_content(call, sid, contents);
    }
    if call.given("ContentVariables").is_some() {
        return Err(TwilioError::new(21_654));
    }
    let body = call.given("Body").unwrap_or_default();
    let links = call.forms("MediaUrl").filter(|link| !link.is_empty());
    let links: Vec<&str> = links.collect();
    let payload = Payload::plain_or_files(body, &links)?;
    match call.given("PersistentAction") {
        Some(action) if links.is_empty() => Payload::location(body, action),
        _ => Ok(payload),
    }
}

fn of_content(call: &Call, sid: &str, contents: &Contents) -> Result<Payload, TwilioError> {
    let invalid = || TwilioError::new(21_655);
    let found = Some(sid).filter(|sid| is_sid(sid, &["HX"]));
    let content = found.and_then(|sid| contents.find(sid));
    let content = content.ok_or_else(invalid)?;
    let values = match call.given("ContentVariables") {
        Some(text) => given_values(text)?,
        None => Vec::new(),
    };
    let kind = content.kind().ok_or_else(invalid)?;
    let rendered = content.render(&values).ok_or_else(invalid)?;
    let approval = content.approval.as_ref();
    Ok(Payload {
        kind: rendered.kind.to_owned(),
        body: rendered.body,
        looks: rendered.looks,
        content: rendered.content,
        links: Vec::new(),
        template: Some(Template {
            status: content.status().to_owned(),
            category: approval.map_or_else(String::new, |approval| approval.category.clone()),
            needs_no_approval: kind.needs_no_approval(),
            of_sandbox: content.of_sandbox,
            breaks_policy: values.iter().any(|(_, value)| breaks_policy(value)),
        }),
        failure: None,
    })
}
