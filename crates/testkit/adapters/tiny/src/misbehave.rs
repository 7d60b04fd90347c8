use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::bindings::exports::acme::tiny::commands::{FetchRequest, MisbehaveRequest, Survived};

/// How many calls this instance has served. A new instance begins at zero.
static CALLS: AtomicU32 = AtomicU32::new(0);

pub(crate) fn misbehave(request: &MisbehaveRequest) -> Survived {
    let calls = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
    if let Some(url) = &request.post_first {
        let posted = crate::fetch::fetch(&FetchRequest {
            url: url.clone(),
            body: Some("first".to_owned()),
            connect_timeout_ms: None,
            first_byte_timeout_ms: None,
            between_bytes_timeout_ms: None,
            pieces: None,
            drop_body: None,
            mind_write_errors: None,
        });
        black_box(&posted);
    }
    let text = match request.how.as_str() {
        "spin" => spin(),
        "trap" => std::process::abort(),
        "panic" => panic!("on purpose, and here is the key: {}", crate::key()),
        "exhaust" => exhaust(),
        "recurse" => recurse(0).to_string(),
        "exit" => std::process::exit(3),
        "wait" => {
            std::thread::sleep(std::time::Duration::from_hours(1));
            "woke".to_owned()
        }
        "socket" => format!(
            "{:?}",
            std::net::TcpStream::connect("127.0.0.1:9").map(|_| ())
        ),
        "file" => format!("{:?}", std::fs::read_dir("/").map(|_| ())),
        "environment" => format!(
            "{:?} {:?}",
            std::env::vars().count(),
            std::env::args().count()
        ),
        "print" => {
            println!("printed with {}", crate::key());
            eprintln!("{}", "x".repeat(10_000));
            "printed".to_owned()
        }
        other => other.to_owned(),
    };
    Survived { text, calls }
}

fn spin() -> String {
    let mut count: u64 = 0;
    loop {
        count = black_box(count.wrapping_add(1));
    }
}

fn exhaust() -> String {
    let mut kept: Vec<Vec<u8>> = Vec::new();
    loop {
        kept.push(black_box(vec![1; 1 << 20]));
    }
}

#[expect(unconditional_recursion, reason = "that is the point")]
fn recurse(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    black_box(recurse(depth + 1)) + frame.iter().sum::<u64>()
}
