//! Carousels: pictures as many as are defined, products from 2 to 10.

use serde_json::{Value, json};

use super::{body, refused, rendered, text};

#[test]
fn the_cards_of_a_carousel_are_rendered_each() {
    let card = |text: &str| {
        json!({"components": [
            {"type": "HEADER", "format": "IMAGE"},
            {"type": "BODY", "text": text},
            {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Buy", "url": "https://x.y/{{1}}"}]},
        ]})
    };
    let definition = json!([
        {"type": "BODY", "text": "Look"},
        {"type": "CAROUSEL", "cards": [card("One {{1}}"), card("Two")]},
    ]);
    let given = |index: u32, values: &[&str]| {
        json!({"card_index": index, "components": [
            {"type": "header", "parameters": [{"type": "image", "image": {"id": index.to_string()}}]},
            body(values),
            {"type": "button", "sub_type": "url", "index": "0", "parameters": [text("p")]},
        ]})
    };
    let whole = json!([{"type": "carousel", "cards": [given(0, &["a"]), given(1, &[])]}]);
    let rendered = rendered(&definition, &whole).unwrap();
    let texts: Vec<_> = rendered
        .cards
        .iter()
        .map(|card| card.text.as_str())
        .collect();
    assert_eq!(texts, ["One a", "Two"]);
    assert_eq!(
        rendered.cards[0].buttons[0].value.as_deref(),
        Some("https://x.y/p")
    );
    let one = json!([{"type": "carousel", "cards": [given(0, &["a"])]}]);
    assert!(refused(&definition, &one).error.contains("1 cards"));
}

#[test]
fn cards_count_up_from_0_with_numbers() {
    let card = json!({"components": [{"type": "BODY", "text": "Hi"}]});
    let definition =
        json!([{"type": "BODY", "text": "Look"}, {"type": "CAROUSEL", "cards": [card, card]}]);
    let given = |cards: Value| json!([{"type": "carousel", "cards": cards}]);
    let indexed = |one: Value, two: Value| {
        given(json!([
            {"card_index": one, "components": []}, {"card_index": two, "components": []},
        ]))
    };
    assert!(rendered(&definition, &indexed(json!(0), json!(1))).is_ok());
    let missing = json!({"components": []});
    for (given, named) in [
        (
            indexed(json!("0"), json!("1")),
            "components (card_index) must be an index",
        ),
        (indexed(json!(1), json!(0)), "components (card_index)"),
        (indexed(json!(0), json!(0)), "components (card_index)"),
        (indexed(json!(0), json!(null)), "components (card_index)"),
        (given(json!([missing, missing])), "components (card_index)"),
        (given(json!(["x", 1])), "components (card_index)"),
        (given(json!({})), "components (cards) must be an array"),
        (
            given(json!([{"card_index": 0, "components": {}}, {"card_index": 1}])),
            "components (card 0, components) must be an array",
        ),
    ] {
        let failure = refused(&definition, &given);
        assert!(failure.error.contains(named), "{given}: {}", failure.error);
    }
}

/// Meta's definition of product cards has two, and its example is sent with three.
#[test]
fn product_cards_are_as_many_as_are_sent_and_the_last_stands_for_those_beyond() {
    let card = |label: &str| {
        json!({"components": [
            {"type": "header", "format": "product"},
            {"type": "buttons", "buttons": [{"type": "spm", "text": label}]},
        ]})
    };
    let definition = json!([
        {"type": "body", "text": "New"},
        {"type": "carousel", "cards": [card("See"), card("View")]},
    ]);
    let given = |count: usize| {
        let card = |index| {
            let product = json!({"product_retailer_id": format!("p{index}")});
            json!({"card_index": index, "components": [
                {"type": "header", "parameters": [{"type": "product", "product": product}]},
            ]})
        };
        json!([{"type": "carousel", "cards": (0..count).map(card).collect::<Vec<_>>()}])
    };
    for count in [2, 3, 10] {
        let cards = rendered(&definition, &given(count)).unwrap().cards;
        assert_eq!(cards.len(), count);
        let labels: Vec<_> = cards.iter().map(|it| it.buttons[0].text.as_str()).collect();
        assert_eq!((labels[0], labels[count - 1]), ("See", "View"));
        let last = cards[count - 1].header_media.as_ref().unwrap();
        assert!(last.parameter.contains(&format!("\"p{}\"", count - 1)));
    }
    for count in [0, 1, 11] {
        let failure = refused(&definition, &given(count));
        let named = format!("{count} cards, but the template's carousel accepts 2 to 10");
        assert!(failure.error.contains(&named), "{}", failure.error);
    }
}
