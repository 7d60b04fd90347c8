//! What is sent to a service, and how much of its answer is read.

use super::{Authorization, BaseUrl, Part, RequestTimeout};

/// A request to a service.
#[derive(Debug)]
pub struct Request<'a> {
    /// What is asked.
    pub action: Action<'a>,
    /// Where to.
    pub base_url: &'a BaseUrl,
    /// The path and query, made of checked parts only.
    pub path: &'a str,
    /// Proves the right to do it.
    pub authorization: Authorization<'a>,
    /// A header that only some endpoints have.
    pub header: Option<Header>,
    /// The header `User-Agent`: visible ASCII.
    pub user_agent: &'a str,
    /// How long the whole exchange may take.
    pub timeout: RequestTimeout,
    /// How many bytes of the answer's body are read at most.
    pub largest_answer: usize,
}

/// A header whose value is a number, such as `file_offset: 0`: it can hold
/// nothing that ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Its name, in lower case.
    pub name: &'static str,
    /// Its value.
    pub value: u64,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub enum Action<'a> {
    /// To read.
    Get,
    /// To take away.
    Delete,
    /// To take away what this names.
    DeleteListed(Body<'a>),
    /// To take this.
    Post(Body<'a>),
}

impl<'a> Action<'a> {
    pub(super) fn body(self) -> Option<Body<'a>> {
        match self {
            Self::Get | Self::Delete => None,
            Self::DeleteListed(body) | Self::Post(body) => Some(body),
        }
    }
}

/// What goes with the request.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    /// The header `Content-Type`: visible ASCII.
    pub content_type: &'a str,
    /// What it consists of, in this order.
    pub parts: &'a [Part<'a>],
}

impl Body<'_> {
    pub(super) fn length(&self) -> usize {
        self.parts.iter().map(Part::length).sum()
    }
}

/// Enough for any answer in JSON, which usually has a few kilobytes.
pub const LARGEST_JSON: usize = 1024 * 1024;
