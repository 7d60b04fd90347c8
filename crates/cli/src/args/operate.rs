use clap::{Subcommand, ValueEnum};
use uip_server::DeadCause;
use uip_server::operations::{DeliveryState, NotificationState, Span, Time};

/// What can be done with events.
#[derive(Debug, Subcommand)]
pub enum Events {
    /// List events, the newest first, without their content
    List(ListEvents),
    /// Show one event, its deliveries and what they wait for, and its content:
    /// a customer's message
    Show(ShowEvent),
    /// Try the pending deliveries of an event now, whatever they wait for
    Retry(ChangeEvent),
    /// Give up pending deliveries: they become dead letters, and the next events
    /// of their customers go on
    Drop(DropEvents),
    /// Send an event again where it is dead or pending, or many that are dead
    Replay(ReplayEvents),
    /// List events that are dead letters
    Dead(DeadEvents),
}

/// A span of time.
#[derive(Debug, Clone, clap::Args)]
pub struct Times {
    /// Those since then: 2026-11-28T10:00:00Z, 2026-11-28, or 2h for two hours
    /// ago
    #[arg(long, value_name = "TIME")]
    pub since: Option<Time>,
    /// Those before then
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

/// Which events.
#[derive(Debug, Clone, clap::Args)]
pub struct WhichEvents {
    /// Those of this adapter; with an id, whose event: needed when several
    /// adapters have one of this id
    #[arg(long)]
    pub adapter: Option<String>,
    /// Those of this name
    #[arg(long)]
    pub event: Option<String>,
    /// Those with a delivery to this event trigger
    #[arg(long)]
    pub trigger: Option<String>,
    /// Those of this customer: the phone number or user id
    #[arg(long)]
    pub customer: Option<String>,
    #[command(flatten)]
    pub times: Times,
}

#[derive(Debug, clap::Args)]
pub struct ListEvents {
    #[command(flatten)]
    pub which: WhichEvents,
    /// Those with a delivery in this state, or that belong to no adapter
    #[arg(long, value_enum)]
    pub state: Option<EventState>,
    #[command(flatten)]
    pub page: EventPage,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct EventPage {
    /// Those that are listed after the event of this id: the next page
    #[arg(long, value_name = "ID")]
    pub after: Option<String>,
    /// How many at most
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
}

#[derive(Debug, clap::Args)]
pub struct ShowEvent {
    /// The event's id
    pub id: String,
    /// Whose event; needed when several adapters have one of this id
    #[arg(long)]
    pub adapter: Option<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct ChangeEvent {
    /// The event's id
    pub id: String,
    /// Whose event; needed when several adapters have one of this id
    #[arg(long)]
    pub adapter: Option<String>,
    /// Only its delivery to this event trigger
    #[arg(long)]
    pub trigger: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct DropEvents {
    /// The event's id
    #[arg(required_unless_present = "pending", conflicts_with_all = ["pending", "since", "until", "event", "customer"])]
    pub id: Option<String>,
    /// Every delivery that is pending to the event trigger named with --trigger
    #[arg(long, requires = "trigger")]
    pub pending: bool,
    #[command(flatten)]
    pub which: WhichEvents,
}

#[derive(Debug, clap::Args)]
pub struct ReplayEvents {
    /// The event's id
    #[arg(required_unless_present_any = ["dead", "since", "unclaimed"], conflicts_with_all = ["dead", "since", "until", "event", "customer", "cause", "unclaimed"])]
    pub id: Option<String>,
    /// With an id: to every receiver that it matches now, also those that took
    /// it. With --since: also deliveries that receivers took
    #[arg(long, conflicts_with = "dead")]
    pub all: bool,
    /// Every event that was given up or refused
    #[arg(long)]
    pub dead: bool,
    /// Every event that belongs to no adapter: each goes to the adapter that has
    /// its value now
    #[arg(long, conflicts_with_all = ["dead", "all", "cause", "adapter", "trigger", "customer"])]
    pub unclaimed: bool,
    /// Those that are dead for this cause
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
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// An event's state.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum EventState {
    /// It waits for a receiver
    Pending,
    /// A receiver took it
    Delivered,
    /// It is a dead letter
    Dead,
    /// It belongs to no adapter: none has the value that it carries
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
    /// It was tried for as long as giveUp says
    GaveUp,
    /// The receiver refused it as often as refusalAttempts says
    Refused,
    /// It was older than maxAge
    Expired,
    /// An operator dropped it
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

/// What can be done with event triggers.
#[derive(Debug, Subcommand)]
pub enum Triggers {
    /// List event triggers, what waits for them, and their circuit breakers
    List(ListTriggers),
    /// Deliver nothing more to an event trigger; its events are kept
    Pause(NameTrigger),
    /// Deliver to a paused event trigger again
    Resume(NameTrigger),
}

#[derive(Debug, clap::Args)]
pub struct ListTriggers {
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct NameTrigger {
    /// The event trigger's name
    pub name: String,
}

/// What can be done with notifications.
#[derive(Debug, Subcommand)]
pub enum Notifications {
    /// List notifications, the newest first, without their bodies
    List(ListNotifications),
    /// Show one notification with its body: somebody's message
    Show(ShowNotification),
    /// Take a notification through its command again, or all that failed
    Replay(ReplayNotification),
}

#[derive(Debug, clap::Args)]
pub struct ListNotifications {
    /// Those that came in at this trigger
    #[arg(long)]
    pub trigger: Option<String>,
    /// Those in this state
    #[arg(long, value_enum)]
    pub state: Option<Processing>,
    /// Those that an event of this customer came out of: the phone number or
    /// user id
    #[arg(long)]
    pub customer: Option<String>,
    #[command(flatten)]
    pub times: Times,
    /// Those that are listed after this one: the next page
    #[arg(long, value_name = "ID")]
    pub after: Option<i64>,
    /// How many at most
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct ShowNotification {
    /// The notification's number
    pub id: i64,
    /// As JSON
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

/// Where a notification stands.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Processing {
    /// It waits for its command
    Waiting,
    /// Its command did what it was asked for
    Done,
    /// Its command failed for good
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
