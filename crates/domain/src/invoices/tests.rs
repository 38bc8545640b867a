use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Buyer, Contents, Credit, CreditedLine, InvoiceKind, InvoiceLine, InvoiceNumber, PaidOrder, Seller,
};
use crate::cart::{ShippingMethod, vat_contained};
use crate::{Currency, Money, MoneyError, OrderId, ProductId};

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 30).unwrap()
}

fn number() -> InvoiceNumber {
    InvoiceNumber { kind: InvoiceKind::Invoice, year: 2026, number: 1 }
}

fn line(product: u128, amount: i64, vat_basis_points: u32) -> InvoiceLine {
    InvoiceLine {
        product_id: ProductId(Uuid::from_u128(product)),
        name: format!("Thing {product}"),
        quantity: 1,
        unit_price: eur(amount),
        discount: eur(0),
        amount: eur(amount),
        vat_basis_points,
    }
}

fn invoice(lines: Vec<InvoiceLine>, shipping: i64) -> Contents {
    let total = eur(lines.iter().map(|line| line.amount.minor).sum::<i64>() + shipping);
    let order = PaidOrder {
        id: OrderId(Uuid::nil()),
        paid_on: day(),
        buyer: Buyer::default(),
        lines,
        code: None,
        shipping: eur(shipping),
        shipping_method: Some(ShippingMethod::Standard),
        total,
    };
    Contents::of(order, &Seller::default(), day()).unwrap()
}

fn lines() -> impl Strategy<Value = Vec<InvoiceLine>> {
    let rates = prop::sample::select(vec![0u32, 210, 550, 700, 1_000, 1_900, 2_000, 9_999]);
    prop::collection::vec((0i64..10_000_000, rates), 1..8).prop_map(|lines| {
        lines.into_iter().zip(1..).map(|((amount, rate), product)| line(product, amount, rate)).collect()
    })
}

/// What the rates of these documents say: per rate, the gross amount, the VAT and the shipping.
fn sums<'a>(documents: impl IntoIterator<Item = &'a Contents>) -> BTreeMap<u32, [i64; 3]> {
    let mut sums: BTreeMap<u32, [i64; 3]> = BTreeMap::new();
    for rate in documents.into_iter().flat_map(|document| &document.rates) {
        let sum = sums.entry(rate.basis_points).or_default();
        sum[0] += rate.gross.minor;
        sum[1] += rate.vat.minor;
        sum[2] += rate.shipping.minor;
    }
    sums.retain(|_, [gross, _, _]| *gross != 0);
    sums
}

fn adds_up(document: &Contents) -> Result<(), TestCaseError> {
    let rates = &document.rates;
    prop_assert_eq!(rates.iter().map(|rate| rate.gross.minor).sum::<i64>(), document.total.minor);
    prop_assert_eq!(rates.iter().map(|rate| rate.shipping.minor).sum::<i64>(), document.shipping.minor);
    for rate in rates {
        prop_assert_eq!(rate.net.minor + rate.vat.minor, rate.gross.minor);
        prop_assert!(rate.net.minor >= 0 && rate.vat.minor >= 0 && rate.shipping.minor >= 0);
        prop_assert!(rate.basis_points > 0 || rate.vat.minor == 0);
    }
    Ok(())
}

proptest! {
    /// Net and VAT of all rates are the total, nothing is negative, and the VAT is what the page of the order says. Each
    /// rate's VAT is exact to half a minor unit.
    #[test]
    fn rates_add_up_to_the_total(lines in lines(), shipping in 0i64..100_000) {
        let invoice = invoice(lines, shipping);
        adds_up(&invoice)?;
        for rate in &invoice.rates {
            let (points, gross) = (i128::from(rate.basis_points), i128::from(rate.gross.minor));
            let error = i128::from(rate.vat.minor) * (10_000 + points) - gross * points;
            prop_assert!(error.abs() * 2 <= 10_000 + points);
        }
        let goods = invoice.lines.iter().map(|line| (line.vat_basis_points, line.amount.minor));
        let shown = vat_contained(goods, shipping, Currency::EUR).into_iter().map(|vat| (vat.basis_points, vat.amount));
        let printed = invoice.rates.iter().filter(|rate| rate.basis_points > 0).map(|rate| (rate.basis_points, rate.vat));
        prop_assert_eq!(shown.collect::<Vec<_>>(), printed.collect::<Vec<_>>());
    }

    /// However an order is given back, part by part: every credit note adds up, and all of them together are the invoice.
    #[test]
    fn credit_notes_give_back_the_invoice(
        lines in lines(), shipping in 0i64..100_000, cuts in prop::collection::vec(prop::collection::vec(0i64..4, 9), 0..5),
    ) {
        let invoice = invoice(lines, shipping);
        let mut left: Vec<i64> = invoice.lines.iter().map(|line| line.amount.minor).collect();
        let mut left_of_shipping = shipping;
        let mut notes: Vec<Contents> = Vec::new();
        for place in 0..=cuts.len() {
            // The last one takes what is left.
            let part = |of: i64, cut: usize| cuts.get(place).map_or(of, |cuts| of * cuts[cut] / 4);
            let taken: Vec<i64> = left.iter().enumerate().map(|(cut, of)| part(*of, cut)).collect();
            let shipped = part(left_of_shipping, 8);
            let credited = invoice.lines.iter().zip(&taken).filter(|(_, taken)| **taken > 0);
            let credit = Credit {
                settled_on: day(),
                lines: credited
                    .map(|(line, taken)| CreditedLine { product_id: line.product_id, quantity: 0, amount: eur(*taken) })
                    .collect(),
                shipping: eur(shipped),
                reason: None,
            };
            let note = invoice.credit(number(), &notes, credit, &Seller::default(), day()).unwrap();
            adds_up(&note)?;
            prop_assert_eq!(note.total.minor, taken.iter().sum::<i64>() + shipped);
            notes.push(note);
            left.iter_mut().zip(&taken).for_each(|(left, taken)| *left -= taken);
            left_of_shipping -= shipped;
            let (credited, invoiced) = (sums(&notes), sums([&invoice]));
            for (rate, parts) in &credited {
                let whole = invoiced[rate];
                prop_assert!(parts.iter().zip(whole).all(|(part, whole)| *part <= whole));
            }
        }
        prop_assert_eq!(sums(&notes), sums([&invoice]));
    }

    #[test]
    fn what_was_issued_reads_back(lines in lines(), shipping in 0i64..100_000) {
        let invoice = invoice(lines, shipping);
        let json = serde_json::to_string(&invoice).unwrap();
        prop_assert_eq!(serde_json::from_str::<Contents>(&json).unwrap(), invoice);
    }
}

#[test]
fn an_example_by_hand() {
    // The cart of `cart::totals`: 18.00 + 3.27 shipping at 20 %, 8.99 + 1.63 at 5.5 %.
    let invoice = invoice(vec![line(1, 1_800, 2_000), line(2, 899, 550)], 490);
    let rates: Vec<_> =
        invoice.rates.iter().map(|rate| (rate.gross.minor, rate.net.minor, rate.vat.minor)).collect();
    assert_eq!(rates, [(2_127, 1_772, 355), (1_062, 1_007, 55)]);
    let back = Credit {
        settled_on: day(),
        lines: vec![CreditedLine {
            product_id: ProductId(Uuid::from_u128(2)),
            quantity: 1,
            amount: eur(899),
        }],
        shipping: eur(0),
        reason: Some("broken".to_owned()),
    };
    let note = invoice.credit(number(), &[], back, &Seller::default(), day()).unwrap();
    assert_eq!((note.total, note.amends), (eur(899), Some(number())));
    assert_eq!(
        note.rates.iter().map(|rate| rate.vat.minor).collect::<Vec<_>>(),
        [47],
        "8.99 contains 0.4687"
    );
}

#[test]
fn what_was_not_sold_is_not_given_back() {
    let invoice = invoice(vec![line(1, 1_800, 2_000)], 0);
    let stranger = ProductId(Uuid::from_u128(9));
    let lines = vec![CreditedLine { product_id: stranger, quantity: 1, amount: eur(1) }];
    let credit = Credit { settled_on: day(), lines, shipping: eur(0), reason: None };
    let refused = invoice.credit(number(), &[], credit, &Seller::default(), day());
    assert_eq!(refused, Err(super::NotInvoiced(stranger)));
}

#[test]
fn currencies_do_not_mix() {
    let usd: Currency = "USD".parse().unwrap();
    let order = PaidOrder {
        id: OrderId(Uuid::nil()),
        paid_on: day(),
        buyer: Buyer::default(),
        lines: vec![line(1, 100, 2_000)],
        code: None,
        shipping: eur(0),
        shipping_method: None,
        total: Money::new(100, usd),
    };
    let refused = Contents::of(order, &Seller::default(), day());
    assert_eq!(refused, Err(MoneyError::Currencies(usd, Currency::EUR)));
}
