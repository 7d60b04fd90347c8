//! The component's memory: what its own code allocates, and where an engine
//! puts the strings and lists that it hands in.
//!
//! Both are the standard library's to give, which this component does without.
//! They are given as it gives them: by the target's C library, whose allocator
//! begins with what is left of the memory's first pages, so that a fresh
//! instance need not ask its engine for more.

use alloc::alloc::{Layout, handle_alloc_error};
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

/// What `malloc` aligns to at least, as the standard library counts on it.
const MALLOC_ALIGN: usize = 8;

struct Memory;

#[cfg_attr(target_family = "wasm", global_allocator)]
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
/// `old` came from here with `old_size` and `align`, or `old_size` is 0; `align`
/// is a power of two.
#[cfg_attr(target_family = "wasm", unsafe(no_mangle))]
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
            (MEMORY.alloc(layout), layout)
        } else {
            let layout = Layout::from_size_align_unchecked(old_size, align);
            (MEMORY.realloc(old, layout, new_size), layout)
        }
    };
    if memory.is_null() {
        handle_alloc_error(layout)
    }
    memory
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fills memory, so that what is lost or overlaps shows.
    fn fill(memory: *mut u8, size: usize, seed: usize) {
        for at in 0..size {
            unsafe { memory.add(at).write((at * 31 + seed) as u8) }
        }
    }

    fn is_filled(memory: *mut u8, size: usize, seed: usize) -> bool {
        (0..size).all(|at| unsafe { memory.add(at).read() } == (at * 31 + seed) as u8)
    }

    #[test]
    fn memory_is_aligned_apart_from_other_memory_and_moves_with_what_is_in_it() {
        let layouts: Vec<Layout> = (0..10)
            .flat_map(|power| [1, 7, 64, 1000, 70_000].map(|size| (size, 1 << power)))
            .map(|(size, align)| Layout::from_size_align(size, align).unwrap())
            .collect();
        let all: Vec<*mut u8> = layouts
            .iter()
            .map(|it| unsafe { MEMORY.alloc(*it) })
            .collect();
        for (seed, (memory, layout)) in all.iter().zip(&layouts).enumerate() {
            assert!(!memory.is_null());
            assert_eq!(memory.addr() % layout.align(), 0, "{layout:?}");
            fill(*memory, layout.size(), seed);
        }
        for (seed, (memory, layout)) in all.into_iter().zip(layouts).enumerate() {
            assert!(is_filled(memory, layout.size(), seed), "{layout:?}");
            let mut memory = memory;
            let mut from = layout;
            for size in [layout.size() * 3, layout.size().div_ceil(2), 1] {
                let kept = from.size().min(size);
                memory = unsafe { MEMORY.realloc(memory, from, size) };
                from = Layout::from_size_align(size, layout.align()).unwrap();
                assert_eq!(memory.addr() % layout.align(), 0, "{layout:?} to {size}");
                assert!(is_filled(memory, kept, seed), "{layout:?} to {size}");
                fill(memory, size, seed);
            }
            unsafe { MEMORY.dealloc(memory, from) }
        }
    }

    #[test]
    fn an_engine_gets_memory_grows_it_and_asks_for_none() {
        let none = core::ptr::null_mut();
        for align in [1, 2, 4, 8] {
            let nothing = unsafe { cabi_realloc(none, 0, align, 0) };
            assert_eq!(
                nothing.addr(),
                align,
                "not null, aligned, and not to be read"
            );
            let memory = unsafe { cabi_realloc(nothing, 0, align, 100) };
            fill(memory, 100, align);
            let grown = unsafe { cabi_realloc(memory, 100, align, 100_000) };
            assert_eq!(grown.addr() % align, 0);
            assert!(is_filled(grown, 100, align));
            let layout = Layout::from_size_align(100_000, align).unwrap();
            unsafe { MEMORY.dealloc(grown, layout) }
        }
    }
}
