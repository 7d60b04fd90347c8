//! The host against native code, as ratios: what is compared runs in turns
//! (A, B, A, B…), so that a busy machine slows all of it alike.
//!
//! It measures and never fails for being slow: each aim is printed next
//! to the result. `cargo xtask bench` runs all of it; arguments of the
//! binary choose parts: `load`, `webhook`, `sending`, `carriers`, `uip`,
//! `instructions`.

mod carriers;
mod instructions;
mod measure;
mod notifications;
mod sending;
mod setting;
mod starting;
mod table;
mod uip;
mod webhook;

use setting::Setting;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` asks only whether it runs.
    if wanted.iter().any(|argument| argument == "--test") {
        return;
    }
    if instructions::work(&wanted) {
        return;
    }
    // Cargo adds `--bench`; arguments without dashes name parts.
    let named: Vec<&String> = wanted.iter().filter(|it| !it.starts_with('-')).collect();
    let is_wanted = |part: &str| named.is_empty() || named.iter().any(|name| *name == part);

    let began = std::time::Instant::now();
    let setting = Setting::new();
    starting::size();
    starting::guest(&setting);
    if is_wanted("load") {
        starting::load();
    }
    if is_wanted("webhook") {
        webhook::run(&setting);
    }
    if is_wanted("sending") {
        sending::run(&setting);
    }
    if is_wanted("carriers") {
        carriers::run(&setting);
    }
    if is_wanted("uip") {
        uip::run(&setting);
    }
    if is_wanted("instructions") {
        instructions::run();
    }
    println!("\nmeasured in {:.0} s", began.elapsed().as_secs_f64());
}
