use clap::{ArgGroup, Subcommand, ValueEnum};
use uip_server::DeadCause;
use uip_server::operations::{DeliveryState, NotificationState, Span, Time};

/// Subcommands for events.
#[derive(Debug, Subcommand)]
pub enum Events {
    /// List events, newest first, without their payload
    List(ListEvents),
    /// Show one event, its deliveries and what they wait for, and its payload
    /// (contains customer data)
    Show(ShowEvent),
    /// Retry the pending deliveries of an event now, without waiting
    Retry(ChangeEvent),
    /// Turn pending deliveries into dead letters, so that the next events of the
    /// same customers are delivered
    Drop(DropEvents),
    /// Deliver an event again where it is dead or pending, or many dead events
    Replay(ReplayEvents),
    /// List events that are dead letters
    Dead(DeadEvents),
}

/// The ways to say what is meant, of which one is required.
fn which_of(ways: &[&'static str]) -> ArgGroup {
    ArgGroup::new("which")
        .args(ways)
        .required(true)
        .multiple(true)
}

/// A time range.
#[derive(Debug, Clone, clap::Args)]
pub struct Times {
    /// Only those since this time: 2026-11-28T10:00:00Z, 2026-11-28, or 2h for two
    /// hours ago
    #[arg(long, value_name = "TIME")]
    pub since: Option<Time>,
    /// Only those before this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<Time>,
}

impl From<&Times> for Span {
    fn from(times: &Times) -> Self {
        Self {
            since: times.since,
            until: times.until,
        }
    }
}

/// Filters for events.
#[derive(Debug, Clone, clap::Args)]
pub struct WhichEvents {
    /// Only events of this adapter; required with an id that several adapters
    /// have
    #[arg(long)]
    pub adapter: Option<String>,
    /// Only events of this name
    #[arg(long)]
    pub event: Option<String>,
    /// Only events with a delivery to this event trigger
    #[arg(long)]
    pub trigger: Option<String>,
    /// Only events of this customer that have a delivery: user id, or phone number if
    /// its events have no user id
    #[arg(long)]
    pub customer: Option<String>,
    #[command(flatten)]
    pub times: Times,
}

#[derive(Debug, clap::Args)]
pub struct ListEvents {
    #[command(flatten)]
    pub which: WhichEvents,
    /// Only events with a delivery in this state, or that belong to no adapter
    #[arg(long, value_enum)]
    pub state: Option<EventState>,
    #[command(flatten)]
    pub page: EventPage,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct EventPage {
    /// Start after the event with this id, to get the next page
    #[arg(long, value_name = "ID")]
    pub after: Option<String>,
    /// Maximum number of results
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
}

#[derive(Debug, clap::Args)]
pub struct ShowEvent {
    /// The event's id
    pub id: String,
    /// Adapter the event belongs to; required if several adapters have this id
    #[arg(long)]
    pub adapter: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct ChangeEvent {
    /// The event's id
    pub id: String,
    /// Adapter the event belongs to; required if several adapters have this id
    #[arg(long)]
    pub adapter: Option<String>,
    /// Only its delivery to this event trigger
    #[arg(long)]
    pub trigger: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(group(which_of(&["id", "pending"])))]
pub struct DropEvents {
    /// The event's id
    #[arg(conflicts_with_all = ["pending", "since", "until", "event", "customer"])]
    pub id: Option<String>,
    /// Every pending delivery to the event trigger given with --trigger
    #[arg(long, requires = "trigger")]
    pub pending: bool,
    #[command(flatten)]
    pub which: WhichEvents,
}

#[derive(Debug, clap::Args)]
#[command(group(which_of(&["id", "dead", "since", "unclaimed"])))]
pub struct ReplayEvents {
    /// The event's id
    #[arg(conflicts_with_all = ["dead", "since", "until", "event", "customer", "cause", "unclaimed"])]
    pub id: Option<String>,
    /// With an id: deliver to every receiver that it matches now, even if the
    /// receiver already accepted it. With --since: include accepted deliveries
    #[arg(long, conflicts_with = "dead")]
    pub all: bool,
    /// Every event that has a dead delivery
    #[arg(long)]
    pub dead: bool,
    /// Every event that belongs to no adapter; each is assigned to the adapter that
    /// now has its value
    #[arg(long, conflicts_with_all = ["dead", "all", "cause", "adapter", "trigger", "customer"])]
    pub unclaimed: bool,
    /// Only events that are dead for this cause
    #[arg(long, value_enum)]
    pub cause: Option<Cause>,
    #[command(flatten)]
    pub which: WhichEvents,
}

#[derive(Debug, clap::Args)]
pub struct DeadEvents {
    #[command(flatten)]
    pub which: WhichEvents,
    #[command(flatten)]
    pub page: EventPage,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// An event's state.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum EventState {
    /// Waits for a receiver
    Pending,
    /// Accepted by a receiver
    Delivered,
    /// A dead letter
    Dead,
    /// Belongs to no adapter: none has the value in the event
    Unclaimed,
}

impl EventState {
    /// The state of a delivery, if it is one.
    pub fn delivery(self) -> Option<DeliveryState> {
        match self {
            Self::Pending => Some(DeliveryState::Pending),
            Self::Delivered => Some(DeliveryState::Delivered),
            Self::Dead => Some(DeliveryState::Dead),
            Self::Unclaimed => None,
        }
    }
}

/// Why a delivery is dead.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Cause {
    /// Retried for as long as giveUp allows
    GaveUp,
    /// Rejected by the receiver as often as refusalAttempts allows
    Refused,
    /// Older than maxAge
    Expired,
    /// Dropped by an operator
    Dropped,
}

impl From<Cause> for DeadCause {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::GaveUp => Self::GaveUp,
            Cause::Refused => Self::Refused,
            Cause::Expired => Self::Expired,
            Cause::Dropped => Self::Dropped,
        }
    }
}

/// Subcommands for event triggers.
#[derive(Debug, Subcommand)]
pub enum Triggers {
    /// List event triggers, their pending deliveries and their circuit breakers
    List(ListTriggers),
    /// Stop deliveries to an event trigger; its events are kept
    Pause(NameTrigger),
    /// Resume deliveries to a paused event trigger
    Resume(NameTrigger),
}

#[derive(Debug, clap::Args)]
pub struct ListTriggers {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct NameTrigger {
    /// The event trigger's name
    pub name: String,
}

/// Subcommands for notifications.
#[derive(Debug, Subcommand)]
pub enum Notifications {
    /// List notifications, newest first, without their bodies
    List(ListNotifications),
    /// Show one notification and its body (contains customer data)
    Show(ShowNotification),
    /// Process a notification again, or all that failed
    Replay(ReplayNotification),
}

#[derive(Debug, clap::Args)]
pub struct ListNotifications {
    /// Only notifications that this trigger received
    #[arg(long)]
    pub trigger: Option<String>,
    /// Only notifications in this state
    #[arg(long, value_enum)]
    pub state: Option<Processing>,
    /// Only notifications with such an event of this customer: user id, or phone number
    /// if its events have no user id
    #[arg(long)]
    pub customer: Option<String>,
    #[command(flatten)]
    pub times: Times,
    /// Start after this notification, to get the next page
    #[arg(long, value_name = "ID")]
    pub after: Option<i64>,
    /// Maximum number of results
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct ShowNotification {
    /// The notification's number
    pub id: i64,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct ReplayNotification {
    /// The notification's number
    #[arg(required_unless_present = "failed", conflicts_with = "failed")]
    pub id: Option<i64>,
    /// Every notification that failed
    #[arg(long)]
    pub failed: bool,
}

/// State of a notification.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Processing {
    /// Waits for its command
    Waiting,
    /// Its command succeeded
    Done,
    /// Its command failed permanently
    Failed,
}

impl From<Processing> for NotificationState {
    fn from(state: Processing) -> Self {
        match state {
            Processing::Waiting => Self::Waiting,
            Processing::Done => Self::Done,
            Processing::Failed => Self::Failed,
        }
    }
}
