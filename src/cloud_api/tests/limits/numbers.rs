//! Numbers with a least and a greatest value.

use super::requests::{first_card, payload, template, template_button};
use super::{Checked, Outcome, is_refused};
use crate::bindings::uip::whatsapp::templates::{ListTemplatesRequest, Place, TemplateHeader};
use crate::cloud_api::Location;
use crate::cloud_api::endpoint::media_endpoint::DownloadLimit;
use crate::cloud_api::endpoint::template_list::Query;

fn header(latitude: f64, longitude: f64) -> TemplateHeader {
    TemplateHeader::Location(Place {
        latitude,
        longitude,
        name: None,
        address: None,
    })
}

/// The field's name, the limit on both sides, and the request.
type Degrees = (&'static str, f64, fn(f64) -> Outcome);

#[rustfmt::skip]
const DEGREES: &[Degrees] = &[
    ("latitude", 90.0, |value| Location::parse("", value, 0.0, None, None).outcome()),
    ("longitude", 180.0, |value| Location::parse("", 0.0, value, None, None).outcome()),
    ("header.location.latitude", 90.0, |value| template(|it| it.header = Some(header(value, 0.0)))),
    ("header.location.longitude", 180.0, |value| template(|it| it.header = Some(header(0.0, value)))),
    ("cards[0].header.location.latitude", 90.0, |value| first_card(|it| it.header = Some(header(value, 0.0)))),
    ("cards[0].header.location.longitude", 180.0, |value| first_card(|it| it.header = Some(header(0.0, value)))),
];

#[test]
fn degrees_end_at_the_poles_and_at_the_date_line() {
    for (field, limit, parse) in DEGREES {
        for inside in [*limit, -limit, 0.0, -0.0, f64::MIN_POSITIVE] {
            assert!(parse(inside).is_ok(), "{field} {inside}");
        }
        let numbers = format!("-{limit} to {limit}");
        for outside in [
            limit.next_up(),
            -limit.next_up(),
            f64::MAX,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
        ] {
            is_refused(parse(outside), "invalid-location", field, &[&numbers]);
        }
    }
}

#[test]
fn a_templates_button_is_counted_from_0_to_9() {
    for inside in [0, 9] {
        assert!(template_button(inside, payload("x")).is_ok(), "{inside}");
    }
    for outside in [10, u8::MAX] {
        let it_is = format!("it is {outside}");
        let outcome = template_button(outside, payload("x"));
        is_refused(
            outcome,
            "invalid-button-index",
            "buttons[0].index",
            &["0 to 9", &it_is],
        );
    }
}

#[test]
fn a_list_of_templates_has_1_to_1000() {
    let list = |limit| {
        Query::parse(&ListTemplatesRequest {
            format: None,
            name: None,
            status: None,
            language: None,
            limit: Some(limit),
        })
        .outcome()
    };
    for inside in [1, 1000] {
        assert!(list(inside).is_ok(), "{inside}");
    }
    for outside in [0, 1001, u32::MAX] {
        let it_is = format!("it is {outside}");
        is_refused(
            list(outside),
            "invalid-limit",
            "limit",
            &["1 to 1000", &it_is],
        );
    }
}

#[test]
fn a_download_has_1_byte_to_whatsapps_own_100_megabytes() {
    let download = |bytes| DownloadLimit::parse(Some(bytes)).outcome();
    for inside in [1, 104_857_600] {
        assert!(download(inside).is_ok(), "{inside}");
    }
    for outside in [0, 104_857_601, u32::MAX] {
        let it_is = format!("it is {outside}");
        is_refused(
            download(outside),
            "invalid-max-bytes",
            "maxBytes",
            &["1 to 104857600", &it_is],
        );
    }
}
