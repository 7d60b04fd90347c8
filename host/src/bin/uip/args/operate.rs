use clap::{Subcommand, ValueEnum};
use uip_triggers::operations::{DeliveryState, NotificationState};

/// What can be done with events.
#[derive(Debug, Subcommand)]
pub enum Events {
    /// List events, the newest first, without their content
    List(ListEvents),
    /// Show one event, its deliveries and its content: somebody's message
    Show(ShowEvent),
    /// Send an event again, or all that are dead
    Replay(ReplayEvent),
    /// List events that a receiver never took
    Dead(DeadEvents),
}

#[derive(Debug, clap::Args)]
pub struct ListEvents {
    /// Those of this adapter
    #[arg(long)]
    pub adapter: Option<String>,
    /// Those of this name
    #[arg(long)]
    pub event: Option<String>,
    /// Those with a delivery in this state
    #[arg(long, value_enum)]
    pub state: Option<Delivery>,
    /// How many at most
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// As JSON
    #[arg(long)]
    pub json: bool,
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
pub struct ReplayEvent {
    /// The event's id
    #[arg(required_unless_present = "dead", conflicts_with = "dead")]
    pub id: Option<String>,
    /// Whose event; needed when several adapters have one of this id
    #[arg(long, requires = "id")]
    pub adapter: Option<String>,
    /// To every receiver that waits for it now, not only where it is dead
    #[arg(long, requires = "id")]
    pub all: bool,
    /// Every event that is dead
    #[arg(long)]
    pub dead: bool,
    /// Only those that are dead at this event trigger
    #[arg(long, requires = "dead")]
    pub trigger: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct DeadEvents {
    /// How many at most
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Delivery {
    /// It waits for its receiver
    Pending,
    /// Its receiver took it
    Delivered,
    /// It was given up
    Dead,
}

impl From<Delivery> for DeliveryState {
    fn from(state: Delivery) -> Self {
        match state {
            Delivery::Pending => Self::Pending,
            Delivery::Delivered => Self::Delivered,
            Delivery::Dead => Self::Dead,
        }
    }
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
