use std::sync::{Mutex, PoisonError};

use tokio::sync::OwnedSemaphorePermit;
use wasmtime::Store;
use wasmtime::component::Instance as Component;

use crate::adapter::Imports;
use crate::engine::Guest;

/// A running component. It is dropped, not used again, when anything goes
/// wrong in it.
pub(crate) struct LiveGuest {
    pub(crate) store: Store<Guest>,
    pub(crate) component: Component,
    pub(crate) imports: Imports,
    /// Its place among the host's guests.
    pub(crate) _place: OwnedSemaphorePermit,
}

/// The guests of one instance that no call uses at the moment.
pub(crate) struct GuestPool {
    idle: Mutex<Vec<LiveGuest>>,
    most: usize,
}

impl GuestPool {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            idle: Mutex::default(),
            most,
        }
    }

    /// The guest with these imports that was used last: its memory is the warmest.
    pub(crate) fn take(&self, imports: Imports) -> Option<LiveGuest> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let last = idle.iter().rposition(|guest| guest.imports == imports)?;
        Some(idle.remove(last))
    }

    pub(crate) fn give_back(&self, guest: LiveGuest) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.most {
            idle.push(guest);
        }
    }

    /// Drops all of them, so that others find a place.
    pub(crate) fn forget_idle(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        drop(idle);
    }
}
