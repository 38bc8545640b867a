use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Order;
use crate::catalogue::{Mistake, Mistakes};
use crate::{ProductId, ShipmentId, UserId};

/// Some units of one line. An order has at most one line of a product, so the product names the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Units {
    /// Which line.
    pub product_id: ProductId,
    /// How many units, at least one.
    pub quantity: u32,
}

/// A parcel that is on its way, or has arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipment {
    /// Its id.
    pub id: ShipmentId,
    /// Who carries it.
    pub carrier: String,
    /// The carrier's number for it; a letter has none.
    pub tracking_number: Option<String>,
    /// What is in it.
    pub lines: Vec<Units>,
    /// Who of the staff sent it.
    pub sent_by: UserId,
    /// When it left.
    pub shipped_at: DateTime<Utc>,
    /// When it arrived.
    pub delivered_at: Option<DateTime<Utc>>,
}

/// A parcel as staff hand it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShipment {
    /// Who carries it.
    pub carrier: String,
    /// The carrier's number for it.
    pub tracking_number: Option<String>,
    /// What is in it; everything that has not left yet when empty.
    pub lines: Vec<Units>,
}

/// More units were named than are left of a line, or none of it is in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{left} units of that are left")]
pub struct NotLeft {
    /// The place of the mistake in the list.
    pub place: usize,
    /// How many there are.
    pub left: u32,
}

impl NewShipment {
    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { carrier, tracking_number, lines } = self;
        let mut mistakes = Mistakes::default();
        mistakes.line(carrier, "/carrier", 60);
        if let Some(number) = tracking_number {
            mistakes.line(number, "/tracking_number", 100);
        }
        check_lines(&mut mistakes, lines);
        mistakes.done()
    }

    /// What was asked, in one form: what a key of idempotency is compared by.
    pub fn canonical(&self) -> Vec<u8> {
        let Self { carrier, tracking_number, lines } = self;
        let mut lines = lines.clone();
        lines.sort_unstable();
        format!("{carrier:?} {tracking_number:?} {}", canonical_lines(&lines)).into_bytes()
    }
}

/// Checks what somebody of the staff wants to write down about an order.
///
/// # Errors
/// What is wrong with it.
pub fn check_note(text: &str) -> Result<(), Vec<Mistake>> {
    let mut mistakes = Mistakes::default();
    mistakes.require(!text.is_empty(), "/text", "1 to 2000 characters");
    mistakes.prose(text, "/text", 2000);
    mistakes.done()
}

/// Each product once, and at least one unit of it.
pub(super) fn check_lines(mistakes: &mut Mistakes, lines: &[Units]) {
    for (place, Units { product_id, quantity }) in lines.iter().enumerate() {
        mistakes.require(*quantity > 0, format!("/lines/{place}/quantity"), "at least one unit");
        let twice = lines[..place].iter().any(|earlier| earlier.product_id == *product_id);
        mistakes.require(!twice, format!("/lines/{place}/product_id"), "each product once");
    }
}

/// Lines as a text that tells them from others.
pub(super) fn canonical_lines(lines: &[Units]) -> String {
    let line = |Units { product_id, quantity }: &Units| format!("{product_id}×{quantity}");
    lines.iter().map(line).collect::<Vec<_>>().join(",")
}

/// That no more is named than `left` has.
pub(super) fn within(left: &BTreeMap<ProductId, u32>, lines: &[Units]) -> Result<(), NotLeft> {
    for (place, line) in lines.iter().enumerate() {
        let left = left.get(&line.product_id).copied().unwrap_or(0);
        if line.quantity > left {
            return Err(NotLeft { place, left });
        }
    }
    Ok(())
}

impl Order {
    /// Units of each line that have not left the house and are not given up.
    pub fn unshipped(&self) -> BTreeMap<ProductId, u32> {
        let mut left: BTreeMap<ProductId, u32> = BTreeMap::new();
        for line in &self.lines {
            *left.entry(line.product_id).or_default() += line.quantity;
        }
        let sent = self.shipments.iter().flat_map(|shipment| &shipment.lines);
        let sent = sent.map(|line| (line.product_id, line.quantity));
        for (product, units) in sent.chain(self.given_up()) {
            let left = left.entry(product).or_default();
            *left = left.saturating_sub(units);
        }
        left.retain(|_, units| *units > 0);
        left
    }

    /// What a parcel with these lines carries, and whether it is the last one.
    ///
    /// # Errors
    /// [`NotLeft`] when it names more than has not left yet, or when nothing is left at all.
    pub fn parcel(&self, lines: &[Units]) -> Result<(Vec<Units>, bool), NotLeft> {
        let left = self.unshipped();
        let all: Vec<Units> = left
            .iter()
            .map(|(product_id, quantity)| Units { product_id: *product_id, quantity: *quantity })
            .collect();
        let carried = if lines.is_empty() { all } else { lines.to_vec() };
        if carried.is_empty() {
            return Err(NotLeft { place: 0, left: 0 });
        }
        within(&left, &carried)?;
        let last = left.values().sum::<u32>() == carried.iter().map(|line| line.quantity).sum::<u32>();
        Ok((carried, last))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::orders::{Line, OrderStatus};
    use crate::{Currency, Money, OrderId};

    fn product(place: usize) -> ProductId {
        ProductId(Uuid::from_u128(u128::try_from(place).unwrap() + 1))
    }

    fn order(quantities: &[u32]) -> Order {
        let price = Money::new(100, Currency::EUR);
        let line = |(place, quantity): (usize, &u32)| Line {
            product_id: product(place),
            name: format!("Thing {place}"),
            quantity: *quantity,
            unit_price: price,
            total: price.times(*quantity).unwrap(),
        };
        Order {
            id: OrderId(Uuid::nil()),
            user_id: UserId(Uuid::nil()),
            sale_id: None,
            status: OrderStatus::Packed,
            lines: quantities.iter().enumerate().map(line).collect(),
            total: price.times(quantities.iter().sum()).unwrap(),
            pay_by: DateTime::UNIX_EPOCH,
            created_at: DateTime::UNIX_EPOCH,
            timeline: Vec::new(),
            payment: None,
            checkout: None,
            shipments: Vec::new(),
            refunds: Vec::new(),
            returns: Vec::new(),
        }
    }

    fn leaves(order: &mut Order, lines: Vec<Units>) {
        order.shipments.push(Shipment {
            id: ShipmentId(Uuid::nil()),
            carrier: "DHL".to_owned(),
            tracking_number: None,
            lines,
            sent_by: UserId(Uuid::nil()),
            shipped_at: DateTime::UNIX_EPOCH,
            delivered_at: None,
        });
    }

    proptest! {
        /// Whatever is asked, no unit leaves twice, and exactly one parcel is the last.
        #[test]
        fn no_unit_leaves_twice(
            quantities in proptest::collection::vec(1u32..5, 1..4),
            wishes in proptest::collection::vec(proptest::collection::vec((0usize..4, 1u32..4), 0..3), 1..12),
        ) {
            let mut order = order(&quantities);
            let mut lasts = 0;
            for wish in wishes {
                let mut lines: Vec<Units> = Vec::new();
                for (place, quantity) in wish {
                    if lines.iter().all(|line| line.product_id != product(place)) {
                        lines.push(Units { product_id: product(place), quantity });
                    }
                }
                if let Ok((carried, last)) = order.parcel(&lines) {
                    prop_assert!(!carried.is_empty());
                    leaves(&mut order, carried);
                    lasts += u32::from(last);
                    prop_assert_eq!(last, order.unshipped().is_empty());
                }
                for (place, quantity) in quantities.iter().enumerate() {
                    let gone: u32 = order.shipments.iter().flat_map(|parcel| &parcel.lines)
                        .filter(|line| line.product_id == product(place)).map(|line| line.quantity).sum();
                    prop_assert!(gone <= *quantity);
                }
            }
            prop_assert_eq!(lasts, u32::from(order.unshipped().is_empty()));
        }
    }

    #[test]
    fn a_parcel_without_lines_carries_what_is_left() {
        let mut order = order(&[2, 1]);
        leaves(&mut order, vec![Units { product_id: product(0), quantity: 1 }]);
        let (carried, last) = order.parcel(&[]).unwrap();
        assert_eq!(carried.iter().map(|line| line.quantity).collect::<Vec<_>>(), [1, 1]);
        assert!(last);
        let two = Units { product_id: product(0), quantity: 2 };
        assert_eq!(order.parcel(&[two]), Err(NotLeft { place: 0, left: 1 }));
        leaves(&mut order, carried);
        assert_eq!(order.parcel(&[]), Err(NotLeft { place: 0, left: 0 }));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let line = Units { product_id: product(0), quantity: 0 };
        let new = NewShipment {
            carrier: " ".to_owned(),
            tracking_number: Some("\n".to_owned()),
            lines: vec![line, line],
        };
        let pointers: Vec<_> = new.check().unwrap_err().into_iter().map(|mistake| mistake.pointer).collect();
        let expected =
            ["/carrier", "/tracking_number", "/lines/0/quantity", "/lines/1/quantity", "/lines/1/product_id"];
        assert_eq!(pointers, expected);
        assert!(
            check_note("").is_err()
                && check_note(&"x".repeat(2001)).is_err()
                && check_note("Ring twice").is_ok()
        );
    }
}
