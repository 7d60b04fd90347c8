//! What is said of a string that goes wrong.

use super::{refused, sent};

/// A text, the place of its mistake, and what is said about it.
const MISTAKES: &[(&str, usize, &str)] = &[
    ("hello", 1, "&(( at the beginning"),
    ("[Hello](ns, bread_ready, Ada)", 1, "&(("),
    ("  &(template=[[a]]))&", 3, "&(("),
    ("&((", 4, "))& at the end"),
    ("&((Template=[[a]]))&", 4, "a name"),
    ("&((template=[a]))&", 12, "=[[ after the name template"),
    ("&((template =[[a]]))&", 12, "=[["),
    (
        "&((template=[[a))&",
        15,
        "the value of template, followed by ]]",
    ),
    ("&((template=[[a]]", 18, "))& at the end"),
    (
        "&((template=[[a]] language=[[en]]))& x",
        38,
        "nothing after ))&",
    ),
    ("&((language=[[en]]))&", 19, "template=[[…]]"),
    (
        "&((template=[[è]] language=[[en]]))&",
        4,
        "in template: it must be",
    ),
    ("&((fallback=[[è]] template=[[a]]))&", 33, "language=[[…]]"),
    (
        "&((template=[[a]]template=[[b]]))&",
        18,
        "no second template",
    ),
    (
        "&((language=[[en]]language=[[it]]))&",
        19,
        "no second language",
    ),
    (
        "&((namespace=[[]]namespace=[[]]))&",
        18,
        "no second namespace",
    ),
    ("&((fallback=[[]]fallback=[[]]))&", 17, "no second fallback"),
    (
        "&((language=[[en-US]]))&",
        4,
        "in language: it must be a code",
    ),
    ("&((body_text=[[]]))&", 4, "in body_text: it is empty"),
    (
        "&((fallback=[[è]]body_text=[[a]]body_text=[[]]))&",
        33,
        "in body_text: it is empty",
    ),
    ("&((header_text=[[]]))&", 4, "in header_text: it is empty"),
    ("&((headers=[[x]]))&", 4, "header_image"),
    (
        "&((header_text=[[x]]header_image=[[https://x.y]]))&",
        21,
        "no second header",
    ),
    (
        "&((header_image=[[ftp://x]]))&",
        4,
        "in header_image: it must be a URL",
    ),
    (
        "&((header_image=[[https://x.y]]header_filename=[[x]]))&",
        32,
        "directly after header_document",
    ),
    (
        "&((header_document=[[https://x.y]]body_text=[[a]]header_filename=[[x]]))&",
        50,
        "directly after",
    ),
    ("&((header_filename=[[x]]))&", 4, "directly after"),
    (
        "&((button_payload=[[x]]))&",
        4,
        "button_index before button_payload",
    ),
    (
        "&((button_url=[[x]]))&",
        4,
        "button_index before button_url",
    ),
    ("&((button_index=[[10]]))&", 4, "from 0 to 9"),
    ("&((button_index=[[one]]))&", 4, "from 0 to 9"),
    (
        "&((button_index=[[0]]button_index=[[1]]))&",
        22,
        "button_payload or button_url",
    ),
    (
        "&((button_index=[[0]]))&",
        4,
        "button_payload or button_url",
    ),
    (
        "&((button_index=[[0]]button_payload=[[]]))&",
        22,
        "in button_payload: it is empty",
    ),
    (
        "&((button_index=[[0]]button_url=[[a]]button_index=[[0]]button_url=[[b]]))&",
        38,
        "no second button_index 0",
    ),
];

#[test]
fn a_mistake_names_its_character_and_what_should_stand_there() {
    for &(text, place, expected) in MISTAKES {
        let failure = refused(text);
        assert!(
            failure.error.contains(&format!("at character {place}")),
            "{text}: {}",
            failure.error
        );
        assert!(
            failure.error.contains(expected),
            "{text}: {}",
            failure.error
        );
    }
}

#[test]
fn a_mistake_names_no_field_of_another_command() {
    for text in [
        "&((template=[[A]]))&",
        "&((language=[[english]]))&",
        "&((body_text=[[]]))&",
        "&((header_text=[[]]))&",
        "&((header_document=[[x]]))&",
        "&((button_index=[[0]]button_payload=[[]]))&",
        "&((button_index=[[0]]button_url=[[]]))&",
    ] {
        let error = refused(text).error;
        assert_eq!(error.matches("field").count(), 1, "{error}");
        assert!(
            error.starts_with("The field text has a mistake at "),
            "{error}"
        );
        assert!(!error.contains("buttons["), "{error}");
    }
}

#[test]
fn a_body_has_at_most_1024_texts() {
    let with = |count: usize| {
        let texts = "body_text=[[è]]".repeat(count);
        format!("&((template=[[a]]language=[[en]]{texts}))&")
    };
    let texts = &sent(&with(1024))["components"][0]["parameters"];
    assert_eq!(texts.as_array().map(Vec::len), Some(1024));
    // 32 characters before the texts, 15 for each.
    let place = format!("at character {}", 32 + 1024 * 15 + 1);
    for count in [1025, 100_000] {
        let error = refused(&with(count)).error;
        assert!(error.contains(&place) && error.contains("1024"), "{error}");
    }
}
