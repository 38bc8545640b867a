use std::time::Duration;

use doorbuster_domain::payments::{Payment, PaymentStatus};
use doorbuster_domain::{Money, RefundId};
use futures::future::{BoxFuture, FutureExt, ready};

use super::{Instruction, PaymentProvider, ProviderError, ProviderState, RefundAnswer, Standing};

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
    ) -> BoxFuture<'a, Result<Standing, ProviderError>> {
        async move {
            let reserved = standing(payment, ProviderState::Reserved(payment.amount));
            match instruction {
                Instruction::Test(TestOutcome::Success) => Ok(reserved),
                Instruction::Test(TestOutcome::Slow) => {
                    tokio::time::sleep(Self::SLOW).await;
                    Ok(reserved)
                }
                Instruction::Test(TestOutcome::Decline) | Instruction::Browser => {
                    Err(ProviderError::Declined)
                }
            }
        }
        .boxed()
    }

    /// It remembers nothing. What was authorised before is so still; whatever else is asked about has ended.
    fn look_up<'a>(&'a self, payments: &'a [Payment]) -> BoxFuture<'a, Vec<Result<Standing, ProviderError>>> {
        let remembered = |payment: &Payment| {
            let reserved = payment.status == PaymentStatus::Authorized;
            let state = if reserved { ProviderState::Reserved(payment.amount) } else { ProviderState::Ended };
            Ok(standing(payment, state))
        };
        ready(payments.iter().map(remembered).collect()).boxed()
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

fn standing(payment: &Payment, state: ProviderState) -> Standing {
    let reference = format!("test_{}", payment.id.0.simple());
    Standing { reference, state, browser: None }
}
