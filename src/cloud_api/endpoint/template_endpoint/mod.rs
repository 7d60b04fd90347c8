//! Templates of the account: created, changed, deleted, and the sample files for
//! their headers.

mod answer;
mod sample;

pub use answer::{created, mend, mend_id, updated};
pub use sample::{Sample, UploadId};
