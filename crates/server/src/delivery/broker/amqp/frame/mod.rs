//! Frames of AMQP 0.9.1, as far as publishing needs them: read from bytes, and
//! written to bytes. See <https://www.rabbitmq.com/amqp-0-9-1-protocol>.

mod write;

use bytes::{Buf as _, Bytes, BytesMut};

pub(super) use write::{body, header, heartbeat, method, put_long, put_short};

/// What a client sends first.
pub(super) const PROTOCOL_HEADER: &[u8] = b"AMQP\0\0\x09\x01";

/// How large a frame may be before both sides have agreed on a limit, with its
/// type, channel, size and end.
pub(super) const SMALLEST_MAXIMUM: u32 = 4096;

/// How many bytes a frame has in addition to its payload.
const OVERHEAD: usize = 8;

const END: u8 = 0xCE;
const METHOD: u8 = 1;
const HEADER: u8 = 2;
const BODY: u8 = 3;
const HEARTBEAT: u8 = 8;

const BASIC: u16 = 60;

/// What an AMQP broker sent cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed(pub &'static str);

impl From<bytes::TryGetError> for Malformed {
    fn from(_: bytes::TryGetError) -> Self {
        Self("a frame that is too short for what it contains")
    }
}

/// What a broker sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Frame {
    Start {
        mechanisms: String,
    },
    Tune {
        frame_max: u32,
        heartbeat: u16,
    },
    OpenOk,
    Close(Reason),
    CloseOk,
    Blocked {
        reason: String,
    },
    Unblocked,
    ChannelOpenOk,
    ChannelFlow {
        active: bool,
    },
    ChannelClose(Reason),
    ConfirmSelectOk,
    Return(Reason),
    /// The properties of a message that is returned.
    ReturnedHeader {
        message_id: Option<String>,
    },
    /// A part of its body.
    ReturnedBody,
    Ack {
        tag: u64,
        multiple: bool,
    },
    Nack {
        tag: u64,
        multiple: bool,
    },
    Heartbeat,
    /// A method that has no meaning for a client that only publishes.
    Unknown {
        class: u16,
        method: u16,
    },
}

/// Why a broker closes something or returns a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reason {
    pub code: u16,
    pub text: String,
}

impl Frame {
    /// Takes the next frame from what was received, if it is there as a whole.
    pub fn take(input: &mut BytesMut, maximum: u32) -> Result<Option<Self>, Malformed> {
        // A broker of another version answers with the version that it speaks.
        if input.starts_with(b"AMQP") {
            return Err(Malformed("the header of another version of AMQP"));
        }
        let mut head = &input[..];
        let (Ok(kind), Ok(_), Ok(size)) =
            (head.try_get_u8(), head.try_get_u16(), head.try_get_u32())
        else {
            return Ok(None);
        };
        if !matches!(kind, METHOD | HEADER | BODY | HEARTBEAT) {
            return Err(Malformed("something other than AMQP 0.9.1"));
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > usize::try_from(maximum).unwrap_or(usize::MAX) {
            return Err(Malformed("a frame that is larger than agreed"));
        }
        if input.len() < size + OVERHEAD {
            return Ok(None);
        }
        let mut frame = input.split_to(size + OVERHEAD).freeze();
        frame.advance(OVERHEAD - 1);
        let payload = frame.split_to(size);
        if frame.first() != Some(&END) {
            return Err(Malformed("a frame without its end"));
        }
        match kind {
            METHOD => Self::method(payload).map(Some),
            HEADER => Self::header(payload).map(Some),
            BODY => Ok(Some(Self::ReturnedBody)),
            _ => Ok(Some(Self::Heartbeat)),
        }
    }

    fn method(mut payload: Bytes) -> Result<Self, Malformed> {
        let (class, method) = (payload.try_get_u16()?, payload.try_get_u16()?);
        Ok(match (class, method) {
            (10, 10) => {
                payload.try_get_u16()?;
                skip_long(&mut payload)?;
                Self::Start {
                    mechanisms: long_text(&mut payload)?,
                }
            }
            (10, 30) => {
                payload.try_get_u16()?;
                Self::Tune {
                    frame_max: payload.try_get_u32()?,
                    heartbeat: payload.try_get_u16()?,
                }
            }
            (10, 41) => Self::OpenOk,
            (10, 50) => Self::Close(reason(&mut payload)?),
            (10, 51) => Self::CloseOk,
            (10, 60) => Self::Blocked {
                reason: short_text(&mut payload)?,
            },
            (10, 61) => Self::Unblocked,
            (20, 11) => Self::ChannelOpenOk,
            (20, 20) => Self::ChannelFlow {
                active: payload.try_get_u8()? & 1 == 1,
            },
            (20, 40) => Self::ChannelClose(reason(&mut payload)?),
            (85, 11) => Self::ConfirmSelectOk,
            (BASIC, 50) => Self::Return(reason(&mut payload)?),
            (BASIC, 80) => Self::Ack {
                tag: payload.try_get_u64()?,
                multiple: payload.try_get_u8()? & 1 == 1,
            },
            (BASIC, 120) => Self::Nack {
                tag: payload.try_get_u64()?,
                multiple: payload.try_get_u8()? & 1 == 1,
            },
            (class, method) => Self::Unknown { class, method },
        })
    }

    /// The properties come in the order of their flags, from the highest bit.
    fn header(mut payload: Bytes) -> Result<Self, Malformed> {
        payload.try_get_u16()?;
        payload.try_get_u16()?;
        payload.try_get_u64()?;
        let flags = payload.try_get_u16()?;
        let has = |bit: u16| flags & (1 << bit) != 0;
        let mut message_id = None;
        for bit in (7..16).rev().filter(|bit| has(*bit)) {
            match bit {
                // Headers.
                13 => skip_long(&mut payload)?,
                // Delivery mode, priority.
                12 | 11 => drop(payload.try_get_u8()?),
                7 => message_id = Some(short_text(&mut payload)?),
                _ => drop(short_text(&mut payload)?),
            }
        }
        Ok(Self::ReturnedHeader { message_id })
    }
}

fn reason(payload: &mut Bytes) -> Result<Reason, Malformed> {
    Ok(Reason {
        code: payload.try_get_u16()?,
        text: short_text(payload)?,
    })
}

fn short_text(payload: &mut Bytes) -> Result<String, Malformed> {
    let length = usize::from(payload.try_get_u8()?);
    text(payload, length)
}

fn long_text(payload: &mut Bytes) -> Result<String, Malformed> {
    let length = usize::try_from(payload.try_get_u32()?).unwrap_or(usize::MAX);
    text(payload, length)
}

fn text(payload: &mut Bytes, length: usize) -> Result<String, Malformed> {
    if payload.len() < length {
        return Err(Malformed("a text that ends after its frame"));
    }
    Ok(String::from_utf8_lossy(&payload.split_to(length)).into_owned())
}

fn skip_long(payload: &mut Bytes) -> Result<(), Malformed> {
    long_text(payload).map(drop)
}

#[cfg(test)]
mod tests {
    use bytes::BufMut as _;
    use proptest::prelude::*;

    use super::write::frame;
    use super::*;

    fn taken(bytes: &[u8]) -> Result<Option<Frame>, Malformed> {
        Frame::take(&mut BytesMut::from(bytes), SMALLEST_MAXIMUM)
    }

    fn of(class: u16, number: u16, arguments: &[u8]) -> BytesMut {
        let mut out = BytesMut::new();
        method(&mut out, 1, (class, number), |out| out.put_slice(arguments));
        out
    }

    #[test]
    fn frames_are_taken_when_they_are_there_as_a_whole() {
        let ack = of(60, 80, &[0, 0, 0, 0, 0, 0, 0, 7, 1]);
        let expected = Frame::Ack {
            tag: 7,
            multiple: true,
        };
        for cut in 0..ack.len() {
            assert_eq!(taken(&ack[..cut]), Ok(None));
        }
        let mut two = [ack.clone(), ack].concat().as_slice().into();
        for _ in 0..2 {
            let frame = Frame::take(&mut two, SMALLEST_MAXIMUM);
            assert_eq!(frame, Ok(Some(expected.clone())));
        }
        assert!(two.is_empty());
    }

    #[test]
    fn what_is_no_frame_is_named() {
        for (bytes, problem) in [
            (
                &b"AMQP\0\0\x09\x01"[..],
                "the header of another version of AMQP",
            ),
            (b"HTTP/1.1 400 Bad", "something other than AMQP 0.9.1"),
            (b"\x01\0\0\xff\0\0\0", "a frame that is larger than agreed"),
            (b"\x08\0\0\0\0\0\0\x01", "a frame without its end"),
            (&of(10, 50, &[0, 1, 9]), "a text that ends after its frame"),
            (
                &of(60, 80, &[0]),
                "a frame that is too short for what it contains",
            ),
        ] {
            assert_eq!(taken(bytes), Err(Malformed(problem)), "{bytes:?}");
        }
    }

    #[test]
    fn the_id_of_a_returned_message_is_found_among_its_properties() {
        let mut payload = BytesMut::new();
        frame(&mut payload, HEADER, 1, |out| {
            out.put_u16(BASIC);
            out.put_u16(0);
            out.put_u64(3);
            // Content type, encoding, headers, mode, priority, correlation id,
            // reply to, expiration, message id, timestamp.
            out.put_u16(0b1111_1111_1100_0000);
            put_short(out, "a/b");
            put_short(out, "gzip");
            put_long(out, b"\x01xI\0\0\0\x01");
            out.put_u8(2);
            out.put_u8(0);
            for text in ["correlation", "reply", "1000", "m1"] {
                put_short(out, text);
            }
            out.put_u64(1);
        });
        let message_id = Some("m1".to_owned());
        assert_eq!(
            taken(&payload),
            Ok(Some(Frame::ReturnedHeader { message_id }))
        );
    }

    #[test]
    fn a_body_is_cut_into_frames_of_the_agreed_size() {
        let mut out = BytesMut::new();
        body(&mut out, 1, &[7; 10_000], SMALLEST_MAXIMUM);
        let mut sizes = Vec::new();
        while !out.is_empty() {
            let before = out.len();
            assert_eq!(
                Frame::take(&mut out, SMALLEST_MAXIMUM),
                Ok(Some(Frame::ReturnedBody))
            );
            sizes.push(before - out.len());
        }
        assert_eq!(sizes, [4096, 4096, 10_000 - 2 * 4088 + OVERHEAD]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64), kind in 1_u8..9, class in 0_u16..100, number in 0_u16..130) {
            let _ = taken(&bytes);
            let _ = taken(&of(class, number, &bytes));
            let mut out = BytesMut::new();
            frame(&mut out, kind, 1, |out| out.put_slice(&bytes));
            let _ = taken(&out);
        }
    }
}
