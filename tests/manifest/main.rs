//! `adapter.json` says to a designer what `wit/` says to an engine. It is
//! generated, and current; the component keeps what it says; and it stays
//! compatible with version 2.0.2 of UIP's WhatsApp adapter.

mod answers;
mod contract;
mod documentation;
mod documents;
mod event_types;
mod form;
mod generated;
mod limits;
mod manifest;
mod openapi;
mod released;
mod schema;
mod types;
mod uip_2_0_2;
