//! A fault applied to an answer.

use std::time::Duration;

use axum::response::Response;

use super::Answer;
use crate::model::Wire;
use crate::model::faults::{Fault, Script, Step};

/// Answers under `fault`. `genuine` is what the API would have answered; its effects have happened already if
/// the fault accepts. Connection faults take the socket over from HTTP and never return a response.
pub(crate) async fn play(fault: Fault, genuine: Answer, wire: &Wire) -> Response {
    match fault {
        Fault::Error(_) => genuine.into_response(),
        Fault::Answer {
            status,
            headers,
            body,
        } => Answer {
            status,
            headers,
            body: body.into_bytes(),
        }
        .into_response(),
        Fault::Delay { millis } => {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            genuine.into_response()
        }
        Fault::OversizedBody { bytes } => padded(genuine, bytes).into_response(),
        Fault::ResetBeforeRequest | Fault::ResetAfterRequest => {
            wire.take_over(vec![Step::Reset]).await
        }
        Fault::StallAfterRequest => wire.take_over(vec![Step::Stall]).await,
        Fault::CloseAfterRequest => wire.take_over(vec![Step::Close]).await,
        Fault::StallMidBody => wire.take_over(halved(&genuine, Step::Stall)).await,
        Fault::ResetMidBody => wire.take_over(halved(&genuine, Step::Reset)).await,
        Fault::TruncatedBody => wire.take_over(halved(&genuine, Step::Close)).await,
        Fault::NotHttp => {
            let noise: Vec<u8> = (0..=255).cycle().take(512).collect();
            wire.take_over(vec![Step::Write(noise), Step::Close]).await
        }
        Fault::SlowDrip { millis } => {
            let mut whole = genuine.head_announcing(genuine.body.len());
            whole.extend_from_slice(&genuine.body);
            let pause = Duration::from_millis(millis);
            wire.take_over(vec![Step::Drip(whole, pause), Step::Close])
                .await
        }
    }
}

/// The head, which announces the whole body, then half of it, then `end`.
fn halved(answer: &Answer, end: Step) -> Script {
    let half = answer.body.len() / 2;
    let mut bytes = answer.head_announcing(answer.body.len());
    bytes.extend(answer.body.iter().take(half));
    vec![Step::Write(bytes), end]
}

/// The same JSON followed by whitespace: still well-formed, but large.
fn padded(mut answer: Answer, bytes: usize) -> Answer {
    let size = answer.body.len().max(bytes);
    answer.body.resize(size, b' ');
    answer
}
