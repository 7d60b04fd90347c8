//! What commands print on standard output.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write as _};

use crate::failure::Failure;

/// Prints a text and the end of its line. A reader that is gone, such as `head`, has
/// seen enough: that is no failure.
pub fn line(text: impl Display) -> io::Result<()> {
    written(|stdout| writeln!(stdout, "{text}"))
}

/// Prints what was asked for.
pub fn show(text: impl Display) -> Result<(), Failure> {
    line(text).map_err(|error| unprinted(&error))
}

/// Prints what a command did that may have changed something.
pub fn tell(text: impl Display) -> Result<(), Failure> {
    line(text).map_err(|error| {
        Failure::Afterwards(format!(
            "the command ran, and its result could not be printed: {error} (look at what it changed before you repeat it)"
        ))
    })
}

/// That what was asked for could not be printed.
pub fn unprinted(error: &io::Error) -> Failure {
    Failure::Afterwards(format!(
        "the output could not be printed: {error} (nothing was changed)"
    ))
}

/// Runs `write`, and writes out what it left in the buffer.
pub fn written(
    write: impl FnOnce(&mut io::StdoutLock<'static>) -> io::Result<()>,
) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Lines that are printed as they come. The first that cannot be printed fails the
/// command at its end: what comes meanwhile may matter more.
#[derive(Default)]
pub struct Lines {
    failed: Option<io::Error>,
}

impl Lines {
    pub fn say(&mut self, text: impl Display) {
        if self.failed.is_none() {
            self.failed = line(text).err();
        }
    }

    pub fn end(self) -> Result<(), Failure> {
        self.failed.map_or(Ok(()), |error| Err(unprinted(&error)))
    }
}

/// Says something on standard error that is no failure.
pub fn note(text: impl Display) {
    // Nobody is left to tell when this fails.
    let _ = writeln!(io::stderr().lock(), "{text}");
}
