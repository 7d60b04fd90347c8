//! Generates an adapter's manifest, `adapter.json`, from two sources:
//!
//! - the adapter's **WIT package**: names, types, what is required, the words of
//!   an enum, and descriptions, which are the doc comments;
//! - the small file **`designer.toml`**: display names, examples, limits, defaults,
//!   secrets, and the paths of an event's values in its payload. See [`Designer`].
//!
//! ```no_run
//! # fn main() -> Result<(), uip_manifest::Error> {
//! let designer = uip_manifest::Designer::from_file("designer.toml")?;
//! let manifest = uip_manifest::generate("wit", "adapter", &designer)?;
//! std::fs::write("adapter.json", manifest).unwrap();
//! # Ok(())
//! # }
//! ```
//!
//! # What is read from the WIT
//!
//! The world imports the interfaces `properties` and `events`, and exports
//! `commands`. Each may be of another package, which is then in `deps/`: adapters
//! of the same service share events. The record of a property, a request or an answer becomes rows; a
//! field's name is written in camelCase, an event's in `snake_case`. A row inside
//! another has a path: `header.image.link`, `buttons[0].title`. A case of a
//! variant keeps its name.
//!
//! The **first paragraph** of a field's doc comment is its description. Further
//! paragraphs are for programmers: put limits and defaults there, because a
//! designer sees them next to the description. A maximum in the comment that
//! differs from `designer.toml` is an error. All paragraphs of a function's
//! comment are its description. If a field's comment ends with "as in
//! `send-text`", the comment of the field with the same name in that command is
//! used. A name of the contract in backticks is written as a designer knows it:
//! `body-parameters` becomes bodyParameters.

mod contract;
mod designer;
mod error;
mod events;
mod example;
mod hints;
mod manifest;
mod pages;
mod prose;
mod render;
mod rows;
mod signatures;

pub use designer::{CommandHints, Designer, EventHints, EventRow, Hints, Release};
pub use error::Error;
pub use manifest::generate;
pub use pages::with_tables;
