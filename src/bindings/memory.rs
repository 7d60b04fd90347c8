//! The component's memory: what its own code allocates, and where an engine
//! puts the strings and lists that it hands in.
//!
//! Both are the standard library's to give, which this component does without.
//! They are given as it gives them: by the target's C library, whose allocator
//! begins with what is left of the memory's first pages, so that a fresh
//! instance need not ask its engine for more.

use alloc::alloc::{Layout, alloc, handle_alloc_error, realloc};
use core::alloc::GlobalAlloc;
use core::ptr::without_provenance_mut;

mod c {
    #[link(name = "c")]
    unsafe extern "C" {
        pub fn malloc(size: usize) -> *mut u8;
        pub fn aligned_alloc(align: usize, size: usize) -> *mut u8;
        pub fn realloc(memory: *mut u8, size: usize) -> *mut u8;
        pub fn free(memory: *mut u8);
    }
}

/// What `malloc` aligns to at least: `max_align_t` of the target.
const MALLOC_ALIGN: usize = 8;

struct Memory;

#[global_allocator]
static MEMORY: Memory = Memory;

// SAFETY: the C library's functions keep the trait's promises, for a layout
// whose size is not 0, which the trait asks of its caller.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: any size may be asked for; the alignment is a power of two,
        // and the size is rounded up to a multiple of it, as C wants it.
        unsafe {
            if layout.align() <= MALLOC_ALIGN {
                c::malloc(layout.size())
            } else {
                c::aligned_alloc(layout.align(), layout.pad_to_align().size())
            }
        }
    }

    unsafe fn dealloc(&self, memory: *mut u8, _: Layout) {
        // SAFETY: `memory` came from `alloc` or `realloc`.
        unsafe { c::free(memory) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: `memory` came from `alloc` or `realloc` with this layout, and
        // C's `realloc` aligns as `malloc` does.
        unsafe {
            if layout.align() <= MALLOC_ALIGN {
                return c::realloc(memory, size);
            }
            let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !moved.is_null() {
                memory.copy_to_nonoverlapping(moved, layout.size().min(size));
                c::free(memory);
            }
            moved
        }
    }
}

/// The canonical ABI's `realloc`.
///
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
