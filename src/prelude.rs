//! What Rust's own prelude holds and `core` lacks: the component is built
//! without the standard library.

pub use alloc::borrow::ToOwned;
pub use alloc::format;
pub use alloc::string::{String, ToString};
pub use alloc::vec;
pub use alloc::vec::Vec;
