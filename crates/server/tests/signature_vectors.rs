//! Signatures that Twilio's own libraries computed.

use std::path::Path;

use serde_json::Value;
use uip_server::signature::{SignedContent, TwilioKey};
use url::form_urlencoded::Serializer;

/// The vectors, which may be next to this checkout.
fn vectors() -> Option<Vec<Value>> {
    let file = "../../../shared/corpus/twilio/signature/vectors.json";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(file).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

fn form(parameters: &Value) -> String {
    let mut form = Serializer::new(String::new());
    for (name, value) in parameters.as_object().into_iter().flatten() {
        let one = std::slice::from_ref(value);
        for value in value.as_array().map_or(one, Vec::as_slice) {
            form.append_pair(name, value.as_str().unwrap());
        }
    }
    form.finish()
}

#[test]
fn every_vector_has_the_verdict_of_twilios_libraries() {
    let Some(vectors) = vectors() else {
        println!("the vectors are not next to this checkout: the unit tests contain some");
        return;
    };
    // Keys of their own, for HMAC with SHA-256, are not supported.
    let of_auth_token = |vector: &&Value| vector["algorithm"] == "HMAC_SHA1";
    let mut verdicts = 0;
    for vector in vectors.iter().filter(of_auth_token) {
        let text = |name: &str| vector[name].as_str().unwrap();
        let body = vector["body"].as_str();
        let (is_form, body) = match body {
            Some(body) => (false, body.to_owned()),
            None => (true, form(&vector["params"])),
        };
        let key = TwilioKey::new(text("token").as_bytes());
        let content = SignedContent::of_request(text("url"), is_form, body.as_bytes());
        let is_right = content.is_some_and(|it| key.verifies(&it, text("signature").as_bytes()));
        assert_eq!(is_right, vector["valid"], "{}", text("name"));
        verdicts += 1;
    }
    assert!(verdicts > 20, "{verdicts}");
}
