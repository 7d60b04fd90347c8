use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::server::{Server, Site};

/// How many bytes of a file system a server gets for its own.
const SIZE: &str = "6m";

/// From how many bytes on a file does not grow where there is no such file
/// system. Logs stay below.
const LIMIT: &str = "1000000";

/// How a server is brought to a disk of its own. What is mounted is seen by it
/// alone, and is gone with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mounts {
    /// For root.
    AsRoot,
    /// For users that may become root in a namespace of their own.
    AsUser,
}

impl Mounts {
    fn possible() -> Option<Self> {
        let folder = std::env::temp_dir();
        [Self::AsRoot, Self::AsUser].into_iter().find(|mounts| {
            Command::new("unshare")
                .args([mounts.flags(), "mount", "-t", "tmpfs", "none"])
                .arg(&folder)
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        })
    }

    fn flags(self) -> &'static str {
        match self {
            Self::AsRoot => "-m",
            Self::AsUser => "-Urm",
        }
    }

    /// Runs a program where the server sees its files.
    fn run(self, server: &Server, program: &[&str]) {
        let id = server.id().to_string();
        let mut command = Command::new("nsenter");
        command.args(["-t", &id, "-m"]);
        if self == Self::AsUser {
            command.args(["-U", "--preserve-credentials"]);
        }
        run(command.args(program));
    }
}

/// The disk that a server has its inbox on.
pub struct Disk {
    folder: PathBuf,
    mounts: Option<Mounts>,
}

impl Disk {
    /// A small file system, where the machine lets the test mount one.
    /// Otherwise one on which files do not grow.
    pub fn small(site: &Site) -> Self {
        let mounts = Mounts::possible();
        if mounts.is_none() {
            println!("not shown here, because nothing can be mounted: a full file system");
        }
        Self::new(site, mounts)
    }

    /// One on which files do not grow when it is full.
    pub fn limited(site: &Site) -> Self {
        Self::new(site, None)
    }

    fn new(site: &Site, mounts: Option<Mounts>) -> Self {
        let folder = site.path().join("disk");
        std::fs::create_dir(&folder).expect("room for temporary files");
        site.change(
            "[server]",
            "[inbox]\nfile = \"disk/uip-inbox.sqlite\"\n\n[server]",
        );
        Self { folder, mounts }
    }

    /// Starts a server on it.
    pub fn serve(&self, site: &Site) -> Server {
        let folder = self.folder.display().to_string();
        let mount = format!("mount -t tmpfs -o size={SIZE} none \"$0\" && exec \"$@\"");
        match self.mounts {
            Some(mounts) => {
                site.serve_within(&["unshare", mounts.flags(), "sh", "-c", &mount, &folder])
            }
            None => site.serve(),
        }
    }

    /// Leaves no free space.
    pub fn fill(&self, server: &Server) {
        if self.mounts.is_none() {
            return limit(server, LIMIT);
        }
        let mut filling = File::create(self.filling(server)).expect("a file on the disk");
        loop {
            match filling.write_all(&[b'x'; 4096]) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return,
                Err(error) => panic!("the disk cannot be filled: {error}"),
            }
        }
    }

    /// Frees the space again.
    pub fn free(&self, server: &Server) {
        if self.mounts.is_none() {
            return limit(server, "unlimited");
        }
        std::fs::remove_file(self.filling(server)).expect("the file that fills the disk");
    }

    fn filling(&self, server: &Server) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", server.id()));
        let folder = self.folder.strip_prefix("/").expect("an absolute path");
        root.join(folder).join("filling")
    }

    /// What the server reports for a write without free space.
    pub fn word(&self) -> &'static str {
        match self.mounts {
            Some(_) => "store-full",
            None => "store-broken",
        }
    }
}

/// A folder that becomes read-only after a write has failed, as Linux makes a
/// file system when its disk fails.
pub struct Failing {
    folder: PathBuf,
    mounts: Option<Mounts>,
}

impl Failing {
    pub fn new(site: &Site) -> Self {
        let Disk { folder, mounts } = Disk::new(site, Mounts::possible());
        Self { folder, mounts }
    }

    pub fn serve(&self, site: &Site) -> Server {
        match self.mounts {
            Some(mounts) => site.serve_within(&["unshare", mounts.flags()]),
            None => site.serve(),
        }
    }

    /// Writes fail, and nothing can be opened to be written.
    pub fn fail(&self, server: &Server) {
        let folder = self.folder.display().to_string();
        if let Some(mounts) = self.mounts {
            mounts.run(server, &["mount", "--bind", &folder, &folder]);
            mounts.run(server, &["mount", "-o", "remount,bind,ro", &folder]);
        } else {
            self.allow(false);
            let file = self.folder.join("uip-inbox.sqlite");
            let opened = File::options().write(true).open(file);
            assert!(
                opened.is_err(),
                "nothing can be mounted here, and permissions bind nobody: \
                 run this test as an ordinary user, or where root may mount"
            );
        }
        limit(server, LIMIT);
    }

    /// Nothing can be opened to be written still, and nothing else is wrong.
    pub fn read_only(server: &Server) {
        limit(server, "unlimited");
    }

    pub fn repair(&self, server: &Server) {
        match self.mounts {
            Some(mounts) => mounts.run(server, &["umount", &self.folder.display().to_string()]),
            None => self.allow(true),
        }
    }

    fn allow(&self, allowed: bool) {
        let mode = |path: &Path| {
            let mode = if allowed { "u+w" } else { "u-w" };
            run(Command::new("chmod").arg(mode).arg(path));
        };
        for entry in std::fs::read_dir(&self.folder).expect("the folder") {
            mode(&entry.expect("a file").path());
        }
        mode(&self.folder);
    }
}

fn limit(server: &Server, bytes: &str) {
    // The soft limit alone: the hard one stays, so that it can be raised again.
    let mut command = Command::new("prlimit");
    run(command
        .args(["--pid", &server.id().to_string()])
        .arg(format!("--fsize={bytes}:")));
}

fn run(command: &mut Command) {
    let output = command.output().expect("it can be started");
    assert!(output.status.success(), "{command:?}: {output:?}");
}
