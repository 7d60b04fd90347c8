//! `/sandbox/behavior`: how the sandbox behaves, as far as that can change while it runs.

use std::num::NonZeroUsize;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Deserializer, Serialize};

use crate::admin::Body;
use crate::model::change::Change;
use crate::model::settings::{self, AutoStatus, Limits};
use crate::model::world::World;

/// How the sandbox behaves.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Behavior {
    auto_status: Reach,
    strict_window: bool,
    batch: Batch,
    throughput: Option<usize>,
    pair_rate: Option<usize>,
}

/// How far an accepted message gets by itself.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Reach {
    Off,
    Sent,
    Delivered,
    Read,
}

/// How updates are put into one notification.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    entries: NonZeroUsize,
    updates: NonZeroUsize,
}

/// What is to change.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wanted {
    auto_status: Option<Reach>,
    strict_window: Option<bool>,
    batch: Option<Batch>,
    #[serde(default)]
    throughput: Limit,
    #[serde(default)]
    pair_rate: Limit,
}

/// What becomes of a limit.
#[derive(Debug, Clone, Copy, Default)]
enum Limit {
    /// It stays as it is: the member is absent.
    #[default]
    Stays,
    /// `null` means without a limit.
    Becomes(Option<usize>),
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(Self::Becomes)
    }
}

impl Limit {
    fn or(self, before: Option<usize>) -> Option<usize> {
        match self {
            Self::Stays => before,
            Self::Becomes(limit) => limit,
        }
    }
}

impl Behavior {
    pub(crate) fn of(behavior: settings::Behavior) -> Self {
        let count = |count| NonZeroUsize::new(count).unwrap_or(NonZeroUsize::MIN);
        Self {
            auto_status: match behavior.auto_status {
                AutoStatus::Off => Reach::Off,
                AutoStatus::Sent => Reach::Sent,
                AutoStatus::Delivered => Reach::Delivered,
                AutoStatus::Read => Reach::Read,
            },
            strict_window: behavior.strict_window,
            batch: Batch {
                entries: count(behavior.batch.entries),
                updates: count(behavior.batch.updates_per_entry),
            },
            throughput: behavior.limits.messages_per_second,
            pair_rate: behavior.limits.messages_per_pair,
        }
    }
}

impl Wanted {
    fn applied_to(&self, before: settings::Behavior) -> settings::Behavior {
        settings::Behavior {
            auto_status: match self.auto_status {
                None => before.auto_status,
                Some(Reach::Off) => AutoStatus::Off,
                Some(Reach::Sent) => AutoStatus::Sent,
                Some(Reach::Delivered) => AutoStatus::Delivered,
                Some(Reach::Read) => AutoStatus::Read,
            },
            strict_window: self.strict_window.unwrap_or(before.strict_window),
            batch: self.batch.map_or(before.batch, |batch| settings::Batch {
                entries: batch.entries.get(),
                updates_per_entry: batch.updates.get(),
            }),
            limits: Limits {
                messages_per_second: self.throughput.or(before.limits.messages_per_second),
                messages_per_pair: self.pair_rate.or(before.limits.messages_per_pair),
            },
        }
    }
}

pub(super) async fn show(State(world): State<Arc<World>>) -> Json<Behavior> {
    Json(world.look(|state| Behavior::of(state.behavior())))
}

/// Changes what is given, and keeps it over a reset.
pub(super) async fn change(
    State(world): State<Arc<World>>,
    Body(wanted): Body<Wanted>,
) -> Json<Behavior> {
    world.change(|state| {
        state.behave(wanted.applied_to(state.behavior()), &world.settings);
        state.has_changed(Change::Business);
    });
    show(State(world)).await
}
