//! How many instructions a call takes, and whose they are. Callgrind counts them, so
//! they hardly depend on the machine's speed and load.

mod profile;

use std::path::{Path, PathBuf};
use std::process::Command;

use tokio::runtime::Runtime;
use uip_testkit::measured::Table;

use crate::notifications;
use crate::setting::Setting;
use crate::{sending, webhook};
use profile::Profile;

/// The argument before what a process that is counted does, and how often.
const WORK: &str = "work";

const TITLE: &str = "Thousands of instructions for each call, by whose they are";

const COLUMNS: [&str; 8] = [
    "",
    "all",
    "ratio",
    "compiled component",
    "allocator",
    "copies and comparisons",
    "everything else",
    "allocations outside of the component",
];

/// A call that is counted, and how often. Each is counted twice, with few and with many
/// calls, and the difference is theirs: what happens once is in both.
struct Counted {
    name: &'static str,
    work: &'static str,
    few: u32,
    many: u32,
    /// Whether the lines after it are compared to this one.
    first: bool,
}

const fn counted(work: &'static str, name: &'static str, few: u32, many: u32) -> Counted {
    Counted {
        name,
        work,
        few,
        many,
        first: false,
    }
}

const ALL: [Counted; 8] = [
    counted("native-0", "one text, native", 50, 550).first(),
    counted("live-0", "one text, live instance", 50, 550),
    counted("native-1", "a batch of ten, native", 20, 120).first(),
    counted("live-1", "a batch of ten, live instance", 20, 120),
    counted("native-2", "a thousand messages, native", 2, 7).first(),
    counted("live-2", "a thousand messages, live instance", 2, 7),
    counted("post", "a plain POST, with what answers it", 50, 250).first(),
    counted("send", "sending a text, with what answers it", 50, 250),
];

impl Counted {
    const fn first(mut self) -> Self {
        self.first = true;
        self
    }
}

/// Does what a process that is counted was started for. False if this one was not.
pub fn work(arguments: &[String]) -> bool {
    let Some(place) = arguments.iter().position(|argument| argument == WORK) else {
        return false;
    };
    let [what, times] = &arguments[place + 1..] else {
        panic!("{WORK} is followed by what to do and how often");
    };
    let times = times.parse().expect("a number");
    // In one thread, what is counted does not depend on which one takes a task.
    let setting = Setting::of(one_thread());
    match what.as_str() {
        "post" => sending::posts(&setting, times),
        "send" => sending::sends(&setting, times),
        what => {
            let (how, which) = what.split_once('-').expect("how, and which notification");
            let all = notifications::all();
            let notification = &all[which.parse::<usize>().expect("a place")];
            match how {
                "native" => webhook::natively(notification, times),
                _ => webhook::live(&setting, notification, times),
            }
        }
    }
    true
}

fn one_thread() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be started")
}

/// Counts all of them, if Callgrind is there.
pub fn run() {
    println!("\n{TITLE}");
    if let Err(why) = measure() {
        println!("  NOT COUNTED: {why}");
    }
}

fn measure() -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a folder");
    // Where Callgrind runs, the processor can do less, and the component is compiled
    // for that one: once, before it counts.
    count("live-0", 1, folder.path())?;
    let mut kept = Table::new(TITLE, &COLUMNS);
    let mut first = 0.0;
    for counted in &ALL {
        let profile = of(counted, folder.path())?;
        let all = profile.all();
        if counted.first {
            first = all;
        }
        let thousands = |count: f64| format!("{:.1}", count / 1e3);
        let mut row = vec![
            counted.name.to_owned(),
            thousands(all),
            format!("{:.2}", all / first),
        ];
        row.extend(profile.by_owner().map(thousands));
        row.push(format!("{:.0}", profile.allocations));
        println!("  {}", row.join("  "));
        kept.row(row);
    }
    kept.keep();
    Ok(())
}

fn of(counted: &Counted, folder: &Path) -> Result<Profile, String> {
    let few = count(counted.work, counted.few, folder)?;
    let many = count(counted.work, counted.many, folder)?;
    Ok(many.less(&few).for_each_of(counted.many - counted.few))
}

fn count(work: &str, times: u32, folder: &Path) -> Result<Profile, String> {
    let out: PathBuf = folder.join("callgrind.out");
    let mut option = std::ffi::OsString::from("--callgrind-out-file=");
    option.push(&out);
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--compress-strings=no",
            "--compress-pos=no",
        ])
        .arg(option)
        .arg(std::env::current_exe().expect("this program has a path"))
        .args([WORK, work, &times.to_string()])
        .output()
        .map_err(|error| {
            format!(
                "valgrind cannot be started: {error}; on Debian: apt-get install valgrind libc6-dbg"
            )
        })?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let written = std::fs::read_to_string(&out).map_err(|error| error.to_string())?;
    Profile::of(&written).ok_or_else(|| {
        "the names of the allocator's functions are absent; on Debian: apt-get install libc6-dbg"
            .to_owned()
    })
}
