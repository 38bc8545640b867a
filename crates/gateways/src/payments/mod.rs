//! Moving money: authorise, capture, void, refund.

mod test;

use doorbuster_domain::payments::Payment;
use doorbuster_domain::{Money, RefundId};
use futures::future::BoxFuture;

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

/// What the customer tells the provider. Real providers get a token made in the browser here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instruction {
    /// The test provider does what it is told.
    Test(TestOutcome),
}

/// What a provider says about a refund that it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundAnswer {
    /// The provider's name for it.
    pub reference: String,
    /// Whether the money is on its way back; if not, the provider still works on it.
    pub settled: bool,
}

/// A payment provider. Every call may be repeated: providers recognise a payment by its id.
pub trait PaymentProvider: Send + Sync {
    /// Its name in the `payments` table and the API.
    fn name(&self) -> &'static str;

    /// Reserves the money. Answers the provider's reference.
    fn authorize<'a>(
        &'a self,
        payment: &'a Payment,
        instruction: Instruction,
    ) -> BoxFuture<'a, Result<String, ProviderError>>;

    /// Takes the reserved money.
    fn capture<'a>(&'a self, payment: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>>;

    /// Lets go of the reserved money, also when it is not known whether any was reserved.
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
}
