//! The memory that the bindings ask for: where an engine puts the strings and
//! lists that it hands in.
//!
//! The bindings leave this to the standard library, which this component does
//! without. What it has to do is the canonical ABI's `realloc`.

use alloc::alloc::{Layout, alloc, handle_alloc_error, realloc};
use core::ptr::without_provenance_mut;

// For what the compiler writes as calls: copying, filling and comparing memory.
#[link(name = "c")]
unsafe extern "C" {}

/// # Safety
/// `old` is null, or came from here with `old_size` and `align`; `align` is a
/// power of two.
#[unsafe(no_mangle)]
unsafe extern "C" fn cabi_realloc(
    old: *mut u8,
    old_size: usize,
    align: usize,
    new_size: usize,
) -> *mut u8 {
    if new_size == 0 {
        return without_provenance_mut(align);
    }
    // SAFETY: an engine keeps to the canonical ABI, and `new_size` is not 0.
    let (memory, layout) = unsafe {
        if old_size == 0 {
            let layout = Layout::from_size_align_unchecked(new_size, align);
            (alloc(layout), layout)
        } else {
            let layout = Layout::from_size_align_unchecked(old_size, align);
            (realloc(old, layout, new_size), layout)
        }
    };
    if memory.is_null() {
        handle_alloc_error(layout)
    }
    memory
}
