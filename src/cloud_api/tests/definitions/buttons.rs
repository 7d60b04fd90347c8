//! Buttons and cards.

use super::{
    CONFLICT, INVALID, button, card, header, is_accepted, is_refused, marketing, picture, reply,
    text,
};
use crate::bindings::uip::whatsapp::outgoing::FlowAction;
use crate::bindings::uip::whatsapp::templates::{
    CreateTemplateRequest, TemplateButtonDefinition, TemplateButtonType as Type,
    TemplateHeaderFormat,
};
use serde_json::json;

fn url(address: &str, sample: Option<&str>) -> TemplateButtonDefinition {
    TemplateButtonDefinition {
        url: Some(address.to_owned()),
        url_sample: sample.map(str::to_owned),
        ..button(Type::Url, "Open")
    }
}

fn call(number: &str) -> TemplateButtonDefinition {
    TemplateButtonDefinition {
        phone_number: Some(number.to_owned()),
        ..button(Type::PhoneNumber, "Call")
    }
}

fn copy(code: &str) -> TemplateButtonDefinition {
    TemplateButtonDefinition {
        code_sample: Some(code.to_owned()),
        ..button(Type::CopyCode, "")
    }
}

fn form(id: Option<&str>, name: Option<&str>) -> TemplateButtonDefinition {
    TemplateButtonDefinition {
        flow_id: id.map(str::to_owned),
        flow_name: name.map(str::to_owned),
        ..button(Type::Flow, "Order")
    }
}

fn with(buttons: Vec<TemplateButtonDefinition>) -> impl FnOnce(&mut CreateTemplateRequest) {
    move |request| request.buttons = Some(buttons)
}

#[test]
fn every_kind_of_button_is_sent_as_whatsapp_names_it() {
    let mut start = form(Some("400"), None);
    start.flow_action = Some(FlowAction::Navigate);
    start.screen = Some("ORDER".to_owned());
    let mut exchange = form(None, Some("order_form"));
    exchange.flow_action = Some(FlowAction::DataExchange);
    for (definition, sent) in [
        (reply("Yes"), json!({"type": "QUICK_REPLY", "text": "Yes"})),
        (
            url("https://a.example/{{1}}", Some("https://a.example/17")),
            json!({"type": "URL", "text": "Open", "url": "https://a.example/{{1}}", "example": ["https://a.example/17"]}),
        ),
        (
            url("http://a.example", None),
            json!({"type": "URL", "text": "Open", "url": "http://a.example"}),
        ),
        (
            call("+39 02-123.4567"),
            json!({"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+39021234567"}),
        ),
        (
            copy("RYE10"),
            json!({"type": "COPY_CODE", "example": "RYE10"}),
        ),
        (
            start,
            json!({"type": "FLOW", "text": "Order", "flow_id": "400", "flow_action": "navigate", "navigate_screen": "ORDER"}),
        ),
        (
            exchange,
            json!({"type": "FLOW", "text": "Order", "flow_name": "order_form", "flow_action": "data_exchange"}),
        ),
        (
            button(Type::Catalog, "View"),
            json!({"type": "CATALOG", "text": "View"}),
        ),
        (
            button(Type::Products, "View"),
            json!({"type": "MPM", "text": "View"}),
        ),
        (
            button(Type::Product, "View"),
            json!({"type": "SPM", "text": "View"}),
        ),
        (
            button(Type::ContactRequest, ""),
            json!({"type": "REQUEST_CONTACT_INFO"}),
        ),
        (
            button(Type::VoiceCall, "Call us"),
            json!({"type": "VOICE_CALL", "text": "Call us"}),
        ),
        (
            button(Type::OrderDetails, "Pay"),
            json!({"type": "ORDER_DETAILS", "text": "Pay"}),
        ),
    ] {
        let mut request = marketing();
        request.buttons = Some(vec![definition]);
        assert_eq!(
            super::created(request)["components"][1]["buttons"],
            json!([sent])
        );
    }
}

#[test]
fn a_url_is_complete_and_has_one_variable_at_its_end() {
    for refused in [
        "bakery.example",
        "ftp://a.example",
        "https://",
        "https://a b",
        "https://a.example/{{1}}/x",
        "https://a.example/{{2}}",
        "https://a.example/{{x}}",
        "https://a.example/{{1}}{{1}}",
        "https://a.example/\n",
        "https://a.example/{{1",
    ] {
        is_refused(
            with(vec![url(refused, Some("https://a.example"))]),
            INVALID,
            "buttons[0].url",
        );
    }
    is_refused(with(vec![url("", None)]), "empty-text", "buttons[0].url");
    for (address, sample) in [
        ("https://a.example/{{1}}", None),
        ("https://a.example/{{1}}", Some(" ")),
        ("https://a.example/{{1}}", Some("17")),
        ("https://a.example", Some("https://a.example")),
    ] {
        is_refused(
            with(vec![url(address, sample)]),
            INVALID,
            "buttons[0].urlSample",
        );
    }
}

#[test]
fn a_number_has_its_country_code() {
    is_accepted(with(vec![call("+15550051310")]));
    for refused in [
        "15550051310",
        "+1",
        "+1555005131x",
        "+1555005131055500",
        "++1555005131",
        "+1 555\n0051",
    ] {
        is_refused(with(vec![call(refused)]), INVALID, "buttons[0].phoneNumber");
    }
}

#[test]
fn a_form_is_named_once_and_a_screen_needs_navigate() {
    is_refused(with(vec![form(None, None)]), CONFLICT, "buttons[0]");
    is_refused(
        with(vec![form(Some("1"), Some("a"))]),
        CONFLICT,
        "buttons[0]",
    );
    let mut exchange = form(Some("1"), None);
    exchange.flow_action = Some(FlowAction::DataExchange);
    exchange.screen = Some("A".to_owned());
    is_refused(with(vec![exchange]), CONFLICT, "buttons[0].screen");
}

#[test]
fn a_button_has_only_the_fields_of_its_kind() {
    type Change = fn(&mut TemplateButtonDefinition);
    let changes: [(&str, Change); 8] = [
        ("url", |it| it.url = Some("x".to_owned())),
        ("urlSample", |it| it.url_sample = Some("x".to_owned())),
        ("phoneNumber", |it| it.phone_number = Some("x".to_owned())),
        ("codeSample", |it| it.code_sample = Some("x".to_owned())),
        ("flowId", |it| it.flow_id = Some("x".to_owned())),
        ("flowName", |it| it.flow_name = Some("x".to_owned())),
        ("flowAction", |it| {
            it.flow_action = Some(FlowAction::Navigate);
        }),
        ("screen", |it| it.screen = Some("x".to_owned())),
    ];
    for (name, change) in changes {
        let mut button = reply("Yes");
        change(&mut button);
        is_refused(with(vec![button]), CONFLICT, &format!("buttons[0].{name}"));
    }
    let mut labelled = copy("RYE10");
    labelled.text = Some("Copy".to_owned());
    is_refused(with(vec![labelled]), CONFLICT, "buttons[0].text");
    is_refused(with(vec![reply("")]), "empty-text", "buttons[0].text");
    is_refused(with(vec![reply("{{1}}")]), INVALID, "buttons[0].text");
    is_refused(with(vec![reply("a\nb")]), INVALID, "buttons[0].text");
    is_refused(
        with(vec![copy("a {{1}}")]),
        INVALID,
        "buttons[0].codeSample",
    );
}

#[test]
fn a_template_has_so_many_buttons_of_each_kind() {
    is_accepted(with(vec![reply("a"); 10]));
    is_refused(with(vec![reply("a"); 11]), "invalid-count", "buttons");
    let one = |kind| button(kind, "a");
    let link = || url("https://a.example", None);
    is_accepted(with(vec![link(), link()]));
    is_refused(with(vec![link(), link(), link()]), INVALID, "buttons[2]");
    for (definition, second) in [
        (call("+15550051310"), "buttons[1]"),
        (copy("x"), "buttons[1]"),
        (form(Some("1"), None), "buttons[1]"),
        (one(Type::Catalog), "buttons[1]"),
        (one(Type::Products), "buttons[1]"),
        (one(Type::Product), "buttons[1]"),
        (button(Type::ContactRequest, ""), "buttons[1]"),
        (one(Type::VoiceCall), "buttons[1]"),
        (one(Type::OrderDetails), "buttons[1]"),
    ] {
        is_accepted(with(vec![definition.clone()]));
        is_refused(with(vec![definition.clone(), definition]), INVALID, second);
    }
}

#[test]
fn quick_replies_are_next_to_each_other() {
    let link = || url("https://a.example", None);
    is_accepted(with(vec![reply("a"), reply("b"), link()]));
    is_accepted(with(vec![
        link(),
        call("+15550051310"),
        reply("a"),
        reply("b"),
    ]));
    is_refused(
        with(vec![reply("a"), link(), reply("b")]),
        INVALID,
        "buttons[2]",
    );
}

#[test]
fn cards_are_alike_and_have_a_picture_a_video_or_a_product() {
    let cards = |cards| move |it: &mut CreateTemplateRequest| it.cards = Some(cards);
    is_accepted(cards(vec![card(); 2]));
    let mut video = card();
    video.header.format = TemplateHeaderFormat::Video;
    let mut texted = card();
    texted.body = Some(text("Rye, {{1}} a loaf.", &["3 €"]));
    let mut two = card();
    two.buttons.push(reply("No"));
    for other in [video, texted.clone(), two] {
        is_refused(cards(vec![card(), other]), INVALID, "cards[1]");
    }
    is_accepted(cards(vec![texted.clone(), texted]));
    let mut place = card();
    place.header = header(TemplateHeaderFormat::Location);
    is_refused(
        cards(vec![place, card()]),
        INVALID,
        "cards[0].header.format",
    );
    let mut shelf = card();
    shelf.header = header(TemplateHeaderFormat::Product);
    shelf.buttons = vec![button(Type::Product, "View")];
    is_accepted(cards(vec![shelf.clone(), shelf]));
    let mut without = card();
    without.header = picture();
    without.header.handle = None;
    is_refused(
        cards(vec![card(), without]),
        INVALID,
        "cards[1].header.handle",
    );
}
