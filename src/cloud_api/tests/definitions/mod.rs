//! Definitions of templates: what is created and changed.

mod buttons;
mod changes;
mod limits;
mod meta;
mod one_time_password;
mod texts;

use super::{json, refused};
use crate::bindings::uip::whatsapp::templates::{
    CreateTemplateRequest, TemplateButtonDefinition, TemplateButtonType, TemplateCardDefinition,
    TemplateCategory, TemplateHeaderDefinition, TemplateHeaderFormat, TemplateSample, TemplateText,
    UpdateTemplateRequest,
};
use crate::cloud_api::{NewTemplate, Refusal};
use serde_json::Value;
use uip_kit::{Failure, FailureCategory};

/// A request for a template of this category, with nothing in it.
fn empty(category: TemplateCategory) -> CreateTemplateRequest {
    CreateTemplateRequest {
        template_name: "order_ready".to_owned(),
        language_code: "en_US".to_owned(),
        category,
        header: None,
        body: None,
        footer: None,
        buttons: None,
        cards: None,
        offer: None,
        one_time_password: None,
        components: None,
        ttl_seconds: None,
        allow_category_change: None,
    }
}

/// A marketing template with a text.
fn marketing() -> CreateTemplateRequest {
    CreateTemplateRequest {
        body: Some(text("Your order is ready.", &[])),
        ..empty(TemplateCategory::Marketing)
    }
}

fn no_change() -> UpdateTemplateRequest {
    UpdateTemplateRequest {
        template_id: "17".to_owned(),
        category: None,
        header: None,
        body: None,
        footer: None,
        buttons: None,
        cards: None,
        offer: None,
        one_time_password: None,
        components: None,
        ttl_seconds: None,
    }
}

/// A text with samples for its numbered variables.
fn text(text: &str, samples: &[&str]) -> TemplateText {
    let samples = samples.iter().map(|sample| TemplateSample {
        name: None,
        text: (*sample).to_owned(),
    });
    TemplateText {
        text: text.to_owned(),
        samples: Some(samples.collect()),
    }
}

/// A text with samples for its named variables.
fn named(text: &str, samples: &[(&str, &str)]) -> TemplateText {
    let samples = samples.iter().map(|(name, sample)| TemplateSample {
        name: Some((*name).to_owned()),
        text: (*sample).to_owned(),
    });
    TemplateText {
        text: text.to_owned(),
        samples: Some(samples.collect()),
    }
}

fn header(format: TemplateHeaderFormat) -> TemplateHeaderDefinition {
    TemplateHeaderDefinition {
        format,
        text: None,
        sample: None,
        handle: None,
    }
}

fn picture() -> TemplateHeaderDefinition {
    TemplateHeaderDefinition {
        handle: Some("4::aW...".to_owned()),
        ..header(TemplateHeaderFormat::Image)
    }
}

fn button(button_type: TemplateButtonType, text: &str) -> TemplateButtonDefinition {
    TemplateButtonDefinition {
        button_type,
        text: (!text.is_empty()).then(|| text.to_owned()),
        url: None,
        url_sample: None,
        phone_number: None,
        code_sample: None,
        flow_id: None,
        flow_name: None,
        flow_action: None,
        screen: None,
    }
}

fn reply(text: &str) -> TemplateButtonDefinition {
    button(TemplateButtonType::QuickReply, text)
}

fn card() -> TemplateCardDefinition {
    TemplateCardDefinition {
        header: picture(),
        body: None,
        buttons: vec![reply("Rye")],
    }
}

/// What is sent for a request.
fn created(request: CreateTemplateRequest) -> Value {
    json(
        &NewTemplate::parse(request)
            .map_err(uip_kit::CommandError::from)
            .unwrap(),
    )
}

/// The marketing template with a change is refused in `field`.
fn is_refused(change: impl FnOnce(&mut CreateTemplateRequest), code: &str, field: &str) -> Failure {
    let mut request = marketing();
    change(&mut request);
    refused_in(NewTemplate::parse(request), code, field)
}

fn refused_in<T: std::fmt::Debug>(result: Result<T, Refusal>, code: &str, field: &str) -> Failure {
    let failure = refused(result);
    assert_eq!(failure.code, code, "{}", failure.error);
    assert_eq!(failure.category, FailureCategory::Template);
    let beginning = format!("The field {field} ");
    assert!(
        failure.error.starts_with(&beginning),
        "{field}: {}",
        failure.error
    );
    failure
}

const INVALID: &str = "invalid-template-definition";
const CONFLICT: &str = "conflicting-fields";

fn is_accepted(change: impl FnOnce(&mut CreateTemplateRequest)) {
    let mut request = marketing();
    change(&mut request);
    let parsed = NewTemplate::parse(request).map_err(uip_kit::CommandError::from);
    assert!(parsed.is_ok(), "{parsed:?}");
}
