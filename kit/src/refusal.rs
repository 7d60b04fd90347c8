//! Why a request is rejected before anything is sent.

use crate::{CommandError, Failure, FailureCategory, field, property};

/// The failure of a request that was not sent.
///
/// It is boxed: `?` then moves a pointer instead of the 80 bytes of a
/// [`CommandError`], which makes the component 10 KB smaller.
#[derive(Debug)]
pub struct Refusal(Box<CommandError>);

impl Refusal {
    /// What it says, to add to it or to change it. All that is made here is a
    /// permanent failure.
    pub fn failure_mut(&mut self) -> Option<&mut Failure> {
        match &mut *self.0 {
            CommandError::PermanentFailure(failure) => Some(failure),
            _ => None,
        }
    }
}

impl From<CommandError> for Refusal {
    #[inline(never)]
    fn from(error: CommandError) -> Self {
        Self(Box::new(error))
    }
}

impl From<Refusal> for CommandError {
    fn from(refusal: Refusal) -> Self {
        *refusal.0
    }
}

/// As [`field::refuse`].
#[inline(never)]
pub fn refuse(code: &str, error: &str, advice: &str) -> Refusal {
    field::refuse(code, error, advice).into()
}

/// As [`field::refuse_as`].
#[inline(never)]
pub fn refuse_as(category: FailureCategory, code: &str, error: &str, advice: &str) -> Refusal {
    field::refuse_as(category, code, error, advice).into()
}

/// As [`property::refuse`].
#[inline(never)]
pub fn refuse_property(code: &str, error: &str, advice: &str) -> Refusal {
    property::refuse(code, error, advice).into()
}
