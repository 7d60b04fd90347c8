//! Loads UIP adapters that are WASI components.
