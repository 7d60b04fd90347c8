//! Counts, in tests only, the bytes that are read and written: it shows that
//! work is linear in the text without a clock.

#[cfg(test)]
std::thread_local! {
    static BYTES: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Adds work that was done. Outside tests it is nothing.
#[inline]
pub fn count(bytes: usize) {
    #[cfg(test)]
    BYTES.with(|all| all.set(all.get() + bytes));
    #[cfg(not(test))]
    let _ = bytes;
}

/// How much work `action` does on this thread.
#[cfg(test)]
pub fn of<T>(action: impl FnOnce() -> T) -> (T, usize) {
    let before = BYTES.get();
    let result = action();
    (result, BYTES.get() - before)
}
