use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;
use uip_contract::CallError;

use super::Instance;
use super::call::Stopped;
use crate::adapter::CommandType;
use crate::engine::ITEM;
use crate::types::Mistake;

/// Room in the host's memory for what a call is given.
pub(super) struct RequestRoom {
    /// What is kept as long as the request is.
    pub(super) _held: Option<OwnedSemaphorePermit>,
    /// What is left of it for the result, in bytes. None: the result takes room
    /// of its own.
    pub(super) for_result: Option<usize>,
}

impl Instance {
    /// Waits until there is room for a request, before there are values of it.
    ///
    /// # Errors
    /// When there can never be, or was none within the deadline.
    pub(super) async fn room_for(
        &self,
        ty: &CommandType,
        request: &Value,
    ) -> Result<RequestRoom, CallError> {
        let room = self.inner.adapter.host().value_room();
        let weight = ty.request.weight(request);
        if weight > room.bytes() {
            let field = ty.request.heaviest(request).unwrap_or_default();
            return Err(CallError::InvalidRequest(
                Mistake::new(field, too_large(weight / ITEM, room.bytes())).into(),
            ));
        }
        // A call that kept room for its request and waited for more could wait
        // for another that does the same: such a call gets all of it.
        let both = weight > 0 && ty.returns_bytes;
        let taken = if both { room.bytes() } else { weight };
        match tokio::time::timeout(self.inner.deadline, room.take(taken)).await {
            Ok(held) => Ok(RequestRoom {
                _held: held,
                for_result: both.then(|| room.bytes() - weight),
            }),
            Err(_) => Err(self.stopped(&Stopped::no_room(self.inner.deadline), false)),
        }
    }
}

fn too_large(bytes: usize, room: usize) -> String {
    format!(
        "too large for this host: about {bytes} bytes, at most {} are taken; `maxValues` in `[host]` raises that, and must be {ITEM} times as large as the largest file",
        room / ITEM
    )
}
