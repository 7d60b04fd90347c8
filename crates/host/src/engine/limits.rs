use wasmtime::ResourceLimiter;

/// How much memory a guest may have, and whether it asked for more.
#[derive(Debug)]
pub(crate) struct MemoryLimit {
    limit: usize,
    used: usize,
    refused: bool,
}

/// Table elements a guest may have in each table.
pub(super) const TABLE_ELEMENTS: usize = 100_000;

impl MemoryLimit {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            used: 0,
            refused: false,
        }
    }

    /// How many bytes the guest holds: a guest's memory never shrinks.
    pub(crate) fn used(&self) -> usize {
        self.used
    }

    /// Whether the guest asked for more than it may have.
    pub(crate) fn refused(&self) -> bool {
        self.refused
    }

    /// Whether the guest holds so much that a fresh one is better: its memory
    /// never shrinks again.
    pub(crate) fn is_worn(&self) -> bool {
        self.used > self.limit / 8
    }
}

impl ResourceLimiter for MemoryLimit {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        // Every memory of the guest counts together.
        let total = self.used.saturating_sub(current).saturating_add(desired);
        if total > self.limit || maximum.is_some_and(|maximum| desired > maximum) {
            self.refused = true;
            return Ok(false);
        }
        self.used = total;
        Ok(true)
    }

    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        self.refused = true;
        Ok(())
    }

    fn table_growing(
        &mut self,
        _: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(desired <= TABLE_ELEMENTS && maximum.is_none_or(|maximum| desired <= maximum))
    }
}
