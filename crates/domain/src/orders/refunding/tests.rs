use chrono::DateTime;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::cart::{Checkout, CheckoutLine, ShippingMethod};
use crate::identity::NewAddress;
use crate::orders::{Actor, By, Shipment};
use crate::payments::{Payment, Refund};
use crate::{Currency, OrderId, PaymentId, RefundId, ShipmentId, UserId};

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn product(place: usize) -> ProductId {
    ProductId(Uuid::from_u128(u128::try_from(place).unwrap() + 1))
}

/// A paid order of a cart with lines of (units, price of one, discount of the line), and what the parcel costs.
fn order(lines: &[(u32, i64, i64)], shipping: i64) -> Order {
    let at = DateTime::UNIX_EPOCH;
    let total = |(units, price, _): &(u32, i64, i64)| i64::from(*units) * price;
    let discount: i64 = lines.iter().map(|(_, _, off)| off).sum();
    let all = lines.iter().map(total).sum::<i64>() - discount + shipping;
    let address = NewAddress {
        name: "Ada".to_owned(),
        company: None,
        line1: "1".to_owned(),
        line2: None,
        postal_code: "1".to_owned(),
        city: "Paris".to_owned(),
        country: "FR".to_owned(),
        phone: None,
        is_default: false,
    };
    Order {
        id: OrderId(Uuid::nil()),
        user_id: UserId(Uuid::nil()),
        sale_id: None,
        status: OrderStatus::Paid,
        lines: lines
            .iter()
            .enumerate()
            .map(|(place, line)| Line {
                product_id: product(place),
                name: format!("Thing {place}"),
                quantity: line.0,
                unit_price: eur(line.1),
                total: eur(total(line)),
            })
            .collect(),
        total: eur(all),
        pay_by: at,
        created_at: at,
        timeline: Vec::new(),
        payment: Some(Payment {
            id: PaymentId(Uuid::nil()),
            order_id: OrderId(Uuid::nil()),
            provider: "test".to_owned(),
            reference: None,
            status: PaymentStatus::Captured,
            amount: eur(all),
            at,
            step: None,
            failure: None,
            dispute: None,
        }),
        shipments: Vec::new(),
        refunds: Vec::new(),
        returns: Vec::new(),
        checkout: Some(Box::new(Checkout {
            email: "ada@example.com".parse().unwrap(),
            shipping_address: address,
            shipping_method: ShippingMethod::Standard,
            code: None,
            discount: eur(discount),
            shipping: eur(shipping),
            lines: lines
                .iter()
                .map(|line| CheckoutLine {
                    total: eur(total(line)),
                    list_price: eur(line.1),
                    discount: eur(line.2),
                    vat_basis_points: 2_000,
                })
                .collect(),
        })),
    }
}

fn sent(order: &mut Order, lines: &[(usize, u32)]) {
    order.shipments.push(Shipment {
        id: ShipmentId(Uuid::nil()),
        carrier: "DHL".to_owned(),
        tracking_number: None,
        lines: units(lines),
        sent_by: UserId(Uuid::nil()),
        shipped_at: DateTime::UNIX_EPOCH,
        delivered_at: None,
    });
}

fn units(lines: &[(usize, u32)]) -> Vec<Units> {
    lines.iter().map(|(place, quantity)| Units { product_id: product(*place), quantity: *quantity }).collect()
}

fn of(lines: &[(usize, u32)]) -> NewRefund {
    NewRefund {
        lines: units(lines),
        shipping: false,
        amount: None,
        restock: true,
        reason: "Broken".to_owned(),
    }
}

/// Carries a plan out, as the shop does.
fn refund(order: &mut Order, new: &NewRefund) -> RefundPlan {
    let plan = order.plan_refund(new).unwrap();
    note(order, &plan, RefundStatus::Settled);
    plan
}

fn note(order: &mut Order, plan: &RefundPlan, status: RefundStatus) {
    order.refunds.push(Refund {
        id: RefundId(Uuid::nil()),
        order_id: order.id,
        payment_id: PaymentId(Uuid::nil()),
        amount: plan.amount,
        shipping: plan.shipping,
        lines: plan.lines.clone(),
        reason: "Broken".to_owned(),
        by: By { actor: Actor::Staff, user: None },
        return_id: None,
        status,
        reference: None,
        failure: None,
        at: DateTime::UNIX_EPOCH,
        ended_at: None,
    });
    if let Some(to) = plan.moves_to {
        assert!(order.status.transition(to).is_ok());
        order.status = to;
    }
}

fn amounts(plan: &RefundPlan) -> Vec<(u32, i64)> {
    plan.lines.iter().map(|line| (line.quantity, line.amount.minor)).collect()
}

#[test]
fn units_go_back_at_what_was_paid_for_them() {
    // Three for 10.00, 1.00 off: 2.99 and 3.00 and 3.01 would not do, 8.99 is what they cost.
    let mut order = order(&[(3, 333, 100), (1, 500, 0)], 490);
    let plan = refund(&mut order, &of(&[(0, 1)]));
    assert_eq!((plan.amount, amounts(&plan)), (eur(299), vec![(1, 299)]));
    let plan = refund(&mut order, &of(&[(0, 2)]));
    assert_eq!(plan.amount, eur(899 - 299), "all units of a line are exactly the line");
    assert_eq!(plan.moves_to, None);
    assert_eq!(order.unshipped(), BTreeMap::from([(product(1), 1)]), "what was given up is not sent");
    assert_eq!(order.plan_refund(&of(&[(0, 1)])), Err(NotLeft { place: 0, left: 0 }.into()));
}

#[test]
fn the_last_unit_cancels_an_order_and_brings_back_all_of_it() {
    let mut order = order(&[(2, 1_000, 0)], 490);
    refund(&mut order, &NewRefund { amount: Some(eur(100)), ..of(&[]) });
    let less = NewRefund { amount: Some(eur(1_900)), ..of(&[(0, 2)]) };
    assert_eq!(order.plan_refund(&less), Err(NotRefundable::Ends(eur(2_390))));
    let plan = refund(&mut order, &of(&[(0, 2)]));
    assert_eq!((plan.amount, plan.moves_to), (eur(2_390), Some(OrderStatus::Cancelled)));
    assert_eq!(order.plan_refund(&of(&[])), Err(NotRefundable::NothingLeft));
}

#[test]
fn the_last_unit_that_was_not_sent_makes_an_order_shipped() {
    let mut order = order(&[(3, 1_000, 0)], 0);
    order.status = OrderStatus::Packed;
    sent(&mut order, &[(0, 2)]);
    let plan = refund(&mut order, &of(&[(0, 1)]));
    assert_eq!((plan.lines[0].unsent, plan.moves_to), (1, Some(OrderStatus::Shipped)));
    // Of what is on its way nothing is given up.
    let plan = refund(&mut order, &of(&[(0, 1)]));
    assert_eq!((plan.lines[0].unsent, plan.moves_to), (0, None));
}

#[test]
fn an_order_that_came_back_is_returned() {
    let mut order = order(&[(3, 1_000, 0)], 0);
    refund(&mut order, &of(&[(0, 1)]));
    sent(&mut order, &[(0, 2)]);
    order.status = OrderStatus::Delivered;
    assert_eq!(refund(&mut order, &of(&[(0, 1)])).moves_to, None);
    assert_eq!(refund(&mut order, &of(&[(0, 1)])).moves_to, Some(OrderStatus::Returned));
}

#[test]
fn money_alone_is_split_over_all_that_is_left() {
    let mut order = order(&[(1, 1_000, 0), (1, 3_000, 0)], 1_000);
    let plan = refund(&mut order, &NewRefund { amount: Some(eur(500)), ..of(&[]) });
    assert_eq!((amounts(&plan), plan.shipping), (vec![(0, 100), (0, 300)], eur(100)));
    let much = NewRefund { amount: Some(eur(4_501)), ..of(&[]) };
    assert_eq!(order.plan_refund(&much), Err(NotRefundable::Amount(eur(4_500))));
    let dollars = NewRefund { amount: Some(Money::new(1, "USD".parse().unwrap())), ..of(&[]) };
    assert_eq!(order.plan_refund(&dollars), Err(NotRefundable::Amount(eur(4_500))));
    let parcel = refund(&mut order, &NewRefund { shipping: true, ..of(&[]) });
    assert_eq!((parcel.shipping, parcel.amount, parcel.lines.len()), (eur(900), eur(900), 0));
}

#[test]
fn what_failed_can_be_asked_for_again() {
    let mut order = order(&[(1, 1_000, 0)], 0);
    let plan = order.plan_cancellation("No").unwrap();
    note(&mut order, &plan, RefundStatus::Failed);
    assert_eq!(order.status, OrderStatus::Cancelled);
    let again = order.plan_refund(&of(&[])).unwrap();
    assert_eq!((again.amount, amounts(&again)), (eur(1_000), vec![(0, 1_000)]));
    assert_eq!(order.plan_refund(&of(&[(0, 1)])), Err(NotLeft { place: 0, left: 0 }.into()));
}

#[test]
fn an_order_for_nothing_gives_its_units_back_all_the_same() {
    let mut order = order(&[(1, 1_000, 1_000)], 0);
    let plan = refund(&mut order, &of(&[(0, 1)]));
    assert_eq!((plan.amount, plan.moves_to), (eur(0), Some(OrderStatus::Cancelled)));
}

#[test]
fn unpaid_orders_have_nothing_to_refund() {
    let mut order = order(&[(1, 1_000, 0)], 0);
    order.status = OrderStatus::Authorized;
    assert_eq!(order.plan_refund(&of(&[])), Err(NotRefundable::Unpaid(OrderStatus::Authorized)));
}

#[test]
fn mistakes_are_named_with_their_place() {
    let new = NewRefund { amount: Some(eur(0)), reason: " ".to_owned(), ..of(&[]) };
    let pointers: Vec<_> = new.check().unwrap_err().into_iter().map(|mistake| mistake.pointer).collect();
    assert_eq!(pointers, ["/amount/amount", "/reason"]);
    assert!(NewRefund { amount: Some(eur(0)), ..of(&[(0, 1)]) }.check().is_ok());
}

prop_compose! {
    fn wish()(
        lines in prop::collection::vec((0usize..4, 1u32..4), 0..3),
        shipping: bool,
        amount in prop::option::of(0i64..4_000),
        restock: bool,
        fails in prop::bool::weighted(0.2),
        everything in prop::bool::weighted(0.1),
    ) -> (NewRefund, bool) {
        let mut named: Vec<(usize, u32)> = Vec::new();
        for (place, quantity) in lines {
            if named.iter().all(|line| line.0 != place) {
                named.push((place, quantity));
            }
        }
        let new = if everything {
            NewRefund { restock, ..of(&[]) }
        } else {
            NewRefund { shipping, amount: amount.map(eur), restock, ..of(&named) }
        };
        (new, fails)
    }
}

proptest! {
    /// Whatever is asked in whatever order: parts are exactly the amount, nothing is negative, nothing is paid back twice.
    #[test]
    fn parts_are_exact_and_nothing_goes_back_twice(
        lines in prop::collection::vec((1u32..5, 0i64..2_000, 0i64..100), 1..4),
        shipping in 0i64..1_000,
        wishes in prop::collection::vec(wish(), 1..12),
        delivered: bool,
    ) {
        let lines: Vec<_> = lines.into_iter()
            .map(|(units, price, off)| (units, price, off.min(i64::from(units) * price))).collect();
        let mut order = order(&lines, shipping);
        if delivered {
            let all: Vec<_> = lines.iter().enumerate().map(|(place, line)| (place, line.0)).collect();
            sent(&mut order, &all);
            order.status = OrderStatus::Delivered;
        }
        for (new, fails) in wishes {
            let Ok(plan) = order.plan_refund(&new) else { continue };
            prop_assert_eq!(plan.amount.minor, plan.shipping.minor + plan.lines.iter().map(|line| line.amount.minor).sum::<i64>());
            prop_assert!(plan.shipping.minor >= 0 && plan.lines.iter().all(|line| line.amount.minor >= 0));
            prop_assert!(plan.lines.iter().all(|line| line.unsent <= line.quantity));
            if let Some(amount) = new.amount {
                prop_assert_eq!(plan.amount, amount);
            }
            if plan.ends_order() {
                prop_assert_eq!(plan.amount, order.refundable().unwrap().amount);
            }
            note(&mut order, &plan, if fails { RefundStatus::Failed } else { RefundStatus::Settled });
            let alive: Vec<_> = order.refunds.iter().filter(|refund| refund.status != RefundStatus::Failed).collect();
            for (place, line) in lines.iter().enumerate() {
                let parts = |refunds: &[&Refund]| -> (i64, u32) {
                    let parts = refunds.iter().flat_map(|refund| &refund.lines).filter(|part| part.product_id == product(place));
                    parts.fold((0, 0), |(sum, units), part| (sum + part.amount.minor, units + part.quantity))
                };
                prop_assert!(parts(&alive).0 <= i64::from(line.0) * line.1 - line.2);
                prop_assert!(parts(&order.refunds.iter().collect::<Vec<_>>()).1 <= line.0);
            }
            let back: i64 = alive.iter().map(|refund| refund.amount.minor).sum();
            prop_assert!(alive.iter().map(|refund| refund.shipping.minor).sum::<i64>() <= shipping);
            prop_assert!(back <= order.total.minor);
            prop_assert_eq!(order.refundable().unwrap().amount.minor, order.total.minor - back);
        }
        // In the end all of it can go back, and exactly that.
        match order.plan_refund(&of(&[])) {
            Ok(rest) => prop_assert_eq!(rest.amount, order.refundable().unwrap().amount),
            Err(error) => {
                prop_assert_eq!(error, NotRefundable::NothingLeft);
                prop_assert_eq!(order.refundable().unwrap().amount, eur(0));
            }
        }
    }
}
