//! `multipart/form-data`.

use axum::body::Body;
use bytes::Bytes;
use multer::Multipart;

use crate::graph::call::Call;
use crate::model::GraphError;

/// A form with a file.
#[derive(Debug, Default)]
pub(super) struct Form {
    texts: Vec<(String, String)>,
    pub(super) file: Option<File>,
}

/// The part named `file`.
#[derive(Debug)]
pub(super) struct File {
    pub(super) name: Option<String>,
    /// As its own part says; `application/octet-stream` if it says nothing.
    pub(super) mime_type: String,
    pub(super) bytes: Bytes,
}

impl Form {
    /// Reads the whole form. Like Graph, it finds no parameters in a body that is not a form.
    ///
    /// # Errors
    /// Code 100 when the form begins and cannot be read to its end.
    pub(super) async fn read(call: &Call) -> Result<Self, GraphError> {
        let Some(boundary) = call
            .content_type()
            .and_then(|kind| multer::parse_boundary(kind).ok())
        else {
            return Ok(Self::default());
        };
        let body = Body::from(call.body()).into_data_stream();
        Self::gather(Multipart::new(body, boundary))
            .await
            .map_err(|error| {
                GraphError::invalid(format!("The multipart form cannot be read: {error}."))
            })
    }

    async fn gather(mut parts: Multipart<'_>) -> multer::Result<Self> {
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" {
                form.file = Some(File {
                    name: part.file_name().map(str::to_owned),
                    mime_type: part.content_type().map_or_else(
                        || "application/octet-stream".to_owned(),
                        ToString::to_string,
                    ),
                    bytes: part.bytes().await?,
                });
            } else {
                form.texts.push((name, part.text().await?));
            }
        }
        Ok(form)
    }

    /// A parameter that is not the file.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.texts
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}
