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

/// Seconds after which nobody waits for a message any more: a day.
const ARRIVED_WITHIN: u64 = 24 * 60 * 60;

/// Seconds of the first turn of a wait. Each further one is twice as long.
const FIRST_TURN: u64 = 10;

/// The stub's name in `deployment.toml`.
const INTERFACE: &str = "bakery:messages/tracking";
const FUNCTION: &str = "status";

/// A message that is followed.
pub struct Tracking {
    left: Question,
    arrived: Question,
}

impl Tracking {
    /// Starts to follow a message. Before it is sent: a status may be faster
    /// than the answer to the command.
    ///
    /// # Errors
    /// Why nothing can be followed: the deployment lacks the stub.
    pub fn start() -> Result<Self, String> {
        Ok(Self {
            left: Question::ask()?,
            arrived: Question::ask()?,
        })
    }

    /// What to send along with the message.
    pub fn callback_data(&self) -> String {
        format!("{} {}", self.left.stub.id, self.arrived.stub.id)
    }

    /// Whether WhatsApp has the message: waits a while for its first status.
    pub fn has_left(&self) -> bool {
        self.left.is_answered_within(LEFT_WITHIN)
    }

    /// Waits until the message has arrived, or cannot arrive any more.
    pub fn wait_until_arrived(&self) -> Fate {
        if !self.arrived.is_answered_within(ARRIVED_WITHIN) {
            return Fate::NoWord;
        }
        match get_result_json(&self.arrived.stub) {
            Ok(Ok(_)) => Fate::Arrived,
            Ok(Err(why)) => Fate::Failed(
                why.and_then(|json| serde_json::from_str(&json).ok())
                    .unwrap_or_default(),
            ),
            Err(_) => Fate::NoWord,
        }
    }
}

/// A stub that somebody will answer.
struct Question {
    waiting: JoinSet,
    stub: ExecutionId,
}

impl Question {
    fn ask() -> Result<Self, String> {
        let waiting = join_set_create();
        let function = Function {
            interface_name: INTERFACE.to_owned(),
            function_name: FUNCTION.to_owned(),
        };
        let stub = submit_json(&waiting, &function, "[]", None)
            .map_err(|error| format!("{INTERFACE}.{FUNCTION} did not start: {error:?}"))?;
        Ok(Self { waiting, stub })
    }

    /// Waits for the answer, in turns. Obelisk 0.38, with several nodes on one
    /// database, does not wake a workflow when the answer is written in the
    /// same moment as the workflow lies down to wait. The end of the turn
    /// wakes it, and it finds the answer.
    fn is_answered_within(&self, seconds: u64) -> bool {
        let mut waited = 0;
        let mut turn = FIRST_TURN;
        while waited < seconds {
            turn = turn.min(seconds - waited);
            submit_delay(&self.waiting, ScheduleAt::In(Duration::Seconds(turn)));
            match join_next(&self.waiting) {
                Ok((ResponseId::ExecutionId(_), _)) => return true,
                Ok((ResponseId::DelayId(_), _)) => {}
                Err(_) => return false,
            }
            waited += turn;
            turn *= 2;
        }
        false
    }
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
