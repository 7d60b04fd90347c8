use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::net::TcpStream;

/// How long a broker may take to start: seconds, and minutes on a machine with much
/// to do.
pub const LONGEST_START: Duration = Duration::from_mins(10);

/// A process, and what it started; all end when this is dropped.
pub struct Group(Child);

impl Group {
    pub fn start(command: &mut Command) -> Self {
        use std::os::unix::process::CommandExt as _;
        command.stdin(Stdio::null()).process_group(0);
        Self(command.spawn().unwrap())
    }

    /// Ends all of it at once, as a power cut does.
    pub fn kill(&mut self) {
        self.signal("-KILL");
    }

    /// Asks it to end, as an administrator does.
    pub fn stop(&mut self) {
        self.signal("-TERM");
    }

    /// Sends a signal that ends it, and waits until nothing of it runs.
    fn signal(&mut self, signal: &str) {
        let group = format!("-{}", self.0.id());
        let send = |signal: &str| {
            let mut kill = Command::new("kill");
            let sent = kill.args([signal, "--", &group]).stderr(Stdio::null());
            sent.status().unwrap().success()
        };
        assert!(send(signal));
        self.0.wait().unwrap();
        while send("-0") {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until something listens at an address.
    pub async fn listens_at(&mut self, address: SocketAddr, name: &str) {
        let start = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            assert!(!self.has_ended(), "{name} ended");
            assert!(start.elapsed() < LONGEST_START, "{name} hangs");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if !self.has_ended() {
            self.kill();
        }
    }
}
