//! Processes one notification many times, for a profiler that counts
//! instructions:
//!
//! ```sh
//! cargo build --release --example webhook_work
//! valgrind --tool=callgrind target/release/examples/webhook_work one 100
//! ```
//!
//! The first argument is the shape (`one` message of 1.4 KB, a `batch` of ten,
//! `large` for a thousand in 3 MB), the second how often. The difference
//! between two counts is the work without the start.

use whatsapp::bindings::exports::uip::whatsapp::commands::ProcessWebhookRequest;
use whatsapp::webhook::process;

fn message(number: usize, length: usize) -> String {
    format!(
        r#"{{"from":"1650555{number:04}","from_user_id":"US.1349120865530274{number:04}","id":"wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQTdCNTg5RjY1MEMyRjlG{number:08}","timestamp":"1795248000","text":{{"body":"{}"}},"type":"text"}}"#,
        "Is there any rye left? ".repeat(length.div_ceil(23))
    )
}

fn contact(number: usize) -> String {
    format!(
        r#"{{"profile":{{"name":"Ada Lovelace"}},"wa_id":"1650555{number:04}","user_id":"US.1349120865530274{number:04}"}}"#
    )
}

fn notification(messages: usize, length: usize) -> String {
    let all = |item: &dyn Fn(usize) -> String| (0..messages).map(item).collect::<Vec<_>>();
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","time":1795248001,"changes":[{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"15550100200","phone_number_id":"106540352242922"}},"contacts":[{}],"messages":[{}]}},"field":"messages"}}]}}]}}"#,
        all(&contact).join(","),
        all(&|number| message(number, length)).join(",")
    )
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let shape = arguments.next().unwrap_or_default();
    let times: usize = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(1);
    let text = match shape.as_str() {
        "batch" => notification(10, 760),
        "large" => notification(1000, 2600),
        _ => notification(1, 760),
    };
    println!("{} bytes", text.len());
    let request = ProcessWebhookRequest {
        whats_app_notification: text,
        signature: None,
    };
    let mut bytes = 0;
    for _ in 0..times {
        let processed = process(&request, None, |event| {
            bytes += std::hint::black_box(event).id().len();
            Ok(())
        });
        assert!(processed.is_ok());
    }
    println!("{bytes} bytes of ids");
}
