//! `uip events`, `uip notifications` and `uip triggers`, without a server.

use super::Shell;

/// A folder with an inbox that holds nothing: an empty file is one.
pub fn with_an_inbox() -> Shell {
    let shell = Shell::with("[inbox]\nfile = 'inbox.sqlite'\n");
    shell.write("inbox.sqlite", "");
    shell
}
