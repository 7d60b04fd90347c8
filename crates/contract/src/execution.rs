use serde_json::{Value, json};

use crate::{FailureKind, Mistakes};

/// Why a command gave no response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// There is no such adapter instance. Nothing ran.
    #[error("no adapter `{0}`")]
    UnknownAdapter(String),
    /// The adapter has no such command. Nothing ran.
    #[error("unknown command `{command}`; {hint}")]
    UnknownCommand {
        /// The name that was asked for.
        command: String,
        /// The command that was probably meant, or a list of all.
        hint: String,
    },
    /// The request does not fit the command. Nothing ran.
    #[error("{0}")]
    InvalidRequest(Mistakes),
    /// The properties that were given for the call are wrong. Nothing ran.
    #[error("{0}")]
    InvalidProperties(Mistakes),
    /// The adapter ran and could not answer.
    #[error(transparent)]
    Execution(#[from] ExecutionFailure),
}

impl CallError {
    /// Whether the same call can succeed later, and nothing was sent.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Execution(failure) if failure.is_retryable())
    }
}

/// An adapter that could not answer: it crashed, or it was stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}; {}", self.next())]
#[non_exhaustive]
pub struct ExecutionFailure {
    /// What kind of failure it is.
    pub code: ExecutionCode,
    /// Whether something may have been sent before.
    pub maybe_sent: bool,
    what: String,
}

/// The kinds of [`ExecutionFailure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExecutionCode {
    /// The component crashed.
    GuestTrapped,
    /// The call took longer than its deadline.
    DeadlineExceeded,
    /// The component asked for more memory than it may have, and then crashed.
    OutOfMemory,
    /// The component could not be started.
    NotStarted,
    /// The host itself failed during the call.
    HostFailed,
}

impl ExecutionCode {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::GuestTrapped => "guest-trapped",
            Self::DeadlineExceeded => "deadline-exceeded",
            Self::OutOfMemory => "out-of-memory",
            Self::NotStarted => "not-started",
            Self::HostFailed => "host-failed",
        }
    }
}

impl ExecutionFailure {
    /// A failure of this kind. `what` says what happened, without secrets and
    /// without what to do next, which follows from the other two.
    pub fn new(code: ExecutionCode, maybe_sent: bool, what: impl Into<String>) -> Self {
        Self {
            code,
            maybe_sent,
            what: what.into(),
        }
    }

    /// What a caller can do.
    pub fn kind(&self) -> FailureKind {
        if self.maybe_sent {
            FailureKind::UnknownOutcome
        } else {
            FailureKind::Temporary
        }
    }

    fn next(&self) -> &'static str {
        match (self.maybe_sent, self.code) {
            (true, ExecutionCode::HostFailed) => {
                "it is not known whether something was sent: find out before you try again"
            }
            (true, _) => {
                "a request had left before, so it is not known whether something was sent: find out before you try again"
            }
            (false, _) => "nothing was sent, so it is safe to try again",
        }
    }

    /// Whether it is safe to try again: nothing was sent.
    pub fn is_retryable(&self) -> bool {
        self.kind().is_retryable()
    }

    /// The failure as a flow sees it, in the form of a failed command.
    pub fn to_json(&self) -> Value {
        json!({
            "status": "failure",
            "failure": "execution-failed",
            "retryable": self.is_retryable(),
            "code": self.code.word(),
            "error": self.to_string(),
        })
    }
}
