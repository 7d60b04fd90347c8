//! The commands about templates: `list-templates`, `render-template`, and those that
//! send one.

use super::client::{Call, Session};
use super::delivery::Delivery;
use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    CommandError, ListTemplatesRequest, MessageSent, RenderTemplateRequest, ShorthandMessage,
    TemplateMessage, TemplateRendered, TemplatesListed,
};
use crate::twilio_api::page;
use crate::twilio_api::template::{
    self, Choice, Filter, PATH, Reference, TemplateValues, Values, listed,
};
use uip_kit::http::{self, Action};
use uip_kit::json::{Object, Raw};
use uip_kit::refusal::Refusal;

/// How many times the time for one answer all pages may take.
const MOST_TIMEOUTS: u64 = 4;

/// Definitions of large carousels are long.
const LARGEST_PAGE: usize = 8 * 1024 * 1024;

/// Sends a template.
///
/// # Errors
/// As `command-error` describes; parameters that do not fit the definition are a
/// permanent failure, and nothing is sent.
pub fn send_message_text_template(request: TemplateMessage) -> Result<MessageSent, CommandError> {
    let reference = Reference::parse(&request.template_name, request.language_code.as_deref());
    let values = Values::parse(TemplateValues {
        header: request.header,
        body_parameters: request.body_parameters,
        buttons: request.buttons,
        variables: request.variables,
    });
    let template = reference.and_then(|reference| Ok((reference, values?)));
    send(
        &request.phone_number,
        request.callback_data.as_deref(),
        template,
    )
}

/// Sends a template written as one string. It is a command of its own, so that a
/// customer's words that a flow repeats by `send-message-text` can never become a
/// template.
///
/// # Errors
/// As [`send_message_text_template`].
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn send_message_shorthand(request: ShorthandMessage) -> Result<MessageSent, CommandError> {
    let template = template::shorthand(&request.text);
    send(
        &request.phone_number,
        request.callback_data.as_deref(),
        template,
    )
}

fn send(
    phone_number: &str,
    callback_data: Option<&str>,
    template: Result<(Reference, Values), Refusal>,
) -> Result<MessageSent, CommandError> {
    let delivery = Delivery::open(phone_number, callback_data)?;
    let (reference, values) = template?;
    let definition = find(&delivery.session, &reference)?;
    delivery.send(&template::content(&definition, &values)?)
}

/// Renders a template.
///
/// # Errors
/// As `command-error` describes; parameters that do not fit the definition are a
/// permanent failure.
pub fn render_template(request: RenderTemplateRequest) -> Result<TemplateRendered, CommandError> {
    let session = Session::open()?;
    let reference = Reference::parse(&request.template_name, request.language_code.as_deref())?;
    let values = Values::parse(TemplateValues {
        header: request.header,
        body_parameters: request.body_parameters,
        buttons: request.buttons,
        variables: request.variables,
    })?;
    Ok(template::render(&find(&session, &reference)?, &values)?)
}

/// Lists templates.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn list_templates(request: ListTemplatesRequest) -> Result<TemplatesListed, CommandError> {
    let session = Session::open()?;
    let filter = Filter::parse(&request)?;
    let mut templates = Vec::new();
    let is_whole = walk(&session, filter.path(), &mut |content, json| {
        let found = listed(content, json).filter(|it| filter.takes(it));
        templates.extend(found);
        templates.len() <= filter.limit
    })?;
    let has_more = !is_whole || templates.len() > filter.limit;
    templates.truncate(filter.limit);
    Ok(TemplatesListed {
        templates,
        has_more,
    })
}

/// The definition of a template.
fn find(session: &Session, reference: &Reference) -> Result<String, CommandError> {
    match reference {
        Reference::Sid(sid) => {
            let path = format!("/v1/Content/{}", sid.as_str());
            let call = Call::new(Action::Get, &session.access.hosts.content, &path);
            session.call(&call, |answer, json| {
                answer.object("types")?;
                Some(json.to_owned())
            })
        }
        Reference::Named(named) => {
            let mut choice = Choice::default();
            let first = template::path(Some(&named.language));
            let is_whole = walk(session, first, &mut |content, json| {
                choice.look(content, json, named);
                !choice.is_made()
            })?;
            Ok(choice.take(named, is_whole)?)
        }
    }
}

/// Shows `visit` the templates of all pages, until it wants no more or time is up.
/// Whether it saw all of them.
fn walk(
    session: &Session,
    first: String,
    visit: &mut dyn FnMut(&Object<'_>, &str) -> bool,
) -> Result<bool, CommandError> {
    let end = http::now().saturating_add(session.access.timeout.nanoseconds() * MOST_TIMEOUTS);
    let mut path = first;
    loop {
        let call = Call {
            largest_answer: LARGEST_PAGE,
            ..Call::new(Action::Get, &session.access.hosts.content, &path)
        };
        let (goes_on, next) = session.call(&call, |answer, _| {
            let contents = answer.get("contents")?.items()?;
            let mut goes_on = true;
            for content in contents {
                if let Some(object) = Raw::object(content)
                    && goes_on
                {
                    goes_on = visit(&object, content.get());
                }
            }
            Some((goes_on, page::next(answer, PATH)))
        })?;
        match next {
            None => return Ok(goes_on),
            Some(_) if !goes_on || http::now() >= end => return Ok(false),
            Some(next) if next == path => return Ok(false),
            Some(next) => path = next,
        }
    }
}
