//! Object storage: files by name, in a folder or in anything that speaks S3.

mod address;
mod objects;

use bytes::Bytes;
use futures::future::BoxFuture;

pub use address::{S3Credentials, StorageUrl, StorageUrlError};
pub use objects::Objects;

/// Why the store did not do what it was asked for. Its text is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the object storage: {0}")]
pub struct StorageError(String);

impl StorageError {
    /// An error that says this.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

/// Keeps files by name. Each call may be repeated.
pub trait ObjectStorage: Send + Sync {
    /// Stores a file whole or not at all; one of this name is replaced.
    fn put<'a>(&'a self, name: &'a str, content: Bytes) -> BoxFuture<'a, Result<(), StorageError>>;

    /// A file, if there is one of this name.
    fn get<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<Bytes>, StorageError>>;

    /// Deletes a file, if there is one of this name.
    fn delete<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StorageError>>;
}
