//! The buttons of a template: how many of each kind, and what each needs.

use super::mistake::{conflict, plain, wrong};
use super::object::{Button, ButtonExample};
use super::text::variables;
use crate::bindings::uip::whatsapp::outgoing::FlowAction;
use crate::bindings::uip::whatsapp::templates::{TemplateButtonDefinition, TemplateButtonType};
use crate::cloud_api::request::field::{check_count, item, member};
use crate::cloud_api::request::refusal::Refusal;
use uip_kit::failure::quoted;
use uip_kit::field::{check_text, given};
use uip_kit::http::is_web_address;

const LONGEST_LABEL: usize = 25;
const LONGEST_URL: usize = 2000;
const LONGEST_NUMBER: usize = 20;
const LONGEST_CODE: usize = 20;

/// Parses 1 to `most` buttons in `field`.
///
/// # Errors
/// A permanent failure when there are too many of a kind, quick replies are not
/// next to each other, or a button is wrong.
pub fn buttons(
    field: &str,
    definitions: Vec<TemplateButtonDefinition>,
    most: usize,
) -> Result<Vec<Button>, Refusal> {
    check_count(field, definitions.len(), 1, most)?;
    let mut buttons: Vec<Button> = Vec::new();
    for (place, definition) in definitions.into_iter().enumerate() {
        let place = item(field, place);
        let (kind, most) = kind(definition.button_type);
        let earlier = buttons.iter().filter(|button| button.kind == kind).count();
        if earlier == most {
            return Err(wrong(
                &place,
                &format!("is one too many: a template has at most {most} of the kind {kind}"),
                "Leave out a button.",
            ));
        }
        let is_reply = kind == QUICK_REPLY;
        if is_reply && earlier > 0 && buttons.last().is_some_and(|it| it.kind != QUICK_REPLY) {
            return Err(wrong(
                &place,
                "is a quick reply that is not next to the others",
                "Put all quick replies before or after the other buttons.",
            ));
        }
        buttons.push(button(&place, kind, definition)?);
    }
    Ok(buttons)
}

const QUICK_REPLY: &str = "QUICK_REPLY";

/// How WhatsApp calls a kind, and how many of it a template may have.
fn kind(kind: TemplateButtonType) -> (&'static str, usize) {
    match kind {
        TemplateButtonType::QuickReply => (QUICK_REPLY, 10),
        TemplateButtonType::Url => ("URL", 2),
        TemplateButtonType::PhoneNumber => ("PHONE_NUMBER", 1),
        TemplateButtonType::CopyCode => ("COPY_CODE", 1),
        TemplateButtonType::Flow => ("FLOW", 1),
        TemplateButtonType::Catalog => ("CATALOG", 1),
        TemplateButtonType::Products => ("MPM", 1),
        TemplateButtonType::Product => ("SPM", 1),
        TemplateButtonType::ContactRequest => ("REQUEST_CONTACT_INFO", 1),
        TemplateButtonType::VoiceCall => ("VOICE_CALL", 1),
        TemplateButtonType::OrderDetails => ("ORDER_DETAILS", 1),
    }
}

fn button(
    field: &str,
    kind: &'static str,
    mut definition: TemplateButtonDefinition,
) -> Result<Button, Refusal> {
    use TemplateButtonType as Type;
    let of = definition.button_type;
    let has = |value: &Option<String>| given(value.as_deref()).is_some();
    let without_label = matches!(of, Type::CopyCode | Type::ContactRequest);
    let is_flow = of == Type::Flow;
    let superfluous = [
        ("text", without_label && has(&definition.text)),
        ("url", of != Type::Url && has(&definition.url)),
        ("urlSample", of != Type::Url && has(&definition.url_sample)),
        (
            "phoneNumber",
            of != Type::PhoneNumber && has(&definition.phone_number),
        ),
        (
            "codeSample",
            of != Type::CopyCode && has(&definition.code_sample),
        ),
        ("flowId", !is_flow && has(&definition.flow_id)),
        ("flowName", !is_flow && has(&definition.flow_name)),
        ("flowAction", !is_flow && definition.flow_action.is_some()),
        ("screen", !is_flow && has(&definition.screen)),
    ];
    if let Some((name, _)) = superfluous.iter().find(|(_, is_given)| *is_given) {
        return Err(conflict(
            &member(field, name),
            &format!("does not fit a button of the kind {kind}"),
            "Leave this field out, or choose another buttonType.",
        ));
    }
    let mut button = Button {
        kind,
        ..Button::default()
    };
    if !without_label {
        button.text = Some(plain(
            &member(field, "text"),
            definition.text.take(),
            LONGEST_LABEL,
        )?);
    }
    match of {
        Type::Url => url(field, &mut button, definition.url, definition.url_sample)?,
        Type::PhoneNumber => {
            button.phone_number = Some(number(
                &member(field, "phoneNumber"),
                &definition.phone_number.unwrap_or_default(),
            )?);
        }
        Type::CopyCode => {
            let field = member(field, "codeSample");
            let code = plain(&field, definition.code_sample, LONGEST_CODE)?;
            button.example = Some(ButtonExample::Code(code));
        }
        Type::Flow => flow(field, &mut button, definition)?,
        _ => {}
    }
    Ok(button)
}

/// A URL with at most one variable, at its end, and then a sample.
fn url(
    field: &str,
    button: &mut Button,
    url: Option<String>,
    sample: Option<String>,
) -> Result<(), Refusal> {
    let url_field = member(field, "url");
    let url = url.unwrap_or_default();
    check_text(&url_field, &url, LONGEST_URL)?;
    let found = variables(&url_field, &url)?;
    let is_one = found.is_empty() || (found == ["1"] && url.matches("{{").count() == 1);
    if !is_web_address(&url) || !is_one || (!found.is_empty() && !url.ends_with("}}")) {
        return Err(wrong(
            &url_field,
            &format!(
                "must be a URL that begins with http:// or https:// and has at most one variable, \
                 {{{{1}}}}, at its end; it is {}",
                quoted(&url)
            ),
            "Write the URL without spaces, such as https://bakery.example/orders/{{1}}.",
        ));
    }
    let sample_field = member(field, "urlSample");
    let sample = sample.filter(|sample| !sample.trim().is_empty());
    if sample.is_some() == found.is_empty() {
        let what = if found.is_empty() {
            "must be left out, because the URL has no variable"
        } else {
            "is missing: WhatsApp's reviewers need a sample of the URL"
        };
        return Err(wrong(
            &sample_field,
            what,
            "Give the complete URL, with a typical value instead of {{1}}, if url has a variable.",
        ));
    }
    if let Some(sample) = sample {
        check_text(&sample_field, &sample, LONGEST_URL)?;
        if !is_web_address(&sample) {
            return Err(wrong(
                &sample_field,
                &format!(
                    "must be a URL that begins with http:// or https://; it is {}",
                    quoted(&sample)
                ),
                "Give the complete URL, with a typical value instead of {{1}}.",
            ));
        }
        button.example = Some(ButtonExample::Url([sample]));
    }
    button.url = Some(url);
    Ok(())
}

/// `+` and digits, without what people write between them.
fn number(field: &str, given: &str) -> Result<String, Refusal> {
    check_text(field, given, LONGEST_NUMBER)?;
    let mut number = given.trim().to_owned();
    number.retain(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')'));
    let digits = number.strip_prefix('+').unwrap_or_default();
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(number);
    }
    Err(wrong(
        field,
        &format!(
            "must be a phone number with + and its country code; it is {}",
            quoted(given)
        ),
        "Write the number as it is called from abroad, such as +390212345678.",
    ))
}

fn flow(
    field: &str,
    button: &mut Button,
    definition: TemplateButtonDefinition,
) -> Result<(), Refusal> {
    let filled = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    button.flow_id = filled(definition.flow_id);
    button.flow_name = filled(definition.flow_name);
    button.navigate_screen = filled(definition.screen);
    if button.flow_id.is_some() == button.flow_name.is_some() {
        return Err(conflict(
            field,
            "must have exactly one of flowId and flowName",
            "Name the form by its id or by its name.",
        ));
    }
    button.flow_action = definition.flow_action.map(|action| match action {
        FlowAction::Navigate => "navigate",
        FlowAction::DataExchange => "data_exchange",
    });
    if definition.flow_action == Some(FlowAction::DataExchange) && button.navigate_screen.is_some()
    {
        return Err(conflict(
            &member(field, "screen"),
            "can only be used with the flowAction navigate",
            "Leave it out: with data-exchange, the form's endpoint provides the screen.",
        ));
    }
    Ok(())
}
