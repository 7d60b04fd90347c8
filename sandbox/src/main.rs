//! `uip-sandbox`.
fn main() {}
