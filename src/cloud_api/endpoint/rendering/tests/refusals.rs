//! What WhatsApp would refuse is refused, with its field.

use serde_json::{Value, json};

use super::{body, refused, rendered, template, text, values};
use crate::cloud_api::endpoint::rendering::render;
use uip_kit::CommandError;

#[test]
fn what_does_not_fit_the_definition_is_refused_with_its_field() {
    let plain = json!([{"type": "BODY", "text": "Hi {{1}}"}]);
    let named = json!([{"type": "BODY", "text": "Hi {{name}}"}]);
    let picture = json!([{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": "Hi"}]);
    let title = json!([{"type": "HEADER", "format": "TEXT", "text": "Hi {{1}}"}, {"type": "BODY", "text": "Hi"}]);
    let buttons = json!([{"type": "BODY", "text": "Hi"}, {"type": "BUTTONS", "buttons": [
        {"type": "URL", "text": "Static", "url": "https://x.y"},
        {"type": "URL", "text": "Open", "url": "https://x.y/{{1}}"},
        {"type": "COPY_CODE", "text": "Copy"},
    ]}]);
    let header = |kind: &str, value: Value| {
        let mut parameter = json!({"type": kind});
        parameter[kind] = value;
        json!({"type": "header", "parameters": [parameter]})
    };
    let button = |index: u32, sub_type: &str| json!({"type": "button", "sub_type": sub_type, "index": index.to_string(), "parameters": [text("x")]});
    let coupon = json!({"type": "button", "sub_type": "copy_code", "index": "2", "parameters": [{"type": "coupon_code", "coupon_code": "A"}]});
    for (definition, given, named) in [
        (
            &plain,
            json!([]),
            "components (body) gives 0 values, but the template's text has 1 variable: {{1}}.",
        ),
        (&plain, json!([body(&["a", "b"])]), "gives 2 values"),
        (
            &plain,
            json!([{"type": "body", "parameters": [{"type": "text", "parameter_name": "x", "text": "a"}]}]),
            "for {{x}}",
        ),
        (&named, json!([body(&["a"])]), "without a name"),
        (
            &picture,
            json!([]),
            "components (header) gives nothing, but the template's header needs image",
        ),
        (
            &picture,
            json!([header("video", json!({"id": "1"}))]),
            "components (header) gives video",
        ),
        (
            &plain,
            json!([header("text", json!("x")), body(&["a"])]),
            "has no header",
        ),
        (
            &title,
            json!([]),
            "gives 0 values, but the template's header has 1 variable",
        ),
        (
            &title,
            json!([header("image", json!({"id": "1"}))]),
            "header is a text",
        ),
        (&buttons, json!([button(1, "url")]), "no value for button 2"),
        (&buttons, json!([coupon]), "no value for button 1"),
        (
            &buttons,
            json!([button(3, "url")]),
            "index 3, but the template has 3 buttons",
        ),
        (
            &buttons,
            json!([button(0, "url")]),
            "whose URL has no variable",
        ),
        (
            &buttons,
            json!([button(1, "quick_reply")]),
            "kind quick_reply",
        ),
    ] {
        let failure = refused(definition, &given);
        assert!(failure.error.contains(named), "{given}: {}", failure.error);
    }
}

/// Each of these WhatsApp answers with 131008, 132005 or 132012.
#[test]
fn a_value_that_is_no_text_is_refused() {
    let plain = json!([{"type": "BODY", "text": "Hi {{1}}"}]);
    assert!(rendered(&plain, &json!([body(&["a    b"])])).is_ok());
    for parameter in [
        json!({"type": "text"}),
        json!({"type": "text", "text": null}),
        json!({"type": "text", "text": 5}),
        json!({"type": "image", "image": {"link": "https://x.y"}}),
        json!("a"),
    ] {
        refused(
            &plain,
            &json!([{"type": "body", "parameters": [parameter]}]),
        );
    }
}

#[test]
fn a_text_has_at_most_1024_characters_with_its_values() {
    let plain = json!([{"type": "BODY", "text": "è{{1}}"}]);
    assert!(rendered(&plain, &json!([body(&["è".repeat(1023).as_str()])])).is_ok());
    let failure = refused(&plain, &json!([body(&["è".repeat(1024).as_str()])]));
    assert!(
        failure.error.contains("1025 characters"),
        "{}",
        failure.error
    );
}

#[test]
fn no_variable_stays_empty() {
    let named = json!([{"type": "BODY", "text": "{{a}} and {{b}}"}]);
    let value = |name: &str| json!({"type": "text", "parameter_name": name, "text": "x"});
    let twice = json!([{"type": "body", "parameters": [value("a"), value("a")]}]);
    let failure = refused(&named, &twice);
    assert!(
        failure.error.contains("no value for {{b}}"),
        "{}",
        failure.error
    );
    let gap = json!([{"type": "BODY", "text": "{{1}} and {{3}}"}]);
    let failure = refused(&gap, &json!([body(&["x", "y"])]));
    assert!(
        failure.error.contains("no value for {{3}}"),
        "{}",
        failure.error
    );
}

#[test]
fn an_offer_that_ends_needs_its_time() {
    let offer = |expires: Value| {
        json!([
            {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Soon", "has_expiration": expires}},
            {"type": "BODY", "text": "Hi"},
        ])
    };
    let time = json!([{"type": "limited_time_offer", "parameters": [
        {"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": 1_900_000_000_000_u64}},
    ]}]);
    let text = rendered(&offer(json!(true)), &time).unwrap().text;
    assert_eq!(text, "Soon\n\nHi");
    assert!(rendered(&offer(json!(false)), &json!([])).is_ok());
    refused(&offer(json!(null)), &json!([]));
    let definition = template("it", &json!({"components": offer(json!(true))}));
    let Err(CommandError::PermanentFailure(failure)) =
        render(&definition, &values(&json!([])), false)
    else {
        panic!("the time is missing")
    };
    assert!(failure.error.contains("offerExpirationTimeMs"));
}

#[test]
fn the_time_an_offer_ends_at_is_a_whole_number() {
    let definition = json!([
        {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Soon", "has_expiration": true}},
        {"type": "BODY", "text": "Hi"},
    ]);
    let given = |time: Value| {
        json!([{"type": "limited_time_offer", "parameters": [
            {"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": time}},
        ]}])
    };
    for good in [json!(1_900_000_000_000_u64), json!("1900000000000")] {
        assert!(rendered(&definition, &given(good)).is_ok());
    }
    for bad in [json!(-1), json!(1.5), json!("soon"), json!({}), json!([1])] {
        let failure = refused(&definition, &given(bad));
        let named = "components (expiration_time_ms) must be an integer number of milliseconds";
        assert!(failure.error.contains(named), "{}", failure.error);
    }
    assert!(
        refused(&definition, &given(json!(null)))
            .error
            .contains("missing")
    );
}

#[test]
fn parameters_are_an_array_or_not_there() {
    let definition = json!([{"type": "BODY", "text": "Hi"}]);
    let given = |parameters: Value| json!([{"type": "body", "parameters": parameters}]);
    assert!(rendered(&definition, &json!([{"type": "body"}])).is_ok());
    assert!(rendered(&definition, &given(json!([]))).is_ok());
    for bad in [json!({}), json!("Ada"), json!(0)] {
        let failure = refused(&definition, &given(bad));
        let named = "components (parameters) must be an array";
        assert!(failure.error.contains(named), "{}", failure.error);
    }
}

#[test]
fn a_header_has_one_file_at_an_address_on_the_web_or_a_place_in_numbers() {
    let given = |kind: &str, object: &Value| {
        let mut parameter = json!({"type": kind});
        parameter[kind] = object.clone();
        json!([{"type": "header", "parameters": [parameter]}])
    };
    for (kind, good, bad) in [
        (
            "image",
            json!({"id": "1"}),
            json!({"id": "1", "link": "https://x.y"}),
        ),
        (
            "image",
            json!({"link": "http://x.y"}),
            json!({"link": "x.y/a.png"}),
        ),
        (
            "document",
            json!({"link": "https://x.y"}),
            json!({"link": "ftp://x.y"}),
        ),
        ("video", json!({"id": "1", "link": ""}), json!({"link": 5})),
        (
            "location",
            json!({"latitude": 1e-7, "longitude": "-2.5"}),
            json!({"latitude": "north", "longitude": 2}),
        ),
        (
            "location",
            json!({"latitude": "1", "longitude": -2}),
            json!({"latitude": 1, "longitude": true}),
        ),
    ] {
        let definition =
            json!([{"type": "HEADER", "format": kind}, {"type": "BODY", "text": "Hi"}]);
        let rendered = rendered(&definition, &given(kind, &good));
        assert!(rendered.is_ok(), "{good}: {rendered:?}");
        let failure = refused(&definition, &given(kind, &bad));
        let named = format!("components (header) gives {kind} without");
        assert!(failure.error.contains(&named), "{bad}: {}", failure.error);
    }
}

#[test]
fn a_header_needs_its_file_its_place_or_its_product() {
    for (kind, bare, whole) in [
        ("image", json!({}), json!({"id": "1"})),
        ("video", json!({"link": ""}), json!({"link": "https://x.y"})),
        (
            "location",
            json!({"latitude": 1}),
            json!({"latitude": 1, "longitude": "2"}),
        ),
        (
            "product",
            json!({"catalog_id": "1"}),
            json!({"product_retailer_id": "1"}),
        ),
    ] {
        let definition =
            json!([{"type": "HEADER", "format": kind}, {"type": "BODY", "text": "Hi"}]);
        let given = |object: Option<&Value>| {
            let mut parameter = json!({"type": kind});
            if let Some(object) = object {
                parameter[kind] = object.clone();
            }
            json!([{"type": "header", "parameters": [parameter]}])
        };
        assert!(
            rendered(&definition, &given(Some(&whole))).is_ok(),
            "{kind}"
        );
        for bare in [Some(&bare), None] {
            let failure = refused(&definition, &given(bare));
            assert!(failure.error.contains("without"), "{}", failure.error);
        }
    }
}

#[test]
fn a_button_takes_a_value_of_its_own_type() {
    let action = |action: Value| json!({"type": "action", "action": action});
    for (kind, good, bad) in [
        (
            "MPM",
            action(
                json!({"thumbnail_product_retailer_id": "p", "sections": [{"product_items": []}]}),
            ),
            action(json!({"sections": []})),
        ),
        (
            "ORDER_DETAILS",
            action(json!({"order_details": {"reference_id": "1"}})),
            text("x"),
        ),
        ("URL", text("x"), json!({"type": "payload", "payload": "x"})),
        (
            "QUICK_REPLY",
            json!({"type": "payload", "payload": "x"}),
            text("x"),
        ),
        (
            "COPY_CODE",
            json!({"type": "coupon_code", "coupon_code": "x".repeat(20)}),
            json!({"type": "coupon_code", "coupon_code": "x".repeat(21)}),
        ),
    ] {
        let button = json!({"type": kind, "text": "Tap", "url": "https://x.y/{{1}}"});
        let definition =
            json!([{"type": "BODY", "text": "Hi"}, {"type": "BUTTONS", "buttons": [button]}]);
        let given = |parameter: &Value| json!([{"type": "button", "sub_type": kind.to_lowercase(), "index": 0, "parameters": [parameter]}]);
        assert!(rendered(&definition, &given(&good)).is_ok(), "{kind}");
        refused(&definition, &given(&bad));
        let needs_one = kind != "QUICK_REPLY";
        assert_eq!(
            rendered(&definition, &json!([])).is_err(),
            needs_one,
            "{kind}"
        );
    }
}

/// WhatsApp answers 131009 and 131008 when they are left out.
#[test]
fn a_form_and_a_catalogue_need_their_button_even_with_nothing_in_it() {
    for kind in ["FLOW", "CATALOG"] {
        let definition = json!([{"type": "BODY", "text": "Hi"}, {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Good!"}, {"type": kind, "text": "Open"},
        ]}]);
        let button = |index: u32, sub_type: &str| json!([{"type": "button", "sub_type": sub_type, "index": index.to_string()}]);
        let failure = refused(&definition, &json!([]));
        for part in ["components (buttons)", "button 1", kind] {
            assert!(failure.error.contains(part), "{}", failure.error);
        }
        refused(&definition, &button(0, "quick_reply"));
        assert!(rendered(&definition, &button(1, &kind.to_lowercase())).is_ok());
    }
}

#[test]
fn components_are_read_in_any_case_and_none_is_passed_over() {
    let plain = json!([{"type": "BODY", "text": "Hi {{1}}"}]);
    let upper = json!([{"type": "BODY", "parameters": [{"type": "TEXT", "text": "Ada"}]}]);
    assert_eq!(rendered(&plain, &upper).unwrap().text, "Hi Ada");
    let failure = refused(&plain, &json!([body(&["a"]), {"type": "nonsense"}]));
    assert!(failure.error.contains("\"nonsense\""), "{}", failure.error);
}

#[test]
fn an_error_names_the_field_that_was_used() {
    let card = json!({"components": [{"type": "HEADER", "format": "IMAGE"}]});
    let carousel =
        json!([{"type": "BODY", "text": "Look"}, {"type": "CAROUSEL", "cards": [card, card]}]);
    let picture =
        json!({"type": "header", "parameters": [{"type": "image", "image": {"id": "1"}}]});
    let given = values(&json!([{"type": "carousel", "cards": [
        {"card_index": 0, "components": [picture]}, {"card_index": 1, "components": []},
    ]}]));
    let definition = template("it", &json!({"components": carousel}));
    for (is_raw, field) in [
        (false, "The field cards[1].header gives nothing"),
        (true, "The field components (card 1, header) gives nothing"),
    ] {
        let Err(CommandError::PermanentFailure(failure)) = render(&definition, &given, is_raw)
        else {
            panic!("a header is missing")
        };
        assert!(failure.error.starts_with(field), "{}", failure.error);
    }
}

#[test]
fn an_error_shows_variables_on_one_line_and_not_without_end() {
    let failure = |body: &str| refused(&json!([{"type": "BODY", "text": body}]), &json!([]));
    let odd = failure(&format!("{{{{a\rb{}}}}}", "c".repeat(100)));
    let shown = format!("1 variable: {{{{a b{}…}}}}.", "c".repeat(37));
    assert!(odd.error.contains(&shown), "{}", odd.error);
    let many: Vec<_> = (1..=21).map(|number| format!("{{{{{number}}}}}")).collect();
    let many = failure(&many.join(" "));
    assert!(many.error.contains("{{20}}, …."), "{}", many.error);
}
