//! The only file that touches `wasi:http`.
