use std::collections::{HashMap, HashSet};

use doorbuster_domain::payments::{Payment, PaymentStep};
use doorbuster_domain::{Currency, Money};
use futures::future::FutureExt as _;
use secrecy::SecretString;
use stripe::StripeRequest as _;
use stripe_core::payment_intent::{
    CancelPaymentIntent, CapturePaymentIntent, CreatePaymentIntent, ListPaymentIntent, RetrievePaymentIntent,
};
use stripe_core::{
    PaymentIntent, PaymentIntentAllowedPaymentMethodTypes, PaymentIntentCaptureMethod, PaymentIntentStatus,
};
use stripe_types::RangeQueryTs;

use super::Stripe;
use super::ask::{Key, Refusal, ask};
use crate::payments::{Browser, ProviderState, Standing};

/// Intents of one page: the most that Stripe gives.
const PAGE: i64 = 100;
/// Pages that one question reads at most.
const PAGES: usize = 50;
/// An intent may be made so long before the clock that names payments says, in seconds.
const SKEW: u64 = 300;

impl Stripe {
    /// Makes the intent of a payment, once.
    ///
    /// Only cards (wallets among them): they can be captured by hand.
    pub(super) async fn create(&self, payment: &Payment) -> Result<PaymentIntent, Refusal> {
        // For people who look at Stripe's pages.
        let metadata = HashMap::from([
            ("payment_id".to_owned(), payment.id.to_string()),
            ("order_id".to_owned(), payment.order_id.to_string()),
        ]);
        let request = CreatePaymentIntent::new(payment.amount.minor, currency_of(payment.amount))
            .capture_method(PaymentIntentCaptureMethod::Manual)
            .allowed_payment_method_types(vec![PaymentIntentAllowedPaymentMethodTypes::Card])
            .metadata(metadata);
        let key = format!("{}-create", payment.id);
        let send = |strategy| {
            let request = request.customize().request_strategy(strategy);
            async move { request.send(&self.client).await }.boxed()
        };
        // Two intents of a payment do no harm: nobody learns the secret of one whose reference was not kept.
        ask(&self.create, self.patience, Key::Guarded(&key), send).await
    }

    pub(super) async fn retrieve(&self, reference: &str) -> Result<PaymentIntent, Refusal> {
        let request = RetrievePaymentIntent::new(reference);
        let send = |strategy| {
            let request = request.customize().request_strategy(strategy);
            async move { request.send(&self.client).await }.boxed()
        };
        ask(&self.retrieve, self.patience, Key::None, send).await
    }

    pub(super) async fn capture_intent(
        &self,
        payment: &Payment,
        reference: &str,
    ) -> Result<PaymentIntent, Refusal> {
        let request = CapturePaymentIntent::new(reference).amount_to_capture(payment.amount.minor);
        let key = format!("{}-capture", payment.id);
        let send = |strategy| {
            let request = request.customize().request_strategy(strategy);
            async move { request.send(&self.client).await }.boxed()
        };
        ask(&self.capture, self.patience, Key::Guarded(&key), send).await
    }

    pub(super) async fn cancel_intent(
        &self,
        payment: &Payment,
        reference: &str,
    ) -> Result<PaymentIntent, Refusal> {
        let request = CancelPaymentIntent::new(reference);
        let key = format!("{}-cancel-{reference}", payment.id);
        let send = |strategy| {
            let request = request.customize().request_strategy(strategy);
            async move { request.send(&self.client).await }.boxed()
        };
        ask(&self.cancel, self.patience, Key::Guarded(&key), send).await
    }

    /// The intents of as many of `payments` as one list of intents shows: 100 are one request. Newest first.
    pub(super) async fn listed(&self, payments: &[Payment]) -> HashMap<String, Standing> {
        let mut wanted: HashSet<&str> =
            payments.iter().filter_map(|payment| payment.reference.as_deref()).collect();
        // A payment's id begins with the time at which it began.
        let began = payments.iter().filter_map(|payment| Some(payment.id.0.get_timestamp()?.to_unix().0));
        let Some(since) = began.min().and_then(|first| i64::try_from(first.saturating_sub(SKEW)).ok()) else {
            return HashMap::new();
        };
        let mut known = HashMap::new();
        let mut request = ListPaymentIntent::new().created(RangeQueryTs::gte(since)).limit(PAGE);
        for _ in 0..PAGES {
            let send = |strategy| {
                let request = request.customize().request_strategy(strategy);
                async move { request.send(&self.client).await }.boxed()
            };
            let Ok(page) = ask(&self.list, self.patience, Key::None, send).await else { break };
            let last = page.data.last().map(|intent| intent.id.to_string());
            let has_more = page.has_more;
            for intent in page.data {
                if wanted.remove(intent.id.as_str()) {
                    known.insert(intent.id.to_string(), self.standing(intent));
                }
            }
            match last {
                Some(last) if has_more && !wanted.is_empty() => request = request.starting_after(last),
                Some(_) | None => break,
            }
        }
        known
    }

    /// What an intent says.
    pub(super) fn standing(&self, intent: PaymentIntent) -> Standing {
        let money = |minor| Money::new(minor, shops_currency(&intent.currency));
        let waits = |step| ProviderState::Waits { step, failure: None };
        let state = match intent.status {
            PaymentIntentStatus::RequiresPaymentMethod => match intent.last_payment_error {
                None => waits(PaymentStep::AwaitingCustomer),
                Some(error) => {
                    let code = error.code.as_ref().map(stripe::ApiErrorsCode::as_str);
                    let code = error.decline_code.as_deref().or(code);
                    let failure = code.filter(|code| code.len() <= 100).map(str::to_owned);
                    ProviderState::Waits { step: PaymentStep::Failed, failure }
                }
            },
            PaymentIntentStatus::RequiresConfirmation => waits(PaymentStep::AwaitingCustomer),
            PaymentIntentStatus::RequiresAction => waits(PaymentStep::RequiresAction),
            PaymentIntentStatus::RequiresCapture => ProviderState::Reserved(money(intent.amount_capturable)),
            PaymentIntentStatus::Succeeded => ProviderState::Taken(money(intent.amount_received)),
            PaymentIntentStatus::Canceled => ProviderState::Ended,
            // A state of tomorrow is none that anything may be concluded from: ask again.
            PaymentIntentStatus::Processing | PaymentIntentStatus::Unknown(_) | _ => {
                waits(PaymentStep::Processing)
            }
        };
        let going_on = match &state {
            ProviderState::Waits { step, failure: _ } => *step != PaymentStep::Processing,
            ProviderState::Reserved(_) | ProviderState::Taken(_) | ProviderState::Ended => false,
        };
        let browser = intent.client_secret.filter(|_| going_on).map(|secret| Browser {
            publishable_key: self.publishable_key.clone(),
            client_secret: SecretString::from(secret),
        });
        Standing { reference: intent.id.to_string(), state, browser }
    }
}

fn currency_of(money: Money) -> stripe_types::Currency {
    let code = money.currency.as_str().to_ascii_lowercase();
    code.parse().unwrap_or(stripe_types::Currency::Unknown(code))
}

/// A code that is none becomes one that no shop sells in.
fn shops_currency(currency: &stripe_types::Currency) -> Currency {
    currency.to_string().to_ascii_uppercase().parse().unwrap_or(Currency::NONE)
}
