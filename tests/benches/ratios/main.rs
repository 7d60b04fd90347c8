//! The host against native code, as ratios: what is compared runs in turns
//! (A, B, A, B…), so that a busy machine slows all of it alike.
//!
//! It measures and never fails for being slow: each aim is printed beside
//! what was found.

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
    // `cargo test --benches` asks only whether it runs.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let began = std::time::Instant::now();
    let setting = Setting::new();
    starting::size();
    let start = starting::guest(&setting);
    starting::load();
    webhook::run(&setting, start);
    sending::run(&setting);
    uip::run(&setting);
    println!("\nmeasured in {:.0} s", began.elapsed().as_secs_f64());
}
