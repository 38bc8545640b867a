use std::collections::HashMap;

use doorbuster_domain::{Money, RefundId};
use futures::future::FutureExt as _;
use stripe::StripeRequest as _;
use stripe_core::Refund;
use stripe_core::refund::{CreateRefund, ListRefund, RetrieveRefund};

use super::Stripe;
use super::ask::{Key, Refusal, ask};

/// What our metadata calls a refund.
pub(super) const REFUND: &str = "refund_id";
/// Refunds of one page: the most that Stripe gives.
const PAGE: i64 = 100;
/// Pages that one question reads at most.
const PAGES: usize = 10;

impl Stripe {
    /// The refund as it is now, if Stripe has it.
    ///
    /// Asked before anything is paid back: Stripe forgets an idempotency key after a day, and a refund may take longer.
    pub(super) async fn find_refund(
        &self,
        reference: &str,
        refund: RefundId,
    ) -> Result<Option<Refund>, Refusal> {
        let id = refund.to_string();
        let mut request = ListRefund::new().payment_intent(reference).limit(PAGE);
        for _ in 0..PAGES {
            let send = |strategy| {
                let request = request.customize().request_strategy(strategy);
                async move { request.send(&self.client).await }.boxed()
            };
            let page = ask(&self.list_refunds, self.patience, Key::None, send).await?;
            let has_more = page.has_more;
            let last = page.data.last().map(|refund| refund.id.to_string());
            let is_it = |one: &Refund| {
                one.metadata.as_ref().is_some_and(|metadata| metadata.get(REFUND) == Some(&id))
            };
            if let Some(found) = page.data.into_iter().find(is_it) {
                return Ok(Some(found));
            }
            match last {
                Some(last) if has_more => request = request.starting_after(last),
                Some(_) | None => return Ok(None),
            }
        }
        Err(Refusal::Silence)
    }

    /// The refund that Stripe calls so.
    pub(super) async fn retrieve_refund(&self, reference: &str) -> Result<Refund, Refusal> {
        let request = RetrieveRefund::new(reference);
        let send = |strategy| {
            let request = request.customize().request_strategy(strategy);
            async move { request.send(&self.client).await }.boxed()
        };
        ask(&self.retrieve_refund, self.patience, Key::None, send).await
    }

    /// Pays back, once per `refund`.
    pub(super) async fn create_refund(
        &self,
        reference: &str,
        amount: Money,
        refund: RefundId,
    ) -> Result<Refund, Refusal> {
        let request = CreateRefund::new()
            .payment_intent(reference)
            .amount(amount.minor)
            .metadata(HashMap::from([(REFUND.to_owned(), refund.to_string())]));
        let key = format!("{refund}-refund");
        let send = |strategy| {
            let request = request.customize().request_strategy(strategy);
            async move { request.send(&self.client).await }.boxed()
        };
        ask(&self.refund, self.patience, Key::Only(&key), send).await
    }
}
