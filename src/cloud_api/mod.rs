//! WhatsApp's Cloud API without the network: what a request looks like, what
//! an answer means. Everything here is pure.
