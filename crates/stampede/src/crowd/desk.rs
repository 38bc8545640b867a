//! One buyer at a time, on up to two connections to each server.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use tokio::time::sleep;
use uuid::Uuid;

use super::habits::{Afterwards, Habits, Style};
use super::{Buyer, Crowd, LONGEST_WAIT};
use crate::client::request::plain;
use crate::client::{Connection, Lost};
use crate::history::{Act, Action, Answered, Attempt, Event, Micros, Outcome};

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// A request is sent again for so long after it was sent first.
const GIVE_UP: Micros = 40_000_000;
/// Between two visits at the same desk.
const BETWEEN_VISITS: Duration = Duration::from_millis(10);
/// Before a buyer does something with an order.
const THINKING: Duration = Duration::from_millis(300);
/// Whoever comes too early waits.
const TOO_EARLY: Duration = Duration::from_millis(100);

/// A place at which buyers are served.
pub(super) struct Desk {
    crowd: Arc<Crowd>,
    /// A second one for those who click twice.
    lines: [Line; 2],
}

/// Connections to every server, opened when they are needed.
struct Line {
    crowd: Arc<Crowd>,
    connections: Vec<Option<(u64, Connection)>>,
    /// The server that is asked next.
    server: usize,
    /// Who hears nothing for so long asks again.
    patience: Duration,
}

/// A purchase, whenever and however often it is sent.
#[derive(Clone, Debug)]
struct Purchase {
    request: u64,
    buyer: Buyer,
    key: Option<String>,
    quantity: u32,
}

impl Desk {
    pub(super) fn new(crowd: Arc<Crowd>) -> Self {
        let line = || Line {
            crowd: Arc::clone(&crowd),
            connections: crowd.targets.iter().map(|_| None).collect(),
            server: 0,
            patience: Duration::ZERO,
        };
        Self { lines: [line(), line()], crowd }
    }

    /// Serves visits until there are no more.
    pub(super) async fn serve(mut self) {
        while let Some(visit) = self.crowd.next_visit().await {
            let mut habits = Habits::of(self.crowd.plan.seed, visit, self.crowd.plan.limit);
            let Some(buyer) = self.crowd.borrow_buyer(&mut habits.rng) else { return };
            let patience = habits.patience();
            for (place, line) in self.lines.iter_mut().enumerate() {
                line.server = (visit + place) % self.crowd.targets.len();
                line.patience = patience;
            }
            self.visit(visit, &buyer, &mut habits).await;
            self.crowd.give_back(buyer);
            sleep(habits.pause(BETWEEN_VISITS)).await;
        }
    }

    async fn visit(&mut self, visit: usize, buyer: &Buyer, habits: &mut Habits) {
        let crowd = Arc::clone(&self.crowd);
        let key = |number: u8| Some(format!("{:x}-{visit}-{number}", crowd.plan.seed));
        let purchase = |key: Option<String>, quantity: u32| Purchase {
            request: u64::try_from(crowd.begun.fetch_add(1, Ordering::Relaxed)).unwrap_or(u64::MAX),
            buyer: buyer.clone(),
            key,
            quantity,
        };
        let quantity = habits.quantity();
        let [first, second] = &mut self.lines;
        let outcomes = match habits.style() {
            Style::Keyed => vec![first.buy(&purchase(key(0), quantity)).await],
            Style::Keyless => vec![first.buy(&purchase(None, quantity)).await],
            Style::Greedy => vec![first.buy(&purchase(key(0), habits.too_many())).await],
            style @ (Style::TwoClicksOneKey | Style::TwoClicksNoKey | Style::TwoKeys) => {
                let keys = match style {
                    Style::TwoClicksOneKey => [key(0), key(0)],
                    Style::TwoKeys => [key(0), key(1)],
                    _ => [None, None],
                };
                let [one, two] = keys.map(|key| purchase(key, quantity));
                let (one, two) = tokio::join!(first.buy(&one), second.buy(&two));
                vec![one, two]
            }
            Style::ChangedQuantity => {
                let one = first.buy(&purchase(key(0), quantity)).await;
                let other = quantity % crowd.plan.limit + 1;
                vec![one, first.buy(&purchase(key(0), other)).await]
            }
        };
        let code = |outcome: &Outcome| outcome.answer().map(|answer| answer.code.clone()).unwrap_or_default();
        if outcomes.iter().any(|outcome| code(outcome) == "sale_not_live") {
            sleep(TOO_EARLY).await;
        }
        if let Some(order) = outcomes.iter().find_map(Outcome::promised) {
            self.afterwards(buyer, order, habits).await;
        } else if let Some(order) = in_the_way(&outcomes)
            && habits.makes_room()
        {
            self.lines[0].act(Act::Cancel, buyer, order, None).await;
        }
    }

    async fn afterwards(&mut self, buyer: &Buyer, order: Uuid, habits: &mut Habits) {
        let [line, other] = &mut self.lines;
        match habits.afterwards() {
            Afterwards::Nothing => {}
            // At the other server, if there is one: what one has promised the other must know.
            Afterwards::Look => other.act(Act::Read, buyer, order, None).await,
            Afterwards::Pay => {
                sleep(habits.pause(THINKING)).await;
                line.act(Act::Pay, buyer, order, Some("success")).await;
            }
            Afterwards::PayInVain => {
                line.act(Act::Pay, buyer, order, Some("decline")).await;
            }
            Afterwards::Cancel => {
                sleep(habits.pause(THINKING)).await;
                line.act(Act::Cancel, buyer, order, None).await;
            }
        }
    }
}

/// Not now, or nobody knows: from a server, or from the proxy in front that lost it.
fn is_unsettled(answer: &Answered) -> bool {
    (502..=504).contains(&answer.status)
}

/// The order that a refusal names, when nothing else came of the visit.
fn in_the_way(outcomes: &[Outcome]) -> Option<Uuid> {
    let named = outcomes.iter().filter_map(Outcome::answer);
    named.filter(|answer| answer.code == "already_purchased").find_map(|answer| answer.order)
}

impl Line {
    /// Sends a purchase until it is settled, or for as long as a buyer has patience. Only under a key it is sent again
    /// when it may have been done.
    async fn buy(&mut self, purchase: &Purchase) -> Outcome {
        let body = format!(r#"{{"sale_id":"{}","quantity":{}}}"#, self.crowd.sale, purchase.quantity);
        let first = self.crowd.clock.now();
        loop {
            let key = purchase.key.as_deref();
            let sent = self.send("POST", "/api/v1/orders", &purchase.buyer.token, key, Some(&body)).await;
            let Sent { outcome, connection, address, sent, answered } = sent;
            self.crowd.record(Event::Attempt(Attempt {
                request: purchase.request,
                buyer: purchase.buyer.id,
                key: purchase.key.clone(),
                quantity: purchase.quantity,
                connection,
                address,
                sent,
                answered,
                outcome: outcome.clone(),
            }));
            let settled = match &outcome {
                Outcome::Answered(answer) => !is_unsettled(answer),
                Outcome::Lost { .. } => false,
            };
            let may_be_done = !settled && !outcome.is_refusal();
            if settled || (may_be_done && key.is_none()) || answered - first > GIVE_UP {
                return outcome;
            }
            self.wait(&outcome).await;
        }
    }

    /// Does something with an order until it is answered, or for as long as a buyer has patience. All of it can be
    /// asked twice.
    async fn act(&mut self, act: Act, buyer: &Buyer, order: Uuid, payment: Option<&str>) {
        let (method, path) = match act {
            Act::Read => ("GET", format!("/api/v1/orders/{order}")),
            Act::Pay => ("POST", format!("/api/v1/orders/{order}/payment")),
            Act::Cancel => ("POST", format!("/api/v1/orders/{order}/cancel")),
        };
        let body = payment.map(|outcome| format!(r#"{{"test_outcome":"{outcome}"}}"#));
        let key = payment.map(|outcome| format!("{order}-{outcome}"));
        let first = self.crowd.clock.now();
        loop {
            let sent = self.send(method, &path, &buyer.token, key.as_deref(), body.as_deref()).await;
            let Sent { outcome, sent, answered, .. } = sent;
            let buyer = buyer.id;
            self.crowd.record(Event::Action(Action {
                act,
                buyer,
                order,
                sent,
                answered,
                outcome: outcome.clone(),
            }));
            let settled = outcome.answer().is_some_and(|answer| !is_unsettled(answer));
            if settled || answered - first > GIVE_UP {
                return;
            }
            self.wait(&outcome).await;
        }
    }

    /// As long as the server asked for, or a moment; then the next server gets a chance.
    async fn wait(&mut self, outcome: &Outcome) {
        let asked = outcome.answer().and_then(|answer| answer.retry_after);
        let wait = asked.map_or(Duration::from_millis(100), |seconds| Duration::from_secs(seconds.into()));
        self.server = (self.server + 1) % self.connections.len();
        sleep(wait.min(LONGEST_WAIT)).await;
    }

    async fn send(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        key: Option<&str>,
        body: Option<&str>,
    ) -> Sent {
        let crowd = Arc::clone(&self.crowd);
        let (Some(target), Some(slot)) =
            (crowd.targets.get(self.server), self.connections.get_mut(self.server))
        else {
            return Sent::default();
        };
        let address = target.authority().to_owned();
        let mut request = plain(target, method, path, Some(token), body.map(str::as_bytes));
        if let Some(key) = key {
            insert_key(&mut request, key);
        }
        let open = match slot.take().filter(|(_, connection)| !connection.is_stale()) {
            Some(open) => Ok(open),
            None => Connection::open(target, CONNECT_LIMIT)
                .await
                .map(|connection| (crowd.connections.fetch_add(1, Ordering::Relaxed), connection)),
        };
        let sent = crowd.clock.now();
        let Ok((number, mut connection)) = open else {
            let outcome = Outcome::Lost { reason: Lost::Unreachable.to_string(), sent: false };
            return Sent { outcome, connection: 0, address, sent, answered: sent };
        };
        let outcome = match connection.exchange(&request, self.patience).await {
            Ok(answer) => {
                let answered = read(answer.status, connection.body(&answer));
                let outcome = Outcome::Answered(Answered {
                    replayed: answer.replayed,
                    retry_after: answer.retry_after,
                    ..answered
                });
                if !answer.close {
                    *slot = Some((number, connection));
                }
                outcome
            }
            Err(lost) => Outcome::Lost { reason: lost.to_string(), sent: true },
        };
        Sent { outcome, connection: number, address, sent, answered: crowd.clock.now() }
    }
}

/// What came of one sending.
struct Sent {
    outcome: Outcome,
    connection: u64,
    address: String,
    sent: Micros,
    answered: Micros,
}

impl Default for Sent {
    fn default() -> Self {
        let outcome = Outcome::Lost { reason: "there is no server".to_owned(), sent: false };
        Self { outcome, connection: 0, address: String::new(), sent: 0, answered: 0 }
    }
}

/// Adds the header after the request line, where any header may stand.
fn insert_key(request: &mut Vec<u8>, key: &str) {
    let place = request.windows(2).position(|pair| pair == b"\r\n").map_or(request.len(), |end| end + 2);
    let header = format!("Idempotency-Key: {key}\r\n").into_bytes();
    request.splice(place..place, header);
}

/// What an order and a problem say, as far as it is checked.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    id: Option<Uuid>,
    sale_id: Option<Uuid>,
    lines: Vec<OrderLine>,
    /// A word for an order, a number for a problem.
    status: Value,
    code: String,
    order_id: Option<Uuid>,
    remaining: Option<i64>,
    limit: Option<u32>,
    sale_status: Option<String>,
}

#[derive(Deserialize)]
struct OrderLine {
    quantity: u32,
}

fn read(status: u16, body: &[u8]) -> Answered {
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    Answered {
        status,
        code: body.code,
        order: body.id.or(body.order_id),
        sale: body.sale_id,
        quantity: (!body.lines.is_empty()).then(|| body.lines.iter().map(|line| line.quantity).sum()),
        state: body.sale_status.or_else(|| body.status.as_str().map(str::to_owned)),
        remaining: body.remaining,
        limit: body.limit,
        ..Answered::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{insert_key, read};
    use uuid::Uuid;

    #[test]
    fn a_key_is_one_more_header() {
        let mut request = b"POST /x HTTP/1.1\r\nHost: h\r\n\r\n".to_vec();
        insert_key(&mut request, "k-1");
        assert_eq!(request, b"POST /x HTTP/1.1\r\nIdempotency-Key: k-1\r\nHost: h\r\n\r\n");
    }

    #[test]
    fn orders_and_problems_are_read() {
        let id = Uuid::from_u128(5);
        let order = format!(
            r#"{{"id":"{id}","sale_id":"{id}","status":"paid","lines":[{{"quantity":2}}],"total":{{}}}}"#
        );
        let answer = read(201, order.as_bytes());
        assert_eq!((answer.order, answer.sale, answer.quantity), (Some(id), Some(id), Some(2)));
        assert_eq!((answer.state.as_deref(), answer.code.as_str()), (Some("paid"), ""));
        let problem = format!(r#"{{"status":409,"code":"already_purchased","order_id":"{id}"}}"#);
        let answer = read(409, problem.as_bytes());
        assert_eq!((answer.order, answer.code.as_str()), (Some(id), "already_purchased"));
        let answer = read(409, br#"{"status":409,"code":"sale_not_live","sale_status":"scheduled"}"#);
        assert_eq!(answer.state.as_deref(), Some("scheduled"));
        let answer = read(502, b"<html>");
        assert_eq!((answer.status, answer.code.as_str()), (502, ""));
    }
}
