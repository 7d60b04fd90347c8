//! What has to happen before a command runs: loading the component, starting
//! a guest.

use std::time::{Duration, Instant};

use serde_json::json;
use uip_host::{Adapter, Host};
use uip_testkit::{component, workspace};

use crate::measure::{Contestant, in_turns};
use crate::setting::Setting;
use crate::table;

/// The component's size, which a test bounds.
pub fn size() {
    let mut found = table::compare("The component");
    let bytes = std::fs::read(component()).expect("it was built").len();
    found.note(&format!("{:.0} KB", table::kilobytes(bytes)));
}

/// What a guest's start costs: instantiation, and its end. A call that is
/// refused at once is made on a live and on a fresh instance; the start is the
/// difference.
pub fn guest(setting: &Setting) {
    let live = setting.instance(|it| it);
    let fresh = setting.instance(|it| it.fresh_guests(true));
    let request = json!({"whatsAppNotification": ""});
    let refused = |instance| setting.time_call(instance, "processWebhook", &request, "failure");

    let mut found = table::compare("Starting a guest: a call that is refused at once");
    let samples = in_turns(
        3000,
        vec![
            Contestant::new("live instance", || refused(&live)),
            Contestant::new("fresh instance", || refused(&fresh)),
        ],
    );
    found.times(&samples);
    let start = samples[1].median().saturating_sub(samples[0].median());
    found.note(&format!("instantiation: {}", table::shown(start)));
}

/// Loading from the cache against compiling.
pub fn load() {
    let folder = tempfile::tempdir().expect("a folder");
    let cached = || Host::builder().cache_dir(folder.path());
    let anew = || Host::builder().no_cache();

    let mut found = table::compare("Loading the component and its manifest into a new host");
    let samples = in_turns(
        10,
        vec![
            Contestant::new("compiled, without the cache", || load_into(anew())),
            Contestant::new("from the cache", || load_into(cached())),
        ],
    );
    found.times(&samples);
}

fn load_into(host: uip_host::HostBuilder) -> Duration {
    let host = host.build().expect("the engine starts");
    let manifest = workspace().join("adapter.json");
    let began = Instant::now();
    let adapter = Adapter::from_files(&host, component(), manifest);
    let took = began.elapsed();
    adapter.expect("the component and its manifest fit");
    took
}
