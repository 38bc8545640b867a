use std::collections::HashMap;

use chrono::{DateTime, Utc};
use doorbuster_domain::payments::{DisputeStatus, Payment};
use doorbuster_domain::{Money, RefundId};
use futures::future::{BoxFuture, FutureExt as _};
use secrecy::ExposeSecret as _;
use stripe::StripeRequest as _;
use stripe_core::dispute::RetrieveDispute;
use stripe_core::{DisputeStatus as StripeDispute, Refund};

use super::Stripe;
use super::ask::{Key, Refusal, ask};
use super::event::read_event;
use crate::payments::{
    EventError, Instruction, PaymentProvider, ProviderError, ProviderEvent, ProviderState, RefundAnswer,
    Standing,
};

/// So many payments are looked up one by one; more are looked up in a list.
const FEW: usize = 5;

impl PaymentProvider for Stripe {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn waits_for_customer(&self) -> bool {
        true
    }

    fn authorize<'a>(
        &'a self,
        payment: &'a Payment,
        instruction: Instruction,
    ) -> BoxFuture<'a, Result<Standing, ProviderError>> {
        async move {
            match instruction {
                Instruction::Browser => {}
                // Nobody may claim that this went well.
                Instruction::Test(_) => return Err(ProviderError::Declined),
            }
            if payment.amount.minor == 0 {
                return Ok(nothing_to_pay(payment));
            }
            let intent = match &payment.reference {
                Some(reference) => {
                    self.retrieve(reference).await.map_err(|refusal| self.missing(&refusal))?
                }
                None => {
                    self.create(payment).await.map_err(|refusal| declined(payment, "create", &refusal))?
                }
            };
            Ok(self.standing(intent))
        }
        .boxed()
    }

    fn look_up<'a>(&'a self, payments: &'a [Payment]) -> BoxFuture<'a, Vec<Result<Standing, ProviderError>>> {
        async move {
            let mut listed = if payments.len() > FEW { self.listed(payments).await } else { HashMap::new() };
            let mut standings = Vec::with_capacity(payments.len());
            for payment in payments {
                let listed = payment.reference.as_ref().and_then(|reference| listed.remove(reference));
                standings.push(match listed {
                    Some(standing) => Ok(standing),
                    None => self.look_up_one(payment).await,
                });
            }
            standings
        }
        .boxed()
    }

    fn capture<'a>(&'a self, payment: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>> {
        async move {
            let Some(reference) = self.reference(payment) else { return Ok(()) };
            let state = match self.capture_intent(payment, reference).await {
                Ok(intent) => self.standing(intent).state,
                Err(Refusal::Silence) => return Err(ProviderError::Unreachable),
                // It may have been captured before, or called off: what it is now counts.
                Err(Refusal::No(code)) => {
                    tracing::warn!(payment.id = %payment.id, code, "Stripe did not capture");
                    self.look_up_one(payment).await?.state
                }
            };
            match state {
                ProviderState::Taken(_) => Ok(()),
                ProviderState::Ended => Err(ProviderError::Declined),
                ProviderState::Waits { .. } => Err(ProviderError::Unreachable),
                ProviderState::Reserved(_) => {
                    // Refused for good, so the customer gets the money back at once.
                    match self.cancel_intent(payment, reference).await {
                        Ok(_) => Err(ProviderError::Declined),
                        Err(_) => Err(ProviderError::Unreachable),
                    }
                }
            }
        }
        .boxed()
    }

    fn void<'a>(&'a self, payment: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>> {
        async move {
            // Without a reference nobody has its secret, so nobody can pay it.
            let Some(reference) = self.reference(payment) else { return Ok(()) };
            let state = match self.cancel_intent(payment, reference).await {
                Ok(intent) => self.standing(intent).state,
                Err(Refusal::Silence) => return Err(ProviderError::Unreachable),
                Err(Refusal::No(_)) => self.look_up_one(payment).await?.state,
            };
            match state {
                ProviderState::Ended => Ok(()),
                ProviderState::Taken(_) => Err(ProviderError::Declined),
                // Stripe works on it: it can be called off when that has come to something.
                ProviderState::Waits { .. } | ProviderState::Reserved(_) => Err(ProviderError::Unreachable),
            }
        }
        .boxed()
    }

    fn refund<'a>(
        &'a self,
        payment: &'a Payment,
        amount: Money,
        refund: RefundId,
    ) -> BoxFuture<'a, Result<RefundAnswer, ProviderError>> {
        async move {
            let Some(reference) = self.reference(payment) else {
                return Ok(RefundAnswer { reference: format!("free_{}", refund.0.simple()), settled: true });
            };
            let known = self.find_refund(reference, refund).await;
            let found = match known.map_err(|refusal| self.missing(&refusal))? {
                Some(found) => found,
                None => {
                    let created = self.create_refund(reference, amount, refund).await;
                    created.map_err(|refusal| declined(payment, "refund", &refusal))?
                }
            };
            answer(found)
        }
        .boxed()
    }

    fn look_up_refund<'a>(
        &'a self,
        reference: &'a str,
    ) -> BoxFuture<'a, Result<RefundAnswer, ProviderError>> {
        async move { answer(self.retrieve_refund(reference).await.map_err(|refusal| self.missing(&refusal))?) }
            .boxed()
    }

    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<ProviderEvent, EventError> {
        read_event(self.webhook_secret.expose_secret(), signature, body, now)
    }

    fn look_up_dispute<'a>(
        &'a self,
        reference: &'a str,
    ) -> BoxFuture<'a, Result<DisputeStatus, ProviderError>> {
        async move {
            let request = RetrieveDispute::new(reference);
            let send = |strategy| {
                let request = request.customize().request_strategy(strategy);
                async move { request.send(&self.client).await }.boxed()
            };
            let dispute = ask(&self.dispute, self.patience, Key::None, send).await;
            let dispute = dispute.map_err(|refusal| self.missing(&refusal))?;
            Ok(match dispute.status {
                StripeDispute::NeedsResponse | StripeDispute::WarningNeedsResponse => {
                    DisputeStatus::NeedsResponse
                }
                StripeDispute::Won => DisputeStatus::Won,
                StripeDispute::Lost => DisputeStatus::Lost,
                StripeDispute::Prevented | StripeDispute::WarningClosed => DisputeStatus::Closed,
                StripeDispute::UnderReview
                | StripeDispute::WarningUnderReview
                | StripeDispute::Unknown(_)
                | _ => DisputeStatus::UnderReview,
            })
        }
        .boxed()
    }
}

impl Stripe {
    async fn look_up_one(&self, payment: &Payment) -> Result<Standing, ProviderError> {
        if payment.amount.minor == 0 {
            return Ok(nothing_to_pay(payment));
        }
        match &payment.reference {
            Some(reference) => {
                let intent = self.retrieve(reference).await.map_err(|refusal| self.missing(&refusal))?;
                Ok(self.standing(intent))
            }
            // Its reference is kept before anybody learns its secret.
            None => Ok(Standing { reference: String::new(), state: ProviderState::Ended, browser: None }),
        }
    }

    /// The intent of a payment; none when there is nothing to move.
    fn reference<'a>(&self, payment: &'a Payment) -> Option<&'a str> {
        payment.reference.as_deref().filter(|_| payment.amount.minor != 0)
    }

    /// What we know that Stripe has, it must find: if not, the keys are another account's. Nothing may be concluded from it.
    fn missing(&self, refusal: &Refusal) -> ProviderError {
        if let Refusal::No(code) = refusal {
            tracing::error!(code, "Stripe does not know a payment of ours: are the keys another account's?");
        }
        ProviderError::Unreachable
    }
}

/// Stripe moves no zero. An order that a code made free is paid without it.
fn nothing_to_pay(payment: &Payment) -> Standing {
    let reference = format!("free_{}", payment.id.0.simple());
    Standing { reference, state: ProviderState::Reserved(payment.amount), browser: None }
}

fn declined(payment: &Payment, what: &str, refusal: &Refusal) -> ProviderError {
    match refusal {
        Refusal::No(code) => {
            tracing::error!(payment.id = %payment.id, code, "Stripe refused to {what}");
            ProviderError::Declined
        }
        Refusal::Silence => ProviderError::Unreachable,
    }
}

fn answer(refund: Refund) -> Result<RefundAnswer, ProviderError> {
    let Refund { id, status, .. } = refund;
    match status.as_deref() {
        Some("failed" | "canceled") => Err(ProviderError::Declined),
        status => Ok(RefundAnswer { reference: id.to_string(), settled: status == Some("succeeded") }),
    }
}
