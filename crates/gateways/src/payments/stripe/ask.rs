use std::num::NonZeroU32;
use std::time::Duration;

use futures::future::BoxFuture;
use stripe::{ApiErrors, IdempotencyKey, RequestStrategy, StripeError};
use tokio::time::{Instant, sleep, timeout};

use super::pacer::Pacer;

/// The first pause before another try; each later one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// After "too many requests" nobody asks for so long.
const HOLD_BACK: Duration = Duration::from_millis(500);

/// One kind of request, with the pace that Stripe takes it at.
#[derive(Debug)]
pub(super) struct Endpoint {
    name: &'static str,
    pacer: Pacer,
}

impl Endpoint {
    /// At most `rate` requests a second.
    pub(super) fn new(name: &'static str, rate: NonZeroU32) -> Self {
        Self { name, pacer: Pacer::new(rate) }
    }
}

/// The key of a request.
///
/// Stripe remembers the answer of a key for a day, also when it was a refusal or "something broke here": the same key is then
/// answered so for a day.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key<'a> {
    /// It changes nothing.
    None,
    /// The state of the payment sees to it that nothing happens twice. After a refusal or a broken answer, which may be old
    /// ones, it is asked without a key.
    Guarded(&'a str),
    /// Only the key sees to it that nothing happens twice.
    Only(&'a str),
}

/// Why nothing useful was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Stripe said no: asked so, it will say so again.
    No(String),
    /// There was no answer in time, or none that says anything.
    Silence,
}

/// Asks until there is an answer or `patience` is over: again after silence, after "too many" and when something broke at
/// Stripe's.
pub(super) async fn ask<'a, T>(
    endpoint: &'a Endpoint,
    patience: Duration,
    key: Key<'a>,
    send: impl Fn(RequestStrategy) -> BoxFuture<'a, Result<T, StripeError>>,
) -> Result<T, Refusal> {
    let deadline = Instant::now() + patience;
    let mut strategy = match key {
        Key::None => RequestStrategy::Once,
        Key::Guarded(text) | Key::Only(text) => match IdempotencyKey::new(text) {
            Ok(key) => RequestStrategy::Idempotent(key),
            Err(error) => return Err(Refusal::No(error.to_string())),
        },
    };
    let mut pause = FIRST_PAUSE;
    loop {
        if !endpoint.pacer.turn(deadline).await {
            tracing::warn!(endpoint = endpoint.name, "Stripe has no room for this now");
            return Err(Refusal::Silence);
        }
        // One try may take half of the time, so that there is always another.
        let left = deadline.saturating_duration_since(Instant::now()).min(patience / 2);
        let problem = match timeout(left, send(strategy.clone())).await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(StripeError::Stripe(errors, status))) => match status {
                429 => {
                    endpoint.pacer.hold_back(HOLD_BACK);
                    "too many requests".to_owned()
                }
                // A request with this key is under way.
                409 => "busy".to_owned(),
                500.. => {
                    if matches!(key, Key::Guarded(_)) {
                        strategy = RequestStrategy::Once;
                    }
                    format!("status {status}")
                }
                // What the payment's state forbade then may be possible now.
                _ if matches!((key, &strategy), (Key::Guarded(_), RequestStrategy::Idempotent(_))) => {
                    strategy = RequestStrategy::Once;
                    continue;
                }
                _ => return Err(Refusal::No(named(&errors, status))),
            },
            // The texts of these know no payment and no secret.
            Ok(Err(error)) => error.to_string(),
            Err(_) => "no answer".to_owned(),
        };
        tracing::warn!(endpoint = endpoint.name, problem, "Stripe did not do it");
        if Instant::now() + pause >= deadline {
            return Err(Refusal::Silence);
        }
        sleep(pause).await;
        pause *= 2;
    }
}

/// The code of a refusal, which is for programs; the text for people may quote what was sent.
fn named(errors: &ApiErrors, status: u16) -> String {
    let code = errors.decline_code.as_deref().or(errors.code.as_ref().map(stripe::ApiErrorsCode::as_str));
    code.map_or_else(|| format!("{} ({status})", errors.type_.as_str()), str::to_owned)
}
