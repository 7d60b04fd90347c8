//! What a customer will read of a template. The input is a definition, a line
//! `---`, and the values: a JSON array of components, or one text a line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use uip_fuzz::{check_refusal, is_json};
use whatsapp::bindings::uip::whatsapp::templates::{TemplateDefinition, TemplateParameter};
use whatsapp::cloud_api::rendering::render;
use whatsapp::cloud_api::{Components, TemplateValues};

fn values(given: &str, is_raw: bool) -> TemplateValues {
    if is_raw {
        return TemplateValues {
            components: Some(given.to_owned()),
            ..TemplateValues::default()
        };
    }
    let parameter = |line: &str| {
        let (name, text) = match line.split_once('=') {
            Some((name, text)) => (Some(name.to_owned()), text),
            None => (None, line),
        };
        TemplateParameter {
            name,
            text: text.to_owned(),
            currency: None,
            date_time: None,
        }
    };
    TemplateValues {
        body_parameters: Some(given.lines().map(parameter).collect()),
        ..TemplateValues::default()
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Some((definition, given)) = text.split_once("\n---\n") else {
        return;
    };
    let is_raw = given.trim_start().starts_with('[');
    let components = match Components::parse(values(given, is_raw)) {
        Ok(components) => components,
        Err(refusal) => return check_refusal(&refusal.into()),
    };
    let json = components.json();
    assert!(is_json(&json), "components are not JSON: {json}");
    let template = TemplateDefinition {
        id: "1".to_owned(),
        name: "order_ready".to_owned(),
        language: "en".to_owned(),
        status: Some("APPROVED".to_owned()),
        category: None,
        parameter_format: None,
        rejected_reason: None,
        quality_score: None,
        definition: definition.to_owned(),
    };
    match render(&template, &components, is_raw) {
        // Each variable can be filled in with each value, and not more often.
        Ok(rendered) => assert!(
            rendered.text.len() <= definition.len() * (given.len() + 1) + 4096,
            "{} bytes of {}",
            rendered.text.len(),
            text.len()
        ),
        Err(error) => check_refusal(&error),
    }
});
