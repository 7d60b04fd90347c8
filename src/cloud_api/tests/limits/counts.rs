//! How many entries a list has.

use super::requests::{
    button, buttons, card, carousel as carousel_message, first_of, list, payload, product_button,
    products, row, section, template,
};
use super::{Checked, Outcome, is_refused};
use crate::bindings::uip::whatsapp::templates::TemplateButton;
use crate::cloud_api::tests::contacts::card as contact_card;
use crate::cloud_api::tests::interactive::carousel::{with_link, with_replies};
use crate::cloud_api::tests::interactive::catalogue;
use crate::cloud_api::{Contacts, RawContent};

pub struct CountLimit {
    pub command: &'static str,
    /// As the error names it.
    pub field: &'static str,
    /// One fewer is refused, unless it is none at all and means that the
    /// field is not given.
    pub least: usize,
    pub most: usize,
    parse: fn(usize) -> Outcome,
}

#[rustfmt::skip]
pub const COUNTS: &[CountLimit] = &[
    CountLimit { command: "sendMessageContacts", field: "contacts", least: 1, most: 257, parse: contacts },
    CountLimit { command: "sendMessageButtons", field: "buttons", least: 1, most: 3, parse: reply_buttons },
    CountLimit { command: "sendMessageList", field: "sections", least: 1, most: 10, parse: sections },
    CountLimit { command: "sendMessageList", field: "sections[0].rows", least: 1, most: 10, parse: rows },
    CountLimit { command: "sendMessageTextTemplate", field: "cards", least: 2, most: 10, parse: cards },
    CountLimit { command: "sendMessageCarousel", field: "cards", least: 2, most: 10, parse: carousel_cards },
    CountLimit { command: "sendMessageProducts", field: "sections[0].products", least: 1, most: 30, parse: section_products },
    CountLimit { command: "sendMessageTextTemplate", field: "buttons[0].value.products.sections", least: 1, most: 10, parse: |count| product_button(count, 1) },
    CountLimit { command: "sendMessageTextTemplate", field: "buttons[0].value.products.sections[0].products", least: 1, most: 30, parse: |count| product_button(1, count) },
];

fn carousel_cards(count: usize) -> Outcome {
    carousel_message(|it| it.cards = vec![with_link(); count])
}

fn section_products(count: usize) -> Outcome {
    products(|it| it.sections = Some(vec![catalogue::section(None, count)]))
}

fn contacts(count: usize) -> Outcome {
    let card = |number: usize| contact_card(&format!("Ada {number}"));
    Contacts::parse(&(0..count).map(card).collect::<Vec<_>>()).outcome()
}

fn reply_buttons(count: usize) -> Outcome {
    let some = (0..count).map(|number| button(&number.to_string(), &format!("No. {number}")));
    buttons(|it| it.buttons = some.collect())
}

fn sections(count: usize) -> Outcome {
    let section = |number: usize| section(vec![row(number.to_string())]);
    list(|it| it.sections = (0..count).map(section).collect())
}

fn rows(count: usize) -> Outcome {
    let rows = (0..count).map(|number| row(number.to_string())).collect();
    list(|it| it.sections = vec![section(rows)])
}

fn cards(count: usize) -> Outcome {
    template(|it| it.cards = Some(vec![card(); count]))
}

#[test]
fn as_few_and_as_many_entries_as_whatsapp_takes_pass() {
    for limit in COUNTS {
        for count in [limit.least, limit.most] {
            let outcome = (limit.parse)(count);
            assert!(outcome.is_ok(), "{} {count}: {outcome:?}", limit.field);
        }
    }
}

#[test]
fn one_entry_fewer_or_more_is_refused_with_the_field_the_limits_and_the_count() {
    for limit in COUNTS {
        let limits = format!("{} to {}", limit.least, limit.most);
        for count in [limit.least - 1, limit.most + 1] {
            let has = format!("it has {count}");
            is_refused(
                (limit.parse)(count),
                "invalid-count",
                limit.field,
                &[&limits, &has],
            );
        }
    }
}

#[test]
fn a_list_has_ten_rows_in_all_however_they_are_spread() {
    let spread = |counts: &[usize]| {
        let rows = |(place, count): (usize, &usize)| {
            let rows = (0..*count).map(|number| row(format!("{place}-{number}")));
            section(rows.collect())
        };
        list(|it| it.sections = counts.iter().enumerate().map(rows).collect())
    };
    for ten in [&[10][..], &[5, 5], &[9, 1], &[1; 10]] {
        assert!(spread(ten).is_ok(), "{ten:?}");
    }
    for eleven in [&[5, 6][..], &[10, 1], &[2, 1, 1, 1, 1, 1, 1, 1, 1, 1]] {
        is_refused(
            spread(eleven),
            "invalid-count",
            "sections[].rows, of all sections,",
            &["1 to 10", "it has 11"],
        );
    }
}

/// No section at all is the whole catalogue.
#[test]
fn a_list_of_products_has_at_most_ten_sections_and_thirty_products_in_all() {
    let spread = |counts: &[usize]| {
        let sections = counts
            .iter()
            .map(|count| catalogue::section(Some("Dark"), *count));
        products(|it| it.sections = Some(sections.collect()))
    };
    for thirty in [&[30][..], &[15, 15], &[29, 1], &[3; 10]] {
        assert!(spread(thirty).is_ok(), "{thirty:?}");
    }
    for more in [&[30, 1][..], &[16, 15], &[4, 3, 3, 3, 3, 3, 3, 3, 3, 3]] {
        is_refused(
            spread(more),
            "invalid-count",
            "sections[].products, of all sections,",
            &["1 to 30", "it has 31"],
        );
    }
    is_refused(
        spread(&[1; 11]),
        "invalid-count",
        "sections",
        &["1 to 10", "it has 11"],
    );
}

#[test]
fn a_card_has_one_or_two_replies() {
    for count in [1, 2] {
        assert!(first_of(with_replies(count), |_| {}).is_ok(), "{count}");
    }
    is_refused(
        first_of(with_replies(3), |_| {}),
        "invalid-count",
        "cards[0].replies",
        &["1 to 2", "it has 3"],
    );
}

#[test]
fn a_template_without_cards_has_no_carousel() {
    assert!(cards(0).is_ok());
}

#[test]
fn a_template_has_at_most_ten_buttons() {
    let button = |index| TemplateButton {
        index,
        value: payload("x"),
    };
    let with = |indexes: &[u8]| {
        template(|it| it.buttons = Some(indexes.iter().map(|index| button(*index)).collect()))
    };
    let ten: Vec<u8> = (0..10).collect();
    assert!(with(&ten).is_ok());
    let eleven: Vec<u8> = (0..11).collect();
    is_refused(
        with(&eleven),
        "invalid-button-index",
        "buttons[10].index",
        &["0 to 9", "it is 10"],
    );
    let repeated = [ten.as_slice(), &[9]].concat();
    is_refused(
        with(&repeated),
        "duplicate-button",
        "",
        &["buttons[9].index and buttons[10].index", "both are 9"],
    );
}

#[test]
fn a_raw_message_has_at_most_64_members() {
    let with = |count: usize| {
        let members: Vec<String> = (0..count).map(|n| format!("\"m{n}\":{n}")).collect();
        RawContent::parse(&format!("{{{}}}", members.join(","))).outcome()
    };
    assert!(with(64).is_ok());
    is_refused(with(65), "invalid-payload", "payload", &["64"]);
}
