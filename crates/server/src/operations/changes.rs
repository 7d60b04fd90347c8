//! What an operator changes about the deliveries of one event.

use std::fmt;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use super::show::payload;
use super::waiting::Waiting;
use super::{DeliveriesOf, DeliveryRow, DeliveryState, EventRow, OperationError, Operations};
use crate::inbox::clock::{InboxTime, SavedClock};
use crate::inbox::deliveries::{Turns, end, hasten, revive};
use crate::inbox::event_triggers::known;
use crate::{DeadCause, Replay};

/// How long a server that runs may take to notice a change. It looks every
/// second.
const NOTICE: Duration = Duration::from_secs(5);

/// What a change did to one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effect {
    /// The event trigger.
    pub trigger: String,
    /// What it did.
    pub outcome: Outcome,
}

/// What a change did to a delivery, or why it did nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is due now.
    Due,
    /// It is pending again, and waits for something else first.
    Pending(Waiting),
    /// The receiver took it while this was watched.
    Delivered,
    /// It is a dead letter now.
    Dropped,
    /// Nothing changed: it waits for something else.
    Waits(Waiting),
    /// Nothing changed: the receiver took it before.
    WasDelivered,
    /// Nothing changed: it is a dead letter.
    IsDead(Option<DeadCause>),
    /// Nothing changed: the event trigger is not configured any more.
    NotConfigured,
    /// Nothing changed: the event does not match the event trigger any more.
    NoMatch,
}

impl Outcome {
    /// Whether it did what was asked for.
    pub fn is_done(&self) -> bool {
        matches!(
            self,
            Self::Due | Self::Pending(_) | Self::Delivered | Self::Dropped
        )
    }
}

impl Operations {
    /// `uip events retry`: makes the pending deliveries of an event due at
    /// once, whatever they wait for. An event that waits behind another of its customer
    /// does not overtake it.
    ///
    /// # Errors
    /// When there is no such event or trigger.
    pub fn retry_event<'e>(
        &self,
        which: impl Into<DeliveriesOf<'e>>,
    ) -> Result<Vec<Effect>, OperationError> {
        self.each(which.into(), |connection, event, delivery| {
            retry(connection, event.seq, delivery)
        })
    }

    /// `uip events drop`: makes the pending deliveries of an event dead letters.
    /// The next events of its customer go on.
    ///
    /// # Errors
    /// When there is no such event or trigger.
    pub fn drop_event<'e>(
        &self,
        which: impl Into<DeliveriesOf<'e>>,
    ) -> Result<Vec<Effect>, OperationError> {
        self.each(which.into(), |connection, event, delivery| {
            Ok(match delivery.state {
                DeliveryState::Pending => {
                    let key = delivery.key.as_deref();
                    drop_pending(connection, event.seq, &delivery.trigger, key)?;
                    Outcome::Dropped
                }
                DeliveryState::Delivered => Outcome::WasDelivered,
                DeliveryState::Dead => Outcome::IsDead(delivery.cause),
            })
        })
    }

    /// `uip events replay`: sends an event again where it is dead or pending,
    /// and with [`Replay::All`] also where it was delivered.
    ///
    /// With [`Replay::All`] and no event trigger it also goes to event triggers
    /// that match it and did not exist when it came. A server finds those: this
    /// waits for one that runs. Without a result none runs, or it has not done
    /// it within five seconds; then it is done later, by the next one at its
    /// start. An unclaimed event goes to the adapter that it belongs to now, in
    /// the same way.
    ///
    /// # Errors
    /// When there is no such event or trigger, the event's content is deleted
    /// already, or it belongs to no adapter still. With an event trigger also
    /// when the event is unclaimed: it has no deliveries yet.
    pub fn replay_event<'e>(
        &self,
        which: impl Into<DeliveriesOf<'e>>,
        states: Replay,
    ) -> Result<Option<Vec<Effect>>, OperationError> {
        let target = which.into();
        let (id, trigger) = (target.event, target.trigger);
        let event = self.reading().find(target.adapter, id)?;
        if payload(&self.connection, event.seq)?.is_empty() {
            return Err(OperationError::Emptied(id.to_owned()));
        }
        if event.unclaimed.is_some() && trigger.is_some() {
            return Err(OperationError::NotForTrigger(id.to_owned()));
        }
        if event.unclaimed.is_some() || (states == Replay::All && trigger.is_none()) {
            let effects = self.route_again(event.seq)?;
            let found = self.reading().find_by_number(event.seq);
            return match found.map_err(OperationError::stored)? {
                None => Err(OperationError::Known(id.to_owned())),
                Some(EventRow {
                    unclaimed: Some(unclaimed),
                    ..
                }) if effects.is_some() => Err(OperationError::Unclaimed(unclaimed)),
                Some(_) => Ok(effects),
            };
        }
        self.each(target, |connection, event, delivery| {
            replay(connection, event.seq, delivery, states)
        })
        .map(Some)
    }

    /// Has a server send an event to all that match it.
    fn route_again(&self, event: i64) -> Result<Option<Vec<Effect>>, OperationError> {
        let before = self.change(|connection| {
            connection.execute(
                "UPDATE events SET replay = ?2 WHERE seq = ?1",
                params![event, Replay::All.number()],
            )?;
            let deliveries = self.reading().deliveries(event)?;
            for delivery in &deliveries {
                if delivery.state == DeliveryState::Pending {
                    retry(connection, event, delivery)?;
                }
            }
            Ok(deliveries)
        })?;
        self.routed(event, &before).map_err(OperationError::stored)
    }

    /// Waits until a server has routed an event. Gives what came of that, if one has.
    fn routed(
        &self,
        event: i64,
        before: &[DeliveryRow],
    ) -> Result<Option<Vec<Effect>>, OperationError> {
        let began = Instant::now();
        while self.is_served() && began.elapsed() < NOTICE {
            let waits: bool = self.connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM events WHERE seq = ?1 AND replay <> 0)",
                [event],
                |row| row.get(0),
            )?;
            if !waits {
                let after = self.reading().deliveries(event)?.into_iter();
                let effects = after.map(|delivery| {
                    let is_configured = is_configured(&self.connection, &delivery.trigger)?;
                    Ok(routed(delivery, before, is_configured))
                });
                return effects.collect::<Result<_, OperationError>>().map(Some);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(None)
    }

    fn each(
        &self,
        target: DeliveriesOf<'_>,
        mut change: impl FnMut(&Connection, &EventRow, &DeliveryRow) -> Result<Outcome, OperationError>,
    ) -> Result<Vec<Effect>, OperationError> {
        let trigger = target.trigger;
        let event = self.reading().find(target.adapter, target.event)?;
        if let Some(trigger) = trigger {
            self.reading().check_event_trigger(trigger)?;
        }
        if let Some(unclaimed) = event.unclaimed {
            return Err(OperationError::NoDeliveries(unclaimed));
        }
        self.change(|connection| {
            let deliveries = self.reading().deliveries(event.seq)?;
            deliveries
                .iter()
                .filter(|delivery| trigger.is_none_or(|trigger| trigger == delivery.trigger))
                .map(|delivery| {
                    Ok(Effect {
                        trigger: delivery.trigger.clone(),
                        outcome: change(connection, &event, delivery)?,
                    })
                })
                .collect()
        })
    }
}

/// What routing did to a delivery, which may be among those before it.
fn routed(delivery: DeliveryRow, before: &[DeliveryRow], is_configured: bool) -> Effect {
    let is_unchanged = |before: &DeliveryRow| {
        before.trigger == delivery.trigger && before.replays == delivery.replays
    };
    let outcome = match (delivery.state, delivery.waiting) {
        _ if !is_configured => Outcome::NotConfigured,
        (DeliveryState::Pending, None | Some(Waiting::Due)) => Outcome::Due,
        (DeliveryState::Pending, Some(waiting @ Waiting::Behind { .. }))
            if before.iter().any(is_unchanged) =>
        {
            Outcome::Waits(waiting)
        }
        (DeliveryState::Pending, Some(waiting)) => Outcome::Pending(waiting),
        _ if before.iter().any(is_unchanged) => Outcome::NoMatch,
        (DeliveryState::Delivered, _) => Outcome::Delivered,
        (DeliveryState::Dead, _) => Outcome::IsDead(delivery.cause),
    };
    Effect {
        trigger: delivery.trigger,
        outcome,
    }
}

fn is_configured(connection: &Connection, trigger: &str) -> rusqlite::Result<bool> {
    Ok(known(connection, trigger)?.is_some_and(|known| known.configured))
}

fn retry(
    connection: &Connection,
    event: i64,
    delivery: &DeliveryRow,
) -> Result<Outcome, OperationError> {
    Ok(match delivery.state {
        DeliveryState::Delivered => Outcome::WasDelivered,
        DeliveryState::Dead => Outcome::IsDead(delivery.cause),
        DeliveryState::Pending if !is_configured(connection, &delivery.trigger)? => {
            Outcome::NotConfigured
        }
        DeliveryState::Pending => {
            let has_turn = hasten(connection, event, &delivery.trigger)?;
            match &delivery.waiting {
                Some(waiting) if !has_turn => Outcome::Waits(waiting.clone()),
                Some(waiting @ Waiting::Paused) => Outcome::Pending(waiting.clone()),
                _ => Outcome::Due,
            }
        }
    })
}

fn replay(
    connection: &Connection,
    event: i64,
    delivery: &DeliveryRow,
    which: Replay,
) -> Result<Outcome, OperationError> {
    let trigger = &delivery.trigger;
    match delivery.state {
        DeliveryState::Pending => return retry(connection, event, delivery),
        DeliveryState::Delivered if which == Replay::Dead => return Ok(Outcome::WasDelivered),
        DeliveryState::Delivered | DeliveryState::Dead => {}
    }
    let Some(known) = known(connection, trigger)?.filter(|known| known.configured) else {
        return Ok(Outcome::NotConfigured);
    };
    let clock = SavedClock::read_or_new(connection)?;
    let key = delivery.key.as_deref();
    let before = Waiting::first_of(connection, trigger, key, clock)?;
    revive(
        connection,
        event,
        trigger,
        which,
        InboxTime::AT_ONCE,
        clock.now(),
    )?;
    Ok(match before {
        _ if known.paused => Outcome::Pending(Waiting::Paused),
        Some(before) => Outcome::Pending(before),
        None => Outcome::Due,
    })
}

/// Makes a pending delivery a dead letter.
pub(super) fn drop_pending(
    connection: &Connection,
    event: i64,
    trigger: &str,
    key: Option<&str>,
) -> Result<(), OperationError> {
    let has_turn: bool = connection
        .prepare_cached(
            "SELECT next_at IS NOT NULL FROM deliveries WHERE event = ?1 AND trigger = ?2",
        )?
        .query_row(params![event, trigger], |row| row.get(0))?;
    let clock = SavedClock::read_or_new(connection)?;
    let now = clock.now();
    end(connection, trigger, event, DeadCause::Dropped, now)?;
    if has_turn {
        Turns::new(connection, trigger).next(key, clock.past(), now.uptime)?;
    }
    Ok(())
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { trigger, outcome } = self;
        match outcome {
            Outcome::Due => write!(f, "{trigger}: it is due now"),
            Outcome::Pending(waiting) => write!(f, "{trigger}: it is pending, and {waiting}"),
            Outcome::Delivered => write!(f, "{trigger}: the receiver took it"),
            Outcome::Dropped => write!(
                f,
                "{trigger}: it is a dead letter; `uip events replay` sends it again"
            ),
            Outcome::Waits(waiting @ Waiting::Behind { .. }) => write!(
                f,
                "{trigger}: nothing was changed: it {waiting}; retry or drop that one"
            ),
            Outcome::Waits(waiting) => {
                write!(f, "{trigger}: nothing was changed: it {waiting}")
            }
            Outcome::WasDelivered => write!(
                f,
                "{trigger}: nothing was changed: it was delivered; `uip events replay --all` sends it again"
            ),
            Outcome::IsDead(cause) => {
                let cause = cause.map_or("dead", DeadCause::word);
                write!(
                    f,
                    "{trigger}: nothing was changed: it is a dead letter ({cause}); `uip events replay` sends it again"
                )
            }
            Outcome::NoMatch => write!(
                f,
                "{trigger}: nothing was changed: the event does not match the event trigger any more"
            ),
            Outcome::NotConfigured => write!(
                f,
                "{trigger}: nothing was changed: the event trigger is not configured any more; `uip events replay --all` sends the event to those that match it, `uip events drop` ends this delivery"
            ),
        }
    }
}
