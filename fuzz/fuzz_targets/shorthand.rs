//! `sendMessageShorthand`: a template in one text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use uip_fuzz::{check_refusal, is_json};
use whatsapp::cloud_api::shorthand_template;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match shorthand_template(text, None) {
        Ok(template) => {
            let json = template.components.json();
            assert!(is_json(&json), "components are not JSON: {json}");
        }
        Err(refusal) => check_refusal(&refusal.into()),
    }
});
