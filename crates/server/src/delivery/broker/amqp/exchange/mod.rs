//! What is said on a connection to an AMQP broker, without the connection: bytes
//! that came in, bytes to send, and which message each acknowledgement is for.

mod failures;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::{BufMut as _, BytesMut};
use tokio::sync::oneshot;

use super::frame::{self, Frame, Reason};
use crate::config::Amqp;
use crate::delivery::broker::{CLIENT, Outgoing};
use crate::delivery::not_taken::NotTaken;

/// The only channel that is used.
const CHANNEL: u16 = 1;

/// How large frames are made, where the broker allows it.
const FRAME_MAXIMUM: u32 = 128 << 10;

/// After how many seconds of silence a heartbeat is due, where the broker allows
/// it.
const HEARTBEAT: u16 = 30;

/// Where a message is going, and who waits for it.
pub(super) struct Publish {
    pub outgoing: Outgoing,
    pub done: oneshot::Sender<Result<(), NotTaken>>,
}

/// A conversation with a broker: the login, then messages and acknowledgements.
///
/// A broker returns a message that no queue gets before it acknowledges it, and
/// names its id alone. The acknowledgement names its place in the order in which
/// messages were published, and may be one for all before it.
pub(super) struct Exchange {
    settings: Amqp,
    /// The broker, to be named in errors.
    place: String,
    stage: Stage,
    /// What is to be sent.
    out: BytesMut,
    /// How large a frame may be, with what it has beside its payload.
    frame_maximum: u32,
    heartbeat: Option<Duration>,
    /// The number of the last message.
    last: u64,
    waiting: BTreeMap<u64, Waiting>,
    /// Why the message whose properties come next is returned.
    returning: Option<Reason>,
    /// Why nothing may be published now.
    blocked: Option<String>,
}

/// What the broker is to answer next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Start,
    Tune,
    Open,
    Channel,
    Confirms,
    /// Nothing: messages can be published.
    Ready,
    /// The end of the conversation.
    Close,
}

/// A message that is published and not acknowledged.
struct Waiting {
    id: String,
    returned: Option<Reason>,
    done: oneshot::Sender<Result<(), NotTaken>>,
}

impl Exchange {
    pub fn new(settings: Amqp, place: String) -> Self {
        Self {
            settings,
            place,
            stage: Stage::Start,
            out: BytesMut::from(frame::PROTOCOL_HEADER),
            frame_maximum: frame::SMALLEST_MAXIMUM,
            heartbeat: None,
            last: 0,
            waiting: BTreeMap::new(),
            returning: None,
            blocked: None,
        }
    }

    /// What is to be sent. What was sent is taken out of it.
    pub fn out(&mut self) -> &mut BytesMut {
        &mut self.out
    }

    /// Whether the login is over.
    pub fn is_ready(&self) -> bool {
        self.stage == Stage::Ready
    }

    /// Why the broker takes no messages now.
    pub fn blocked(&self) -> Option<&str> {
        self.blocked.as_deref()
    }

    /// How long neither side may be silent.
    pub fn heartbeat(&self) -> Option<Duration> {
        self.heartbeat
    }

    pub fn send_heartbeat(&mut self) {
        frame::heartbeat(&mut self.out);
    }

    /// Begins to end the conversation.
    pub fn close(&mut self) {
        self.stage = Stage::Close;
        let close = |out: &mut BytesMut| {
            out.put_u16(200);
            frame::put_short(out, "OK");
            out.put_u32(0);
        };
        frame::method(&mut self.out, 0, (10, 50), close);
    }

    /// Publishes a message, unless whoever waited for it does not any more.
    pub fn publish(&mut self, publish: Publish) {
        let Publish { outgoing, done } = publish;
        if done.is_closed() {
            return;
        }
        let exchange = &self.settings.exchange;
        let out = &mut self.out;
        frame::method(out, CHANNEL, (60, 40), |out| {
            const MANDATORY: u8 = 1;
            out.put_u16(0);
            frame::put_short(out, exchange);
            frame::put_short(out, &outgoing.subject);
            out.put_u8(MANDATORY);
        });
        let message = &outgoing.message;
        let size = message.body.len();
        frame::header(out, CHANNEL, size, message.content_type, &outgoing.id);
        frame::body(out, CHANNEL, &message.body, self.frame_maximum);
        self.last += 1;
        let waiting = Waiting {
            id: outgoing.id,
            returned: None,
            done,
        };
        self.waiting.insert(self.last, waiting);
    }

    /// Reads what came in.
    ///
    /// # Errors
    /// When the conversation is over. Those that wait are to be told so with
    /// [`Exchange::fail`].
    pub fn receive(&mut self, input: &mut BytesMut) -> Result<(), NotTaken> {
        // The limit is about the frame, and the size in it about its payload.
        while let Some(frame) =
            Frame::take(input, self.frame_maximum).map_err(|problem| self.malformed(problem))?
        {
            self.answer(frame)?;
        }
        Ok(())
    }

    /// Tells all that wait that their messages were not acknowledged.
    pub fn fail(&mut self, not_taken: &NotTaken) {
        for (_, waiting) in std::mem::take(&mut self.waiting) {
            // Whoever waited may have given up.
            let _ = waiting.done.send(Err(not_taken.clone()));
        }
    }

    fn answer(&mut self, frame: Frame) -> Result<(), NotTaken> {
        match (self.stage, frame) {
            (_, Frame::Close(reason)) => return Err(self.closed(&reason)),
            (Stage::Close, Frame::CloseOk) => return Err(self.lost()),
            (_, Frame::Heartbeat | Frame::ReturnedBody) | (Stage::Close, _) => {}
            (Stage::Start, Frame::Start { mechanisms }) => self.log_in(&mechanisms)?,
            (
                Stage::Tune,
                Frame::Tune {
                    frame_max,
                    heartbeat,
                },
            ) => self.tune(frame_max, heartbeat),
            (Stage::Open, Frame::OpenOk) => {
                frame::method(&mut self.out, CHANNEL, (20, 10), |out| out.put_u8(0));
                self.stage = Stage::Channel;
            }
            (Stage::Channel, Frame::ChannelOpenOk) => {
                frame::method(&mut self.out, CHANNEL, (85, 10), |out| out.put_u8(0));
                self.stage = Stage::Confirms;
            }
            (Stage::Confirms, Frame::ConfirmSelectOk) => self.stage = Stage::Ready,
            (_, Frame::Blocked { reason }) => self.blocked = Some(reason),
            (_, Frame::Unblocked) => self.blocked = None,
            (_, Frame::ChannelFlow { active }) => {
                let flow_ok = |out: &mut BytesMut| out.put_u8(active.into());
                frame::method(&mut self.out, CHANNEL, (20, 21), flow_ok);
                self.blocked = (!active).then(|| "flow control".to_owned());
            }
            (Stage::Ready, Frame::Return(reason)) => self.returning = Some(reason),
            (Stage::Ready, Frame::ReturnedHeader { message_id }) => {
                self.returned(message_id.as_deref())?;
            }
            (Stage::Ready, Frame::Ack { tag, multiple }) => self.settle(tag, multiple, true),
            (Stage::Ready, Frame::Nack { tag, multiple }) => self.settle(tag, multiple, false),
            (_, Frame::ChannelClose(reason)) => return Err(self.channel_closed(&reason)),
            (stage, frame) => {
                return Err(NotTaken::by_receiver(format!(
                    "{} does not keep to AMQP 0.9.1: {frame:?} is no answer to {stage:?}",
                    self.place
                )));
            }
        }
        Ok(())
    }

    fn log_in(&mut self, mechanisms: &str) -> Result<(), NotTaken> {
        const PLAIN: &str = "PLAIN";
        if !mechanisms.split(' ').any(|it| it == PLAIN) {
            return Err(NotTaken::by_receiver(format!(
                "{} does not offer the authentication mechanism PLAIN, but {mechanisms}",
                self.place
            )));
        }
        let login = &self.settings.login;
        let (user, password) = (login.user.as_str(), login.password.expose());
        let response = format!("\0{user}\0{password}");
        frame::method(&mut self.out, 0, (10, 11), |out| {
            frame::put_long(out, &client_properties());
            frame::put_short(out, PLAIN);
            frame::put_long(out, response.as_bytes());
            frame::put_short(out, "en_US");
        });
        self.stage = Stage::Tune;
        Ok(())
    }

    /// Agrees on limits, and opens the virtual host. The broker's 0 is no limit,
    /// and no heartbeats of its own.
    fn tune(&mut self, frame_max: u32, heartbeat: u16) {
        let agreed = |of_broker: u32, ours: u32| match of_broker {
            0 => ours,
            of_broker => of_broker.min(ours),
        };
        let least = frame::SMALLEST_MAXIMUM;
        self.frame_maximum = agreed(frame_max, FRAME_MAXIMUM).max(least);
        let seconds = agreed(heartbeat.into(), HEARTBEAT.into());
        self.heartbeat = Some(Duration::from_secs(seconds.into()));
        let maximum = self.frame_maximum;
        frame::method(&mut self.out, 0, (10, 31), |out| {
            out.put_u16(CHANNEL);
            out.put_u32(maximum);
            out.put_u16(u16::try_from(seconds).unwrap_or(HEARTBEAT));
        });
        let virtual_host = &self.settings.virtual_host;
        frame::method(&mut self.out, 0, (10, 40), |out| {
            frame::put_short(out, virtual_host);
            out.put_u8(0);
            out.put_u8(0);
        });
        self.stage = Stage::Open;
    }

    fn returned(&mut self, message_id: Option<&str>) -> Result<(), NotTaken> {
        let reason = self.returning.take();
        let mut waiting = self.waiting.values_mut();
        match waiting.find(|it| message_id == Some(&it.id)) {
            Some(waiting) => waiting.returned = reason,
            // It cannot be known which one is meant, so none may count as taken.
            None => {
                return Err(NotTaken::by_receiver(format!(
                    "{} returned a message that was not published",
                    self.place
                )));
            }
        }
        Ok(())
    }

    fn settle(&mut self, tag: u64, multiple: bool, is_stored: bool) {
        let settled = if multiple {
            // A tag of 0 is all of them.
            let later = match tag {
                0 => BTreeMap::new(),
                tag => self.waiting.split_off(&tag.saturating_add(1)),
            };
            std::mem::replace(&mut self.waiting, later)
        } else {
            self.waiting.remove_entry(&tag).into_iter().collect()
        };
        for waiting in settled.into_values() {
            let result = match waiting.returned {
                Some(reason) => Err(self.unroutable(&reason)),
                None if is_stored => Ok(()),
                None => Err(NotTaken::by_receiver(format!(
                    "{} could not store it (nack): check the limits of its queues",
                    self.place
                ))),
            };
            // Whoever waited may have given up.
            let _ = waiting.done.send(result);
        }
    }
}

/// Who connects, and which extensions it knows, as a table of fields.
fn client_properties() -> BytesMut {
    let put_text = |out: &mut BytesMut, name: &str, value: &str| {
        frame::put_short(out, name);
        out.put_u8(b'S');
        frame::put_long(out, value.as_bytes());
    };
    let mut capabilities = BytesMut::new();
    for name in [
        "publisher_confirms",
        "basic.nack",
        "connection.blocked",
        "authentication_failure_close",
    ] {
        frame::put_short(&mut capabilities, name);
        capabilities.put_u8(b't');
        capabilities.put_u8(1);
    }
    let mut properties = BytesMut::new();
    put_text(&mut properties, "product", CLIENT);
    put_text(&mut properties, "connection_name", CLIENT);
    frame::put_short(&mut properties, "capabilities");
    properties.put_u8(b'F');
    frame::put_long(&mut properties, &capabilities);
    properties
}
