use crate::Error;

/// Why a banner is not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A picture of ours that it was to show was never uploaded, or was swept.
    #[error("there is no such picture")]
    UnknownImage,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for WriteError {
    fn from(error: E) -> Self {
        let error = error.into();
        match error.constraint() {
            Some("banners_kept") => Self::UnknownImage,
            _ => Self::Storage(error),
        }
    }
}
