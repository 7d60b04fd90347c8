//! `adapter.json` and `wit/` describe one contract: the first to a designer,
//! the second to an engine. These tests keep them from drifting apart, and
//! keep both compatible with version 2.0.2 of UIP's WhatsApp adapter.

mod answers;
mod contract;
mod documentation;
mod documents;
mod drift;
mod event_types;
mod form;
mod limits;
mod manifest;
mod openapi;
mod page;
mod payload;
mod schema;
mod uip_2_0_2;
