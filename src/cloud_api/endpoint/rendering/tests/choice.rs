//! Which language is rendered.

use serde_json::json;

use super::template;
use crate::bindings::uip::whatsapp::templates::TemplateDefinition;
use crate::cloud_api::endpoint::rendering::{choose, render};
use crate::cloud_api::endpoint::template_list::Listed;
use crate::cloud_api::request::template::{LanguageCode, TemplateName};
use uip_kit::CommandError;

fn listed(templates: Vec<TemplateDefinition>) -> Listed {
    Listed {
        templates,
        ..Listed::default()
    }
}

#[test]
fn the_language_asked_for_is_chosen_or_its_base_or_english() {
    let name = TemplateName::parse("order_confirmed").unwrap();
    let chosen = |languages: &[&str], wanted: &str| {
        let templates = languages.iter().map(|code| template(code, &json!({})));
        choose(
            listed(templates.collect()),
            &name,
            &LanguageCode::parse(wanted).unwrap(),
            None,
        )
        .map(|template| template.language)
    };
    for (languages, wanted, found) in [
        (["en", "it", "it_IT"].as_slice(), "it_IT", "it_IT"),
        (&["en_US", "it"], "it_IT", "it"),
        (&["fr", "en_US", "en_GB"], "it_IT", "en_US"),
        (&["fr", "en_GB", "en"], "en_US", "en"),
        (&["en_GB", "pt_BR"], "en_US", "en_GB"),
    ] {
        assert_eq!(chosen(languages, wanted).unwrap(), found, "{languages:?}");
    }
    let Err(CommandError::PermanentFailure(failure)) = chosen(&["fr", "de"], "it") else {
        panic!("none is found")
    };
    assert!(
        failure.error.ends_with("only in: fr de. Nothing was sent."),
        "{}",
        failure.error
    );
    assert!(chosen(&[], "it").is_err());
}

fn wanted(language: &str) -> (TemplateName, LanguageCode) {
    (
        TemplateName::parse("order_confirmed").unwrap(),
        LanguageCode::parse(language).unwrap(),
    )
}

fn in_state(language: &str, status: &str) -> TemplateDefinition {
    TemplateDefinition {
        status: Some(status.to_owned()),
        ..template(language, &json!({"components": []}))
    }
}

#[test]
fn of_the_languages_not_asked_for_one_that_can_be_sent_goes_first() {
    let (name, language) = wanted("it_IT");
    let templates = || {
        vec![
            in_state("it", "REJECTED"),
            in_state("en", "PAUSED"),
            in_state("en_GB", "approved"),
        ]
    };
    let chosen = choose(listed(templates()), &name, &language, None).unwrap();
    assert_eq!(chosen.language, "en_GB");
    let mut with_own = templates();
    with_own.push(in_state("it_IT", "PENDING"));
    let chosen = choose(listed(with_own), &name, &language, None).unwrap();
    assert_eq!(chosen.language, "it_IT", "the one asked for stays first");
}

#[test]
fn only_an_approved_template_is_rendered() {
    let nothing = super::values(&json!([]));
    for status in ["PAUSED", "REJECTED", "PENDING", "DISABLED"] {
        let Err(CommandError::PermanentFailure(failure)) =
            render(&in_state("it", status), &nothing, false)
        else {
            panic!("{status} is not sent")
        };
        assert_eq!(failure.code, "template-not-approved");
        assert!(failure.error.contains(status), "{}", failure.error);
    }
    assert!(render(&in_state("it", "approved"), &nothing, false).is_ok());
}

#[test]
fn a_template_that_comes_without_its_components_is_a_failure() {
    for definition in [json!({"name": "a"}), json!({"components": "none"})] {
        let result = render(
            &template("it", &definition),
            &super::values(&json!([])),
            false,
        );
        let Err(CommandError::PermanentFailure(failure)) = result else {
            panic!("there is nothing to render: {definition}")
        };
        assert_eq!(failure.code, "template-not-readable");
    }
}

#[test]
fn what_was_not_read_is_told() {
    let (name, language) = wanted("it");
    let more = Listed {
        templates: vec![template("fr", &json!({})); 3]
            .into_iter()
            .map(|template| TemplateDefinition {
                name: "order_confirmed_2".to_owned(),
                ..template
            })
            .collect(),
        has_more: true,
        is_late: false,
    };
    let Err(CommandError::PermanentFailure(failure)) = choose(more, &name, &language, None) else {
        panic!("it is not among them")
    };
    assert!(
        failure.error.contains("not among the first 3"),
        "{}",
        failure.error
    );
    let late = |language: &str| Listed {
        templates: vec![template(language, &json!({}))],
        has_more: true,
        is_late: true,
    };
    let Err(CommandError::TemporaryFailure(failure)) = choose(late("en"), &name, &language, None)
    else {
        panic!("the language asked for may still come")
    };
    assert!(failure.advice.contains("requestTimeoutSeconds"));
    assert!(choose(late("it"), &name, &language, None).is_ok());
}
