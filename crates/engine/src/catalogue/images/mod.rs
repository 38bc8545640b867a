//! Pictures: from what somebody uploaded to files that are served for ever.

mod decode;
mod keep;
mod render;
mod sweep;
#[cfg(test)]
mod tests;
mod upload;
mod whole_jpeg;

use std::sync::Arc;

use bytes::Bytes;
use doorbuster_domain::catalogue::PictureFile;
use doorbuster_gateways::storage::{ObjectStorage, StorageError};

use crate::platform::Workers;

pub use decode::{ImageRefusal, MOST_BYTES};
pub use keep::{KeepImageError, keep_drawing};
pub use render::{Rendered, render};
pub use sweep::{Swept, sweep_images};
pub use upload::{UploadError, upload_image};

/// How many uploads may wait for the one that is worked on: each waits with up to 10 MB.
const WAITING: usize = 8;

/// The pictures' store, and who makes them smaller.
pub struct Images {
    storage: Arc<dyn ObjectStorage>,
    /// One: a large photograph takes a processor for seconds, and memory besides.
    workers: Workers,
}

impl Images {
    pub(crate) fn new(storage: Arc<dyn ObjectStorage>) -> Self {
        Self { storage, workers: Workers::new(1, WAITING) }
    }

    /// A file of a picture, if the store has it.
    ///
    /// # Errors
    /// The store's.
    pub async fn read(&self, file: PictureFile) -> Result<Option<Bytes>, StorageError> {
        self.storage.get(&file.to_string()).await
    }
}
