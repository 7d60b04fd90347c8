//! What holds for every template that is rendered.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::bindings::uip::whatsapp::templates::{TemplateDefinition, TemplateRendered};
use crate::cloud_api::endpoint::rendering::render;
use crate::cloud_api::{Components, TemplateValues};
use uip_kit::CommandError;

fn rendered(definition: String, components: &Value) -> Result<TemplateRendered, CommandError> {
    let definition = TemplateDefinition {
        id: "1".to_owned(),
        name: "bread_ready".to_owned(),
        language: "it".to_owned(),
        status: None,
        category: None,
        parameter_format: None,
        rejected_reason: None,
        quality_score: None,
        definition,
    };
    let components = Components::parse(TemplateValues {
        components: Some(components.to_string()),
        ..TemplateValues::default()
    })
    .unwrap();
    render(&definition, &components, false)
}

fn parameter(name: Option<&str>, value: &str) -> Value {
    let mut parameter = json!({"type": "text", "text": value});
    if let Some(name) = name {
        parameter["parameter_name"] = json!(name);
    }
    parameter
}

/// What may stand in a value: also what looks like a variable.
const VALUE: &str = "[a-zè👋{}]( ?[a-zè👋{}]|\\{\\{[12a]\\}\\}){0,8}";

/// Any JSON whose names and words are those of templates.
fn anything() -> impl Strategy<Value = Value> {
    let name = || {
        prop::sample::select(vec![
            "type",
            "text",
            "format",
            "components",
            "parameters",
            "buttons",
            "cards",
            "card_index",
            "index",
            "sub_type",
            "url",
            "image",
            "category",
            "parameter_name",
            "limited_time_offer",
        ])
    };
    let word = prop::sample::select(vec![
        "HEADER",
        "header",
        "BODY",
        "body",
        "FOOTER",
        "BUTTONS",
        "button",
        "CAROUSEL",
        "carousel",
        "TEXT",
        "text",
        "IMAGE",
        "image",
        "URL",
        "url",
        "OTP",
        "QUICK_REPLY",
        "FLOW",
        "{{1}}",
        "{{a}} }}{{",
        "{{{{",
        "",
        "0",
        "AUTHENTICATION",
    ]);
    let leaf = prop_oneof![
        word.prop_map(|word| json!(word)),
        any::<i64>().prop_map(|number| json!(number)),
        Just(Value::Null),
    ];
    leaf.prop_recursive(6, 48, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|items| json!(items)),
            prop::collection::hash_map(name(), inner, 0..6).prop_map(|members| json!(members)),
        ]
    })
}

fn objects() -> impl Strategy<Value = Value> {
    prop::collection::vec(anything().prop_filter("an object", Value::is_object), 0..5)
        .prop_map(|objects| json!(objects))
}

proptest! {
    #[test]
    fn every_definition_and_every_parameter_is_rendered_or_refused(
        definition in objects(),
        given in objects(),
    ) {
        let definition = json!({"components": definition}).to_string();
        match rendered(definition, &given) {
            Ok(rendered) => prop_assert_eq!(rendered.language, "it"),
            Err(CommandError::PermanentFailure(failure)) => {
                prop_assert_eq!(failure.code, "template-mismatch");
                prop_assert!(failure.error.starts_with("The field "), "{}", failure.error);
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn a_definition_that_is_no_json_is_refused(definition in any::<String>()) {
        prop_assert!(rendered(definition, &json!([])).is_err());
    }

    /// Values are put in once: what they say is never taken for a variable.
    #[test]
    fn a_text_is_what_stands_around_the_variables_and_the_values(
        parts in prop::collection::vec(("[a-zè👋 ]{0,5}", VALUE), 1..6),
        end in "[a-zè ]{0,5}",
        is_named in any::<bool>(),
    ) {
        let names: Vec<String> = (1..=parts.len())
            .map(|place| if is_named { format!("v_{place}") } else { place.to_string() })
            .collect();
        let (mut text, mut expected, mut parameters) = (String::new(), String::new(), Vec::new());
        for ((before, value), name) in parts.iter().zip(&names) {
            text.extend([before.as_str(), "{{", name, "}}"]);
            expected.extend([before.as_str(), value]);
            parameters.push(parameter(is_named.then_some(name.as_str()), value));
        }
        text.push_str(&end);
        expected.push_str(&end);
        if is_named {
            parameters.reverse();
        }
        let definition = json!({"components": [{"type": "BODY", "text": text}]}).to_string();
        let given = json!([{"type": "body", "parameters": parameters}]);
        prop_assert_eq!(rendered(definition.clone(), &given).unwrap().text, expected);

        let fewer = json!([{"type": "body", "parameters": parameters[1..]}]);
        prop_assert!(rendered(definition.clone(), &fewer).is_err());
        let more = [parameters.as_slice(), &[parameter(None, "x")]].concat();
        let more = json!([{"type": "body", "parameters": more}]);
        prop_assert!(rendered(definition, &more).is_err());
    }

    #[test]
    fn a_name_that_is_given_twice_leaves_no_variable_empty(value in VALUE) {
        let definition = json!({"components": [{"type": "BODY", "text": "{{a}} and {{b}}"}]});
        let twice = [parameter(Some("a"), &value), parameter(Some("a"), &value)];
        let given = json!([{"type": "body", "parameters": twice}]);
        prop_assert!(rendered(definition.to_string(), &given).is_err());
    }
}
