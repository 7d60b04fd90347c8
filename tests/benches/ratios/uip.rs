//! `uip call` as a script sees it: a process from its start to its end.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use uip_testkit::configuration::{ACCESS_TOKEN, APP_SECRET};
use uip_testkit::{Configuration, Process, component, workspace};

use crate::measure::{Contestant, in_turns};
use crate::notifications;
use crate::setting::Setting;
use crate::table;

const ROUNDS: usize = 30;

pub fn run(setting: &Setting) {
    let mut found = table::compare("uip call, warm: the whole process");
    let Some(uip) = built() else {
        found.note("not measured: uip was not built; `cargo xtask bench` builds it");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    configure(setting, folder.path());
    let customer = setting.scene.sandbox.customer("16505551234");
    let message_id = format!("messageId={}", customer.says("Thank you!"));
    let token = setting.scene.sandbox.token();
    let call = |arguments: &[&str]| call(&uip, folder.path(), token, arguments);

    let samples = in_turns(
        ROUNDS,
        vec![
            Contestant::new("describe, which loads no component", || {
                call(&["describe", "--format", "json"])
            }),
            Contestant::new("call sendMessageReaction", || {
                call(&[
                    "call",
                    "sendMessageReaction",
                    "--set",
                    "phoneNumber=+16505551234",
                    "--set",
                    &message_id,
                    "--set",
                    "emoji=👍",
                ])
            }),
            Contestant::new("call processWebhook", || {
                call(&[
                    "call",
                    "processWebhook",
                    "--set",
                    "whatsAppNotification=@notification.json",
                    "--events",
                    "events.jsonl",
                ])
            }),
        ],
    );
    found.times(&samples);
    for it in &samples[1..] {
        let milliseconds = it.median().as_secs_f64() * 1e3;
        found.aim(
            &format!("{} under 15 ms", it.name),
            milliseconds,
            15.0,
            " ms",
        );
    }
    drop(found);

    let mut found =
        table::compare("uip serve, warm: from the start of the process until it is ready");
    let samples = in_turns(
        ROUNDS,
        vec![Contestant::new("uip serve", || {
            serve(&uip, folder.path(), token)
        })],
    );
    found.times(&samples);
    let milliseconds = samples[0].median().as_secs_f64() * 1e3;
    found.aim("uip serve under 300 ms", milliseconds, 300.0, " ms");
}

/// `uip` is in the same folder as this benchmark's own folder.
fn built() -> Option<PathBuf> {
    let here = std::env::current_exe().ok()?;
    let name = format!("uip{}", std::env::consts::EXE_SUFFIX);
    let uip = here.parent()?.parent()?.join(name);
    uip.exists().then_some(uip)
}

fn configure(setting: &Setting, folder: &Path) {
    let sandbox = &setting.scene.sandbox;
    let url = sandbox.base_url();
    let configuration = Configuration {
        component: component(),
        manifest: &workspace().join("adapter.json"),
        phone_number_id: sandbox.phone_number_id(),
        api_base_url: Some(&url),
        commands: false,
        deliver: &[],
    };
    let write = |name: &str, content: &str| {
        std::fs::write(folder.join(name), content).expect("a file");
    };
    write("uip.toml", &configuration.to_toml());
    let [small, ..] = notifications::all();
    write("notification.json", &small.text);
}

/// How long `uip serve` takes until it says that it is ready.
fn serve(uip: &Path, folder: &Path, token: &str) -> Duration {
    let mut command = Command::new(uip);
    command
        .current_dir(folder)
        .env("UIP_CACHE_DIR", folder.join("compiled"))
        .env(ACCESS_TOKEN, token)
        .env(APP_SECRET, BASE64_STANDARD.encode(ACCESS_TOKEN))
        .env("RUST_LOG", "warn")
        .arg("serve");
    let began = Instant::now();
    let process = Process::start(&mut command);
    let took = began.elapsed();
    process.expect("uip serve is ready");
    took
}

fn call(uip: &Path, folder: &Path, token: &str, arguments: &[&str]) -> Duration {
    let mut command = Command::new(uip);
    command
        .current_dir(folder)
        .env("UIP_CACHE_DIR", folder.join("compiled"))
        .env(ACCESS_TOKEN, token)
        .args(arguments);
    let began = Instant::now();
    let output = command.output().expect("uip starts");
    let took = began.elapsed();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    took
}
