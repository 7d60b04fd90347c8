//! The engine's wall clock: the only file that reads it.

use waki::bindings::wasi::clocks::wall_clock;

/// The time now, in milliseconds since 1970.
pub fn unix_milliseconds() -> u64 {
    let now = wall_clock::now();
    now.seconds
        .saturating_mul(1000)
        .saturating_add(u64::from(now.nanoseconds / 1_000_000))
}
