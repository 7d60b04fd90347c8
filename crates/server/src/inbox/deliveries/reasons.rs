use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// Why a pending delivery waits for its time. The numbers are in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WaitReason {
    /// It has not been tried, or an operator asked for it.
    Turn,
    /// The receiver could not be reached, or failed: exponential backoff, until
    /// the receiver takes another event.
    Unavailable,
    /// The receiver refused this event: exponential backoff.
    Refused,
    /// The receiver named the time, with `Retry-After`.
    Asked,
}

/// Why a delivery is dead. The numbers are in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DeadCause {
    /// It was tried for as long as its trigger says.
    GaveUp,
    /// The receiver refused it as often as its trigger allows.
    Refused,
    /// It was older than its trigger delivers.
    Expired,
    /// An operator dropped it.
    Dropped,
}

macro_rules! stored_as_its_place {
    ($($name:ident)*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(*self as i64))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let number = usize::column_result(value)?;
                let found = Self::ALL.get(number).copied();
                found.ok_or(FromSqlError::InvalidType)
            }
        }
    )*};
}

stored_as_its_place!(WaitReason DeadCause);

impl WaitReason {
    const ALL: [Self; 4] = [Self::Turn, Self::Unavailable, Self::Refused, Self::Asked];
}

impl DeadCause {
    /// Every cause.
    pub const ALL: [Self; 4] = [Self::GaveUp, Self::Refused, Self::Expired, Self::Dropped];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::GaveUp => "gave-up",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Dropped => "dropped",
        }
    }
}
