//! Texts, their variables and samples.

use super::{INVALID, header, is_accepted, is_refused, marketing, named, picture, text};
use crate::bindings::uip::whatsapp::templates::{TemplateHeaderFormat, TemplateSample};
use serde_json::json;

#[test]
fn variables_count_up_from_1_or_have_names_and_each_has_a_sample() {
    for (accepted, samples) in [
        ("Hello {{1}}, hi.", &["Ada"][..]),
        ("a {{2}} b {{1}} c", &["1", "2"]),
        ("a {{1}} b {{1}} c", &["1"]),
        ("a {{1}}{{2}} c", &["1", "2"]),
        ("no variable", &[]),
        ("single {brace} }", &[]),
    ] {
        is_accepted(|it| it.body = Some(text(accepted, samples)));
    }
    is_accepted(|it| it.body = Some(named("a {{b}} c {{d_1}} e", &[("d_1", "x"), ("b", "y")])));
    for (refused, samples) in [
        ("a {{2}} b", &["x"][..]),
        ("a {{1}} {{3}} b", &["x", "y"]),
        ("a {{0}} b", &["x"]),
        ("a {{01}} b", &["x"]),
        ("a {{A}} b", &["x"]),
        ("a {{ 1 }} b", &["x"]),
        ("a {{}} b", &[]),
        ("a {{1}} {{b}} c", &["x", "y"]),
        ("a {{1 b", &[]),
        ("a 1}} b", &[]),
        ("a {{{1}}} b", &["x"]),
        ("a {{1}}}} b", &["x"]),
        ("{{1}} a", &["x"]),
        (" {{1}} a", &["x"]),
        ("a {{1}}", &["x"]),
        ("a {{1}}\n", &["x"]),
        ("a\n\n\nb", &[]),
        ("a     b", &[]),
    ] {
        let failure = is_refused(
            |it| it.body = Some(text(refused, samples)),
            INVALID,
            "body.text",
        );
        assert!(!failure.advice.is_empty(), "{refused:?}");
    }
    is_refused(
        |it| it.body = Some(text(" \n", &[])),
        "empty-text",
        "body.text",
    );
}

#[test]
fn samples_are_as_many_as_variables_and_fit_them() {
    for (body, samples) in [
        ("a {{1}} b", &[][..]),
        ("a {{1}} b", &["x", "y"]),
        ("a b", &["x"]),
        ("a {{1}} b {{2}} c", &["x"]),
        ("a {{b}} c", &[]),
    ] {
        is_refused(
            |it| it.body = Some(text(body, samples)),
            INVALID,
            "body.samples",
        );
    }
    is_refused(
        |it| it.body = Some(text("a {{1}} b", &[" "])),
        INVALID,
        "body.samples[0].text",
    );
    for (body, samples) in [
        ("a {{1}} b", &[("b", "x")][..]),
        ("a {{b}} c", &[("", "x")]),
        ("a {{b}} c", &[("d", "x")]),
        ("a {{b}} c", &[("{{b}}", "x")]),
    ] {
        is_refused(
            |it| it.body = Some(named(body, samples)),
            INVALID,
            "body.samples[0].name",
        );
    }
    is_refused(
        |it| it.body = Some(named("a {{b}} c {{d}} e", &[("b", "x"), ("b", "y")])),
        INVALID,
        "body.samples[1].name",
    );
}

#[test]
fn all_texts_of_a_template_are_numbered_or_all_are_named() {
    is_refused(
        |it| {
            let mut header = header(TemplateHeaderFormat::Text);
            header.text = Some("Hi {{name}}".to_owned());
            header.sample = Some(TemplateSample {
                name: Some("name".to_owned()),
                text: "Ada".to_owned(),
            });
            it.header = Some(header);
            it.body = Some(text("a {{1}} b", &["x"]));
        },
        INVALID,
        "body.text",
    );
}

#[test]
fn a_header_has_one_variable_and_no_format() {
    let with = |text: &str, sample: Option<&str>| {
        let mut header = header(TemplateHeaderFormat::Text);
        header.text = Some(text.to_owned());
        header.sample = sample.map(|sample| TemplateSample {
            name: None,
            text: sample.to_owned(),
        });
        header
    };
    is_accepted(|it| it.header = Some(with("{{1}} is ready", Some("Rye"))));
    for refused in [
        "a\nb",
        "*a*",
        "_a_",
        "~a~",
        "`a`",
        "a {{1}} {{2}}",
        "{{1}} {{1}}",
    ] {
        is_refused(
            |it| it.header = Some(with(refused, None)),
            INVALID,
            "header.text",
        );
    }
    is_refused(
        |it| it.header = Some(with("a {{1}}", None)),
        INVALID,
        "header.sample",
    );
    is_refused(
        |it| it.header = Some(with("a", Some("x"))),
        INVALID,
        "header.sample",
    );
    is_refused(
        |it| it.header = Some(with(" ", None)),
        "empty-text",
        "header.text",
    );
    // A name has underscores.
    let mut named_header = with("Hi {{first_name}}!", Some("Ada"));
    if let Some(sample) = &mut named_header.sample {
        sample.name = Some("first_name".to_owned());
    }
    let mut request = marketing();
    request.header = Some(named_header);
    assert_eq!(
        super::created(request),
        json!({
            "name": "order_ready", "language": "en_US", "category": "MARKETING",
            "parameter_format": "NAMED",
            "components": [
                {"type": "HEADER", "format": "TEXT", "text": "Hi {{first_name}}!",
                 "example": {"header_text_named_params": [{"param_name": "first_name", "example": "Ada"}]}},
                {"type": "BODY", "text": "Your order is ready."},
            ],
        })
    );
}

#[test]
fn each_kind_of_header_has_its_own_fields() {
    use TemplateHeaderFormat::{Document, Image, Location, Product, Text, Video};
    for format in [Image, Video, Document] {
        is_refused(
            |it| it.header = Some(header(format)),
            INVALID,
            "header.handle",
        );
        let mut sampled = picture();
        sampled.format = format;
        is_accepted(|it| it.header = Some(sampled));
    }
    for format in [Location, Product] {
        is_accepted(|it| it.header = Some(header(format)));
        let mut sampled = picture();
        sampled.format = format;
        is_refused(
            |it| it.header = Some(sampled),
            super::CONFLICT,
            "header.handle",
        );
    }
    for format in [Image, Location] {
        let mut with_text = header(format);
        with_text.text = Some("a".to_owned());
        is_refused(
            |it| it.header = Some(with_text),
            super::CONFLICT,
            "header.text",
        );
    }
    let mut both = picture();
    both.format = Text;
    both.text = Some("a".to_owned());
    is_refused(
        |it| it.header = Some(both),
        super::CONFLICT,
        "header.handle",
    );
}

#[test]
fn a_footer_is_one_line_without_a_variable() {
    is_accepted(|it| it.footer = Some("Rye and Wheat".to_owned()));
    is_accepted(|it| it.footer = Some(" ".to_owned()));
    for refused in ["a {{1}}", "a\nb", "a\0b", "}}"] {
        is_refused(|it| it.footer = Some(refused.to_owned()), INVALID, "footer");
    }
}
