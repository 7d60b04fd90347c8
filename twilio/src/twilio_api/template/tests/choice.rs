//! Which template a name means, and which a list has.

use serde_json::json;
use uip_kit::CommandError;
use uip_kit::json::Document;

use super::{SID, refused};
use crate::bindings::uip::whatsapp_twilio::templates::ListTemplatesRequest;
use crate::twilio_api::template::{Choice, Filter, Reference, listed};

#[test]
fn a_template_is_named_or_a_content_sid() {
    let by_sid = Reference::parse(&format!(" {SID} "), None).unwrap();
    assert!(matches!(by_sid, Reference::Sid(sid) if sid.as_str() == SID));
    assert!(matches!(
        Reference::parse("order update", Some("en_US")),
        Ok(Reference::Named(_))
    ));
    for (name, language, code) in [
        ("", Some("en"), "invalid-template-name"),
        ("a\nb", Some("en"), "invalid-template-name"),
        (&"a".repeat(513), Some("en"), "invalid-template-name"),
        ("order", None, "missing-language-code"),
        ("order", Some(" "), "missing-language-code"),
        ("order", Some("en-US"), "invalid-language-code"),
        ("order", Some("en&x=1"), "invalid-language-code"),
        ("order", Some("EN"), "invalid-language-code"),
    ] {
        assert_eq!(
            refused(Reference::parse(name, language)).code,
            code,
            "{name} {language:?}"
        );
    }
}

fn approval(name: &str, friendly: &str, language: &str, status: &str) -> String {
    json!({"sid": SID, "friendly_name": friendly, "language": language,
           "variables": {"1": "x"}, "types": {"twilio/text": {"body": "{{1}}"}},
           "approval_requests": {"name": name, "category": "UTILITY", "status": status}})
    .to_string()
}

fn chosen(contents: &[String], is_whole: bool) -> Result<String, CommandError> {
    let Reference::Named(named) = Reference::parse("order", Some("en")).unwrap() else {
        panic!("a name")
    };
    let mut choice = Choice::default();
    for json in contents {
        let document = Document::parse(json).unwrap();
        choice.look(&document.object().unwrap(), json, &named);
    }
    Ok(choice.take(&named, is_whole)?)
}

#[test]
fn an_approved_template_is_the_choice() {
    let others = [
        approval("order", "x", "it", "approved"),
        approval("orders", "order", "en", "approved"),
        approval("order", "x", "en", "pending"),
    ];
    let failure = refused(chosen(&others, true));
    assert_eq!(failure.code, "template-not-approved");
    assert!(failure.error.contains("pending"), "{}", failure.error);
    let mut with = others.to_vec();
    with.push(approval("order", "x", "en", "APPROVED"));
    assert_eq!(chosen(&with, true).unwrap(), with[3]);
    let friendly = [approval("", "order", "en", "approved")];
    assert_eq!(chosen(&friendly, true).unwrap(), friendly[0]);
    assert_eq!(
        refused(chosen(&others[..2], true)).code,
        "template-not-found"
    );
    assert!(refused(chosen(&[], false)).error.contains("in time"));
}

#[test]
fn a_list_is_filtered_here() {
    let request = |name: Option<&str>, status: Option<&str>| ListTemplatesRequest {
        name: name.map(str::to_owned),
        status: status.map(str::to_owned),
        language: Some("en".to_owned()),
        limit: None,
    };
    let json = approval("order_update", "x", "en", "approved");
    let document = Document::parse(&json).unwrap();
    let template = listed(&document.object().unwrap(), &json).unwrap();
    assert_eq!(
        (template.id.as_str(), template.name.as_str()),
        (SID, "order_update")
    );
    assert_eq!(template.status.as_deref(), Some("APPROVED"));
    assert_eq!(template.parameter_format.as_deref(), Some("POSITIONAL"));
    for (name, status, is_taken) in [
        (None, None, true),
        (Some("ORDER_"), Some("APPROVED"), true),
        (Some("bread"), None, false),
        (None, Some("PENDING"), false),
    ] {
        let filter = Filter::parse(&request(name, status)).unwrap();
        assert_eq!(filter.takes(&template), is_taken);
        assert_eq!(
            filter.path(),
            "/v2/ContentAndApprovals?PageSize=100&Language=en"
        );
    }
    for limit in [0, 1001] {
        let request = ListTemplatesRequest {
            limit: Some(limit),
            ..request(None, None)
        };
        assert_eq!(refused(Filter::parse(&request)).code, "invalid-limit");
    }
    let bad = ListTemplatesRequest {
        language: Some("en&Channel=x".to_owned()),
        ..request(None, None)
    };
    assert_eq!(refused(Filter::parse(&bad)).code, "invalid-language-code");
}
