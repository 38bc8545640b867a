use doorbuster_domain::orders::IllegalTransition;
use doorbuster_persistence::Error;

/// Why an order does not move.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// There is no such order.
    #[error("there is no such order")]
    Unknown,
    /// The state machine has no such move from where it is.
    #[error(transparent)]
    Illegal(#[from] IllegalTransition),
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}
