use std::time::Duration;

use doorbuster_domain::payments::Payment;
use doorbuster_domain::{Money, RefundId};
use futures::future::{BoxFuture, FutureExt, ready};

use super::{Instruction, PaymentProvider, ProviderError, RefundAnswer};

/// How the test provider treats an authorisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestOutcome {
    /// At once, and yes.
    Success,
    /// At once, and no.
    Decline,
    /// Yes, after [`TestProvider::SLOW`].
    Slow,
}

/// Moves no money and does what it is told, so that a newcomer can finish a purchase. Never used in production.
#[derive(Clone, Copy, Debug, Default)]
pub struct TestProvider;

impl TestProvider {
    /// How long a slow authorisation takes.
    pub const SLOW: Duration = Duration::from_secs(4);
}

impl PaymentProvider for TestProvider {
    fn name(&self) -> &'static str {
        "test"
    }

    fn authorize<'a>(
        &'a self,
        payment: &'a Payment,
        instruction: Instruction,
    ) -> BoxFuture<'a, Result<String, ProviderError>> {
        let Instruction::Test(outcome) = instruction;
        async move {
            let reference = format!("test_{}", payment.id.0.simple());
            match outcome {
                TestOutcome::Success => Ok(reference),
                TestOutcome::Decline => Err(ProviderError::Declined),
                TestOutcome::Slow => {
                    tokio::time::sleep(Self::SLOW).await;
                    Ok(reference)
                }
            }
        }
        .boxed()
    }

    fn capture<'a>(&'a self, _: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>> {
        ready(Ok(())).boxed()
    }

    fn void<'a>(&'a self, _: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>> {
        ready(Ok(())).boxed()
    }

    fn refund<'a>(
        &'a self,
        _: &'a Payment,
        _: Money,
        refund: RefundId,
    ) -> BoxFuture<'a, Result<RefundAnswer, ProviderError>> {
        let reference = format!("test_{}", refund.0.simple());
        ready(Ok(RefundAnswer { reference, settled: true })).boxed()
    }
}
