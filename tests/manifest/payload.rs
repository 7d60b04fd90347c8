//! An event has two faces: typed fields for code, and `payload`, WhatsApp's
//! own JSON, for flows. What one offers, the other offers.
//!
//! The types are walked with WhatsApp's names: a field is its `snake_case`
//! form, unless [`RENAMED`] says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use wit_parser::{Type, TypeDefKind};

use crate::contract::{self, Contract};
use crate::manifest::{self, named, table};

/// A field or case (`type.member`) and the path it has in WhatsApp's JSON,
/// from its parent on. Empty: the parent itself, whole.
const RENAMED: &[(&str, &str)] = &[
    ("contact.profile-name", "profile.name"),
    ("contact.username", "profile.username"),
    ("message.message-type", "type"),
    ("message.content", ""),
    ("content.text", "text.body"),
    ("content.revoke", "revoke.original_message_id"),
    ("content.unsupported", "unsupported.type"),
    ("content.other", ""),
    ("contact-card.formatted-name", "name.formatted_name"),
    ("contact-card.first-name", "name.first_name"),
    ("contact-card.last-name", "name.last_name"),
    ("contact-card.emails", "emails[0].email"),
    ("contact-card.company", "org.company"),
    ("contact-card.card", ""),
    ("card-phone.label", "type"),
    ("interactive-reply.form-reply", "nfm_reply"),
    ("interactive-reply.other", ""),
    ("call-permission.expires", "expiration_timestamp"),
    ("order.items", "product_items"),
    ("system-change.change-type", "type"),
    ("context.message-id", "id"),
    ("context.catalog-id", "referred_product.catalog_id"),
    (
        "context.product-retailer-id",
        "referred_product.product_retailer_id",
    ),
    ("referral.referral", ""),
    ("webhook-error.details", "error_data.details"),
    ("status.status-type", "type"),
    ("status.participant-id", "recipient_participant_id"),
    ("status.callback-data", "biz_opaque_callback_data"),
    ("conversation.origin", "origin.type"),
    ("conversation.expires", "expiration_timestamp"),
    ("pricing.pricing-type", "type"),
];

/// What an event's record holds beside the change's own members.
const ABOUT_THE_EVENT: &[&str] = &["event-id", "payload"];

/// Rows without a field: a variant's name in the types, and the time of an
/// entry, which the record of a message or status does not have.
const WITHOUT_A_FIELD: &[&str] = &["messages[0].interactive.type", "entry.time"];

/// Where each member of each type lies in the payload. A type used in several
/// places, as that of media files, has several paths for one member.
#[derive(Default)]
struct Paths(BTreeMap<String, BTreeSet<String>>);

impl Paths {
    fn walk(&mut self, wit: &Contract, ty: Type, path: &str) {
        let owner = wit.type_name(ty).unwrap_or_default().to_owned();
        match wit.kind(ty) {
            Some(TypeDefKind::Option(inner)) => self.walk(wit, *inner, path),
            Some(TypeDefKind::List(item)) => self.walk(wit, *item, &format!("{path}[0]")),
            Some(TypeDefKind::Record(record)) => {
                for field in &record.fields {
                    self.member(wit, &owner, &field.name, Some(field.ty), path);
                }
            }
            Some(TypeDefKind::Variant(variant)) => {
                for case in &variant.cases {
                    self.member(wit, &owner, &case.name, case.ty, path);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, wit: &Contract, owner: &str, name: &str, ty: Option<Type>, parent: &str) {
        let key = format!("{owner}.{name}");
        let renamed = RENAMED.iter().find(|(member, _)| *member == key);
        let own = renamed.map_or_else(|| name.to_snake_case(), |(_, path)| (*path).to_owned());
        let path = match (parent, own.as_str()) {
            (parent, "") => parent.to_owned(),
            ("", own) => own.to_owned(),
            (parent, own) => format!("{parent}.{own}"),
        };
        self.0.entry(key).or_default().insert(path.clone());
        if let Some(ty) = ty {
            self.walk(wit, ty, &path);
        }
    }
}

/// The paths of one event.
fn paths(wit: &Contract, event: Type) -> Paths {
    let mut paths = Paths::default();
    for (name, ty) in wit.record(event) {
        if ABOUT_THE_EVENT.contains(&name.as_str()) {
            continue;
        }
        let path = match name.as_str() {
            "message" => "messages[0]".to_owned(),
            "status" => "statuses[0]".to_owned(),
            "business-account-id" => "entry.id".to_owned(),
            "time" => "entry.time".to_owned(),
            other => other.to_snake_case(),
        };
        paths
            .0
            .insert(format!("event.{name}"), BTreeSet::from([path.clone()]));
        paths.walk(wit, ty, &path);
    }
    paths
}

/// Whether `path` is `row`, or a part of it.
fn lies_in(path: &str, row: &str) -> bool {
    path.strip_prefix(row)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[test]
fn every_typed_field_of_an_event_has_a_row_for_designers() {
    let (manifest, wit) = (manifest::read(), contract::read());
    for (name, function) in wit.events() {
        let rows = table(named(&manifest, "events", &name), "properties");
        for (member, paths) in paths(&wit, function.params[0].ty).0 {
            let found = paths
                .iter()
                .any(|path| rows.contains_key(path) || rows.keys().any(|row| lies_in(row, path)));
            assert!(found, "{name}: no row for {member}, at {paths:?}");
        }
    }
}

#[test]
fn every_row_of_an_event_has_a_typed_field() {
    let (manifest, wit) = (manifest::read(), contract::read());
    for (name, function) in wit.events() {
        let known: BTreeSet<String> = paths(&wit, function.params[0].ty)
            .0
            .into_values()
            .flatten()
            .collect();
        for row in table(named(&manifest, "events", &name), "properties").keys() {
            assert!(
                WITHOUT_A_FIELD.contains(&row.as_str())
                    || known.iter().any(|path| lies_in(path, row)),
                "{name}: no typed field for {row}"
            );
        }
    }
}

#[test]
fn every_renamed_member_is_one_of_the_contract() {
    let wit = contract::read();
    let members: BTreeSet<String> = wit
        .events()
        .flat_map(|(_, function)| paths(&wit, function.params[0].ty).0.into_keys())
        .collect();
    for (member, _) in RENAMED {
        assert!(members.contains(*member), "{member} is not in wit/");
    }
}
