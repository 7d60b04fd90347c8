use super::receiver::Receiver;
use crate::config::EventTrigger;
use crate::inbox::deliveries::Ready;
use crate::processing::Shared;

/// Delivers an event to the receiver of a trigger, once, to see whether it is
/// taken. The inbox does not know of it, and the circuit breaker neither.
///
/// # Errors
/// When it is not taken: why.
pub(crate) async fn test(
    trigger: &EventTrigger,
    shared: &Shared,
    id: &str,
    payload: String,
) -> Result<(), String> {
    let now = shared.caller.clock.now();
    let order_by = trigger.order_by.as_ref();
    let ready = Ready {
        event: 0,
        key: order_by.and_then(|it| it.key(&payload)),
        attempts: 0,
        refusals: 0,
        created_at: now.time,
        emitted_at: now.wall,
        waiting_since: now.uptime,
        attempted_at: None,
        at_once: true,
        adapter: trigger.adapter.clone(),
        name: trigger.event.clone(),
        event_id: id.to_owned(),
        payload,
    };
    let receiver = Receiver::of(trigger, &shared.lasting);
    let taken = receiver.take(trigger, &ready, now.wall).await;
    taken.map_err(|not_taken| not_taken.error)
}
