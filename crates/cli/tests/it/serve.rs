use std::net::TcpListener;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Command;

use uip_testkit::tiny::cache_dir;

use super::{KEY, Outcome, Shell, tiny_config};

/// A server of commands at this address.
fn shell(listen: &str) -> Shell {
    let shell = Shell::with(&format!(
        "{}[server]\nlisten = '{listen}'\ncommandsToken = {{ file = 'token' }}\n",
        tiny_config(&format!("accessKey = \"{KEY}\""))
    ));
    shell.write("token", "a token of the engine");
    shell
}

#[test]
fn what_passes_by_itself_is_not_reported_as_a_mistake_in_the_configuration() {
    let used = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = used.local_addr().unwrap();
    let outcome = shell(&address.to_string()).uip(&["serve"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let says = format!("error: server.listen: cannot listen on {address}");
    assert!(outcome.stderr.contains(&says), "{outcome:?}");
}

#[test]
fn a_lock_of_another_process_passes_and_a_file_of_another_program_does_not() {
    let shell = shell("127.0.0.1:0");
    let lock = std::fs::File::create(shell.folder.path().join("uip-inbox.sqlite.lock")).unwrap();
    lock.lock().unwrap();
    let outcome = shell.uip(&["serve"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("in use by another process"));
    drop(lock);
    std::fs::create_dir(shell.folder.path().join("uip-inbox.sqlite")).unwrap();
    for verb in ["serve", "check"] {
        let outcome = shell.uip(&[verb]);
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.contains("is a directory"), "{outcome:?}");
    }
}

#[test]
fn a_limit_on_file_sizes_is_an_error_and_does_not_end_the_process() {
    let shell = shell("127.0.0.1:0");
    let mut limited = Command::new("sh");
    limited
        .args(["-c", "ulimit -f 16; exec \"$0\" serve"])
        .arg(env!("CARGO_BIN_EXE_uip"))
        .current_dir(&shell.folder)
        .env("UIP_CACHE_DIR", cache_dir());
    let output = limited.output().unwrap();
    assert_eq!(output.status.signal(), None);
    let outcome = Outcome::from(output);
    assert_ne!(outcome.code, 0);
    assert!(outcome.stderr.starts_with("error: "), "{outcome:?}");
}
