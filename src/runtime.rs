//! What a component without the standard library brings itself: memory, and an
//! end.
//!
//! The standard library would bring standard streams, an environment and a file
//! system, which no command uses, and each engine would have to grant them.

use core::panic::PanicInfo;

#[global_allocator]
static MEMORY: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

/// Traps. The engine says where.
#[panic_handler]
fn end(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
