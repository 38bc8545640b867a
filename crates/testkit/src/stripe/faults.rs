use serde::{Deserialize, Serialize};

/// What shall go wrong, with which kind of request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    /// `create`, `retrieve`, `list`, `capture`, `cancel`, `refund`, `list_refunds`, `dispute`.
    pub(super) endpoint: String,
    pub(super) kind: Kind,
    /// For a delay.
    #[serde(default)]
    pub(super) millis: u64,
    /// For a status.
    #[serde(default)]
    pub(super) status: u16,
    /// So many requests more.
    #[serde(default = "always")]
    pub(super) times: u32,
}

fn always() -> u32 {
    u32::MAX
}

/// How it goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// The work is done, and answered late.
    Delay,
    /// The status is answered and nothing done; no key remembers it.
    Status,
    /// The status is answered and nothing done, and the key remembers that, as Stripe's does for a 500.
    Broken,
    /// The work is done, and the connection closed without an answer.
    Lose,
}

/// A request that came.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Seen {
    pub(super) endpoint: &'static str,
    pub(super) key: Option<String>,
    pub(super) path: String,
    /// Unix time.
    pub(super) at_millis: i64,
}

/// The next fault for a request of this kind, used up by it.
pub(super) fn take(faults: &mut Vec<Fault>, endpoint: &str) -> Option<Fault> {
    let fault = faults.iter_mut().find(|fault| fault.endpoint == endpoint)?;
    fault.times = fault.times.saturating_sub(1);
    let taken = fault.clone();
    faults.retain(|fault| fault.times > 0);
    Some(taken)
}
