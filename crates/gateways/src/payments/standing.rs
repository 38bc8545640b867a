use doorbuster_domain::payments::PaymentStep;
use doorbuster_domain::{Money, RefundId};
use secrecy::SecretString;

/// How a payment stands with its provider.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The provider's name for it.
    pub reference: String,
    /// How far it is.
    pub state: ProviderState,
    /// What the customer's browser needs to go on; none when there is nothing to do in it.
    pub browser: Option<Browser>,
}

/// How far a payment is at its provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderState {
    /// Nothing is reserved yet.
    Waits {
        /// For what.
        step: PaymentStep,
        /// Why the last try was refused, in the provider's word for it.
        failure: Option<String>,
    },
    /// So much is reserved.
    Reserved(Money),
    /// So much was taken.
    Taken(Money),
    /// It was called off: nothing is reserved, and nothing will be.
    Ended,
}

/// What the customer's browser needs to pay. Only for whoever the payment belongs to; never kept, never logged.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Names the shop's account; public.
    pub publishable_key: String,
    /// Lets the browser pay this one payment.
    pub client_secret: SecretString,
}

/// What a provider told by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderEvent {
    /// The provider's name for it; the same when it is told again.
    pub id: String,
    /// What happened, in the provider's words.
    pub kind: String,
    /// What it happened to.
    pub subject: Subject,
}

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A payment: ask how it stands.
    Payment {
        /// The provider's name for it.
        reference: String,
    },
    /// Something that was paid back, or was to be: ask what became of it.
    Refund {
        /// The provider's name for it.
        reference: String,
        /// Ours, if it was asked for here.
        refund: Option<RefundId>,
    },
    /// A complaint about a payment.
    Dispute {
        /// The payment's reference.
        reference: String,
        /// The complaint's own.
        dispute: String,
    },
    /// Nothing that concerns a payment.
    Other,
}

/// Why an event is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// This provider tells nothing by itself.
    #[error("this provider tells nothing by itself")]
    Unsupported,
    /// It was not signed by the provider, or changed on its way.
    #[error("the signature is not the provider's")]
    Forged,
    /// It was signed too long ago: somebody may be repeating it.
    #[error("it was signed too long ago")]
    Stale,
    /// It is signed and cannot be read.
    #[error("it cannot be read")]
    Malformed,
}
