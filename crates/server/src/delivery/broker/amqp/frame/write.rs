//! Frames as a client writes them.

use bytes::{BufMut as _, BytesMut};

use super::{BASIC, BODY, END, HEADER, HEARTBEAT, METHOD, OVERHEAD};

/// A method that a client sends.
pub(in super::super) fn method(
    out: &mut BytesMut,
    channel: u16,
    (class, method): (u16, u16),
    arguments: impl FnOnce(&mut BytesMut),
) {
    frame(out, METHOD, channel, |out| {
        out.put_u16(class);
        out.put_u16(method);
        arguments(out);
    });
}

/// The header of a message: it is persistent, and has these properties.
pub(in super::super) fn header(
    out: &mut BytesMut,
    channel: u16,
    size: usize,
    content_type: &str,
    message_id: &str,
) {
    const CONTENT_TYPE: u16 = 1 << 15;
    const DELIVERY_MODE: u16 = 1 << 12;
    const MESSAGE_ID: u16 = 1 << 7;
    const PERSISTENT: u8 = 2;
    frame(out, HEADER, channel, |out| {
        out.put_u16(BASIC);
        out.put_u16(0);
        out.put_u64(u64::try_from(size).unwrap_or(u64::MAX));
        out.put_u16(CONTENT_TYPE | DELIVERY_MODE | MESSAGE_ID);
        put_short(out, content_type);
        out.put_u8(PERSISTENT);
        put_short(out, message_id);
    });
}

/// The body of a message, in frames that are no larger than `maximum`.
pub(in super::super) fn body(out: &mut BytesMut, channel: u16, body: &[u8], maximum: u32) {
    let most = usize::try_from(maximum).unwrap_or(usize::MAX);
    for part in body.chunks(most.saturating_sub(OVERHEAD).max(1)) {
        frame(out, BODY, channel, |out| out.put_slice(part));
    }
}

pub(in super::super) fn heartbeat(out: &mut BytesMut) {
    frame(out, HEARTBEAT, 0, |_| {});
}

pub(super) fn frame(
    out: &mut BytesMut,
    kind: u8,
    channel: u16,
    payload: impl FnOnce(&mut BytesMut),
) {
    const BEFORE_SIZE: usize = 3;
    const BEFORE_PAYLOAD: usize = 7;
    let start = out.len();
    out.put_u8(kind);
    out.put_u16(channel);
    out.put_u32(0);
    payload(out);
    let size = out.len() - start - BEFORE_PAYLOAD;
    let size = u32::try_from(size).unwrap_or(u32::MAX).to_be_bytes();
    if let Some(place) = out.get_mut(start + BEFORE_SIZE..start + BEFORE_PAYLOAD) {
        place.copy_from_slice(&size);
    }
    out.put_u8(END);
}

/// A text of at most 255 bytes. The rest of a longer one is left out; those that
/// come here are checked before.
pub(in super::super) fn put_short(out: &mut BytesMut, text: &str) {
    let bytes = text.as_bytes();
    let bytes = bytes.get(..usize::from(u8::MAX)).unwrap_or(bytes);
    out.put_u8(u8::try_from(bytes.len()).unwrap_or(u8::MAX));
    out.put_slice(bytes);
}

/// Bytes with their length in four bytes before them. None that come here are
/// nearly as long as that can say.
pub(in super::super) fn put_long(out: &mut BytesMut, bytes: &[u8]) {
    out.put_u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    out.put_slice(bytes);
}
