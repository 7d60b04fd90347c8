//! Message templates: listed, created, edited, deleted.

mod check;
mod create;
mod delete;
mod edit;
mod list;
mod refusal;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use edit::edit;
pub(super) use list::{list, read};
