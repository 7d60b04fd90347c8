//! Counts, with the feature `testing`, the bytes that are read and written: it shows that
//! work is linear in the text without a clock.

#[cfg(any(test, feature = "testing"))]
std::thread_local! {
    static BYTES: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Adds work that was done. Without the feature it is nothing.
#[inline]
pub fn count(bytes: usize) {
    #[cfg(any(test, feature = "testing"))]
    BYTES.with(|all| all.set(all.get() + bytes));
    #[cfg(not(any(test, feature = "testing")))]
    let _ = bytes;
}

/// How much work `action` does on this thread.
#[cfg(any(test, feature = "testing"))]
pub fn of<T>(action: impl FnOnce() -> T) -> (T, usize) {
    let before = BYTES.get();
    let result = action();
    (result, BYTES.get() - before)
}
