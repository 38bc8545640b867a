use std::fs;
use std::io;
use std::path::Path as FolderPath;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::{BoxFuture, FutureExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, Error, ObjectStore, ObjectStoreExt as _, RetryConfig};
use secrecy::ExposeSecret as _;

use super::{ObjectStorage, S3Credentials, StorageError, StorageUrl};

/// One request to a store.
const PATIENCE: Duration = Duration::from_secs(10);
/// With all that is tried again. Less than a client is kept waiting.
const PATIENCE_IN_ALL: Duration = Duration::from_secs(20);
const RETRIES: usize = 3;

/// Files in a folder, in an S3, or in memory.
#[derive(Clone, Debug)]
pub struct Objects(Arc<dyn ObjectStore>);

impl Objects {
    /// The store that `url` names. An S3 is not asked yet.
    ///
    /// # Errors
    /// When the folder cannot be made, or the settings of the S3 do not fit together.
    pub fn at(url: &StorageUrl, credentials: Option<&S3Credentials>) -> Result<Self, StorageError> {
        match url {
            StorageUrl::Folder(path) => {
                Self::folder(path).map_err(|error| StorageError::new(error.to_string()))
            }
            StorageUrl::S3 { bucket, prefix, endpoint, region } => {
                let region = region.as_deref();
                s3(bucket, prefix, endpoint.as_deref(), region, credentials).map_err(failed)
            }
        }
    }

    /// Files in `folder`, which is made if it is missing.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(folder: &FolderPath) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(io::Error::other)?;
        Ok(Self(Arc::new(store)))
    }

    /// Files that nobody needs tomorrow.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }
}

fn s3(
    bucket: &str,
    prefix: &str,
    endpoint: Option<&str>,
    region: Option<&str>,
    credentials: Option<&S3Credentials>,
) -> Result<Objects, Error> {
    // The client looks for it in the process. Another part of the shop may have been quicker: it is the same one.
    let _already = rustls::crypto::ring::default_provider().install_default();
    let retry =
        RetryConfig { max_retries: RETRIES, retry_timeout: PATIENCE_IN_ALL, ..RetryConfig::default() };
    let options = ClientOptions::new().with_timeout(PATIENCE).with_connect_timeout(PATIENCE);
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(region.unwrap_or("us-east-1"))
        .with_client_options(options)
        .with_retry(retry);
    if let Some(endpoint) = endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    // Without them the machine's own role is asked for.
    if let Some(S3Credentials { access_key_id, secret_access_key, session_token }) = credentials {
        builder = builder
            .with_access_key_id(access_key_id.expose_secret())
            .with_secret_access_key(secret_access_key.expose_secret());
        if let Some(token) = session_token {
            builder = builder.with_token(token.expose_secret());
        }
    }
    let store = builder.build()?;
    if prefix.is_empty() {
        Ok(Objects(Arc::new(store)))
    } else {
        Ok(Objects(Arc::new(PrefixStore::new(store, prefix))))
    }
}

impl ObjectStorage for Objects {
    fn put<'a>(&'a self, name: &'a str, content: Bytes) -> BoxFuture<'a, Result<(), StorageError>> {
        async move { self.0.put(&Path::from(name), content.into()).await.map(|_| ()).map_err(failed) }.boxed()
    }

    fn get<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<Bytes>, StorageError>> {
        async move {
            match self.0.get(&Path::from(name)).await {
                Ok(found) => found.bytes().await.map(Some).map_err(failed),
                Err(Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(failed(error)),
            }
        }
        .boxed()
    }

    fn delete<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StorageError>> {
        async move {
            match self.0.delete(&Path::from(name)).await {
                Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(failed(error)),
            }
        }
        .boxed()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn failed(error: Error) -> StorageError {
    StorageError::new(error.to_string())
}
