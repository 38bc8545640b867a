//! Moving money: authorise, capture, void, refund.

mod standing;
mod stripe;
mod test;

use chrono::{DateTime, Utc};
use doorbuster_domain::payments::{DisputeStatus, Payment};
use doorbuster_domain::{Money, RefundId};
use futures::future::{BoxFuture, FutureExt as _, ready};

pub use standing::{Browser, EventError, ProviderEvent, ProviderState, Standing, Subject};
pub use stripe::{Stripe, StripeConfigError, StripeSettings};
pub use test::{TestOutcome, TestProvider};

/// Why a provider did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It said no, for good.
    #[error("the provider declined")]
    Declined,
    /// It could not be asked, or its answer was lost: ask again.
    #[error("the provider cannot be reached")]
    Unreachable,
}

/// What the customer tells the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instruction {
    /// The test provider does what it is told.
    Test(TestOutcome),
    /// Everything else is between the customer's browser and the provider.
    Browser,
}

/// What a provider says about a refund that it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundAnswer {
    /// The provider's name for it.
    pub reference: String,
    /// Whether the money is on its way back; if not, the provider still works on it.
    pub settled: bool,
}

/// A payment provider. Every call may be repeated: providers recognise a payment by its id. Every call ends by itself,
/// in less than 20 seconds.
pub trait PaymentProvider: Send + Sync {
    /// Its name in the `payments` table and the API.
    fn name(&self) -> &'static str;

    /// Whether the customer pays in the browser, so that a pending payment may wait for them.
    fn waits_for_customer(&self) -> bool {
        false
    }

    /// Begins a payment, or goes on with one that has begun. Answers how it stands: the money may be reserved, or the
    /// customer has to go on in the browser.
    fn authorize<'a>(
        &'a self,
        payment: &'a Payment,
        instruction: Instruction,
    ) -> BoxFuture<'a, Result<Standing, ProviderError>>;

    /// How these payments stand, in their order. Whoever was never told about a payment says that it ended.
    fn look_up<'a>(&'a self, payments: &'a [Payment]) -> BoxFuture<'a, Vec<Result<Standing, ProviderError>>>;

    /// Takes the reserved money.
    ///
    /// [`ProviderError::Declined`] is for good: nothing was taken, and nothing is reserved any more.
    fn capture<'a>(&'a self, payment: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>>;

    /// Lets go of the reserved money, also when it is not known whether any was reserved: afterwards nobody can pay it.
    ///
    /// [`ProviderError::Declined`] means that the money was taken already: only a refund gives it back.
    fn void<'a>(&'a self, payment: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>>;

    /// Pays back `amount` of the captured money. Asked for the same `refund` again, it pays once and answers what
    /// became of it, so ask again until it is settled.
    ///
    /// [`ProviderError::Declined`] is for good: nothing was paid back, or it came back.
    fn refund<'a>(
        &'a self,
        payment: &'a Payment,
        amount: Money,
        refund: RefundId,
    ) -> BoxFuture<'a, Result<RefundAnswer, ProviderError>>;

    /// Reads what the provider told by itself: `body` as it came, with the signature of its header.
    ///
    /// # Errors
    /// [`EventError`]; nothing in it can be believed then.
    fn read_event(
        &self,
        _signature: &str,
        _body: &[u8],
        _now: DateTime<Utc>,
    ) -> Result<ProviderEvent, EventError> {
        Err(EventError::Unsupported)
    }

    /// What became of a refund that an event named. [`ProviderError::Declined`] as for [`PaymentProvider::refund`].
    fn look_up_refund<'a>(
        &'a self,
        _reference: &'a str,
    ) -> BoxFuture<'a, Result<RefundAnswer, ProviderError>> {
        ready(Err(ProviderError::Unreachable)).boxed()
    }

    /// Where a complaint stands that an event named.
    fn look_up_dispute<'a>(
        &'a self,
        _reference: &'a str,
    ) -> BoxFuture<'a, Result<DisputeStatus, ProviderError>> {
        ready(Err(ProviderError::Unreachable)).boxed()
    }
}
