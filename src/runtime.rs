//! How a component without the standard library ends when it must.
//!
//! The standard library would bring standard streams, an environment and a file
//! system, which no command uses, and each engine would have to grant them.

use core::panic::PanicInfo;

/// Traps. The engine says where.
#[panic_handler]
fn end(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
