use super::SaleStatus;
use crate::orders::Transition;

/// What staff do to a sale apart from editing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steer {
    /// No purchases for now; holds and payments go on.
    Pause,
    /// Purchases again.
    Resume,
    /// No purchases any more: unpaid orders are cancelled, paid ones are left to staff, unsold units go back to the stock.
    Cancel,
}

/// The sale has ended or was cancelled: nothing about it can be changed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sale that is {} cannot be changed", .0.as_str())]
pub struct SaleOver(pub SaleStatus);

impl SaleStatus {
    /// What `steer` means for a sale that is so.
    ///
    /// # Errors
    /// [`SaleOver`]. Cancelling what is cancelled is a repetition, though.
    pub fn steer(self, steer: Steer) -> Result<Transition, SaleOver> {
        match (self, steer) {
            (Self::Scheduled | Self::Live | Self::SoldOut, Steer::Resume)
            | (Self::Paused, Steer::Pause)
            | (Self::Cancelled, Steer::Cancel) => Ok(Transition::Repeated),
            (Self::Ended, _) | (Self::Cancelled, Steer::Pause | Steer::Resume) => Err(SaleOver(self)),
            (Self::Scheduled | Self::Live | Self::SoldOut, Steer::Pause | Steer::Cancel)
            | (Self::Paused, Steer::Resume | Steer::Cancel) => Ok(Transition::Moves),
        }
    }

    /// Whether a sale that is so can be edited.
    ///
    /// # Errors
    /// [`SaleOver`].
    pub fn editable(self) -> Result<(), SaleOver> {
        match self {
            Self::Scheduled | Self::Live | Self::SoldOut | Self::Paused => Ok(()),
            Self::Ended | Self::Cancelled => Err(SaleOver(self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: [SaleStatus; 4] =
        [SaleStatus::Scheduled, SaleStatus::Live, SaleStatus::SoldOut, SaleStatus::Paused];

    #[test]
    fn what_is_so_already_is_a_repetition() {
        assert_eq!(SaleStatus::Paused.steer(Steer::Pause), Ok(Transition::Repeated));
        assert_eq!(SaleStatus::Live.steer(Steer::Resume), Ok(Transition::Repeated));
        assert_eq!(SaleStatus::Cancelled.steer(Steer::Cancel), Ok(Transition::Repeated));
    }

    #[test]
    fn an_open_sale_can_be_paused_resumed_edited_and_cancelled() {
        for status in OPEN {
            assert_eq!(status.steer(Steer::Cancel), Ok(Transition::Moves));
            assert_eq!(status.editable(), Ok(()));
            let is_paused = status == SaleStatus::Paused;
            assert_eq!(status.steer(Steer::Pause) == Ok(Transition::Moves), !is_paused);
            assert_eq!(status.steer(Steer::Resume) == Ok(Transition::Moves), is_paused);
        }
    }

    #[test]
    fn nothing_reopens_a_sale_that_is_over() {
        for status in [SaleStatus::Ended, SaleStatus::Cancelled] {
            assert_eq!(status.steer(Steer::Pause), Err(SaleOver(status)));
            assert_eq!(status.steer(Steer::Resume), Err(SaleOver(status)));
            assert_eq!(status.editable(), Err(SaleOver(status)));
        }
        assert_eq!(SaleStatus::Ended.steer(Steer::Cancel), Err(SaleOver(SaleStatus::Ended)));
    }
}
