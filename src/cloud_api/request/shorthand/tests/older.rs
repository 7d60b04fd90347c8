//! The older form is that of the Sunshine Conversations guide.

use serde_json::{Value, json};

use super::super::template as parse;
use super::{body, refused};
use crate::cloud_api::LanguageCode;

fn sent(text: &str, language: Option<&str>) -> Value {
    let language = language.map(|code| LanguageCode::parse(code).unwrap());
    serde_json::from_str(&uip_kit::json::to_string(&parse(text, language).unwrap())).unwrap()
}

#[test]
fn the_guides_example_becomes_the_template_with_its_values() {
    let text =
        "&[Ada, your rye is ready](5f0c1d2e_77aa_4b3c_9d10_2f6e8a4b7c91, hello_world, Ada, rye)";
    let template = |language: &str| {
        json!({
            "name": "hello_world",
            "language": {"code": language},
            "components": [body(&["Ada", "rye"])],
        })
    };
    assert_eq!(sent(text, None), template("en_US"));
    assert_eq!(sent(text, Some("it")), template("it"));
}

#[test]
fn white_space_has_no_meaning_and_brackets_only_at_the_ends() {
    let text = "\n &[[Hi] (there)]( ns ,\thello_world,a (b) [c], d)e) \n";
    let value = sent(text, None);
    assert_eq!(value["components"], json!([body(&["a (b) [c]", "d)e"])]));
    let plain = sent("&[](ns,hello_world)", None);
    assert_eq!(
        plain,
        json!({"name": "hello_world", "language": {"code": "en_US"}})
    );
}

#[test]
fn a_mistake_is_told_with_its_place() {
    for (text, place, what) in [
        ("&[", 3, "]( after the fallback text"),
        ("&[hi]", 6, "]( after the fallback text"),
        ("&[hi](ns, hello_world", 22, ") at the end"),
        ("&[hi](ns, hello_world) x", 25, ") at the end"),
        ("&[hi](, hello_world)", 7, "the namespace"),
        ("&[hi](ns)", 9, "a comma and the template's name"),
        ("&[hi]()", 7, "the namespace"),
        (
            "&[hè](ns, Hello)",
            11,
            "in template_name: it must be 1 to 512",
        ),
        ("&[hi](ns, )", 11, "in template_name: it must be 1 to 512"),
        ("&[hi](ns, a, )", 14, "in value: it is empty"),
        ("&[hi](ns, a, b,, c)", 16, "in value: it is empty"),
        ("&[hi](ns, a, b\nc)", 14, "in value: it has a line break"),
        (
            "&[hi](ns, a, b     c)",
            14,
            "in value: it has more than 4 spaces",
        ),
    ] {
        let failure = refused(text);
        assert!(
            failure.error.contains(&format!("at character {place}"))
                && failure.error.contains(what),
            "{text:?}: {}",
            failure.error
        );
    }
}

#[test]
fn a_body_has_at_most_1024_values() {
    let with = |count: usize| format!("&[](ns, a{})", ", x".repeat(count));
    let values = sent(&with(1024), None);
    let parameters = values["components"][0]["parameters"].as_array().unwrap();
    assert_eq!(parameters.len(), 1024);
    assert!(refused(&with(1025)).error.contains("at most 1024 values"));
}
