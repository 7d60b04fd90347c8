//! Follows one message by the statuses that WhatsApp sends of it.
//!
//! Two stubs, which are children that only answer when somebody else answers
//! for them, stand for two questions: has it left, and has it arrived? Their
//! execution ids travel with the message as its callback data, come back with
//! each status, and tell the workflow of that status whom to answer.

use crate::bindings::obelisk::types::execution::{ExecutionId, Function, ResponseId};
use crate::bindings::obelisk::types::join_set::JoinSet;
use crate::bindings::obelisk::types::time::{Duration, ScheduleAt};
use crate::bindings::obelisk::workflow::workflow_support::{
    get_result_json, join_next, join_set_create, stub_json, submit_delay, submit_json,
};
use crate::send::Fate;

/// Seconds in which the first status of a message comes, if it has left.
const LEFT_WITHIN: u64 = 30;

/// Hours after which nobody waits for a message any more.
const ARRIVED_WITHIN: u32 = 24;

/// The stub's name in `deployment.toml`.
const INTERFACE: &str = "bakery:messages/tracking";
const FUNCTION: &str = "status";

/// A message that is followed.
pub struct Tracking {
    waiting: JoinSet,
    left: ExecutionId,
    arrived: ExecutionId,
}

impl Tracking {
    /// Starts to follow a message. Before it is sent: a status may be faster
    /// than the answer to the command.
    ///
    /// # Errors
    /// Why nothing can be followed: the deployment lacks the stub.
    pub fn start() -> Result<Self, String> {
        let waiting = join_set_create();
        let left = stub(&waiting)?;
        let arrived = stub(&waiting)?;
        Ok(Self {
            waiting,
            left,
            arrived,
        })
    }

    /// What to send along with the message.
    pub fn callback_data(&self) -> String {
        format!("{} {}", self.left.id, self.arrived.id)
    }

    /// Whether WhatsApp has the message: waits a while for its first status.
    pub fn has_left(&self) -> bool {
        self.wait(Duration::Seconds(LEFT_WITHIN), |_| true)
            .is_some()
    }

    /// Waits until the message has arrived, or cannot arrive any more.
    pub fn wait_until_arrived(&self) -> Fate {
        let arrived = |id: &ExecutionId| id.id == self.arrived.id;
        let Some(id) = self.wait(Duration::Hours(ARRIVED_WITHIN), arrived) else {
            return Fate::NoWord;
        };
        match get_result_json(&id) {
            Ok(Ok(_)) => Fate::Arrived,
            Ok(Err(why)) => Fate::Failed(
                why.and_then(|json| serde_json::from_str(&json).ok())
                    .unwrap_or_default(),
            ),
            Err(_) => Fate::NoWord,
        }
    }

    /// Waits for an answer that is the right one, for at most so long.
    fn wait(&self, at_most: Duration, right: impl Fn(&ExecutionId) -> bool) -> Option<ExecutionId> {
        let limit = submit_delay(&self.waiting, ScheduleAt::In(at_most));
        loop {
            match join_next(&self.waiting) {
                Ok((ResponseId::ExecutionId(id), _)) if right(&id) => return Some(id),
                Ok((ResponseId::DelayId(delay), _)) if delay.id == limit.id => return None,
                // The other question's answer, or an earlier wait's limit.
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }
}

fn stub(waiting: &JoinSet) -> Result<ExecutionId, String> {
    let function = Function {
        interface_name: INTERFACE.to_owned(),
        function_name: FUNCTION.to_owned(),
    };
    submit_json(waiting, &function, "[]", None)
        .map_err(|error| format!("{INTERFACE}.{FUNCTION} did not start: {error:?}"))
}

/// The stubs that a message's callback data names.
pub struct Waiting {
    left: ExecutionId,
    arrived: ExecutionId,
}

impl Waiting {
    /// Reads callback data. `None` if it is not of this flow.
    pub fn parse(callback_data: &str) -> Option<Self> {
        let (left, arrived) = callback_data.split_once(' ')?;
        let id = |id: &str| ExecutionId { id: id.to_owned() };
        Some(Self {
            left: id(left),
            arrived: id(arrived),
        })
    }

    /// Says that the message has left. True if somebody waited for that.
    pub fn has_left(&self) -> bool {
        answer(&self.left, r#"{"ok":null}"#)
    }

    /// Says that the message has arrived. True if somebody waited for that.
    pub fn has_arrived(&self) -> bool {
        answer(&self.arrived, r#"{"ok":null}"#)
    }

    /// Says that the message cannot arrive. True if somebody waited for that.
    pub fn has_failed(&self, why: &str) -> bool {
        answer(
            &self.arrived,
            &serde_json::json!({ "err": why }).to_string(),
        )
    }
}

/// A stub takes the same answer any number of times. It does not take another
/// one, nor one after its workflow has ended.
fn answer(stub: &ExecutionId, answer: &str) -> bool {
    stub_json(stub, answer, None).is_ok()
}
