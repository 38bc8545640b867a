use std::collections::BTreeMap;

use super::shares::shares;
use super::{Cart, Item};
use crate::promotions::CodeProblem;
use crate::{Currency, Money, MoneyError};

/// VAT contained in a total, at one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vat {
    /// Hundredths of a percent.
    pub basis_points: u32,
    /// How much, rounded half up to the minor unit per rate.
    pub amount: Money,
}

/// What one counted item costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineTotals {
    /// Unit price × quantity.
    pub total: Money,
    /// Its share of the code's discount: what of it goes back when the line does.
    pub discount: Money,
}

/// What a cart costs at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Units that count.
    pub count: u64,
    /// One per counted item, in their order.
    pub lines: Vec<LineTotals>,
    /// Σ lines.
    pub subtotal: Money,
    /// Why the code takes nothing off.
    pub code_problem: Option<CodeProblem>,
    /// What the code takes off.
    pub discount: Money,
    /// What the parcel costs, when it is known where it goes and how.
    pub shipping: Option<Money>,
    /// VAT contained in the total, by rate.
    pub vat: Vec<Vat>,
    /// Subtotal − discount + shipping.
    pub total: Money,
}

impl Totals {
    /// Prices `cart`, sent for `shipping`.
    ///
    /// The code's discount is split over the lines in proportion to what they cost, to the minor unit, so that VAT and
    /// partial refunds know what each line really cost. Shipping goes with the goods: it is split over their VAT rates in
    /// proportion to what they cost after the discount.
    ///
    /// # Errors
    /// [`MoneyError`] when amounts are in different currencies or do not fit 64 bits.
    pub fn of(cart: &Cart, shipping: Option<Money>) -> Result<Self, MoneyError> {
        let zero = Money::new(0, cart.currency);
        let counted: Vec<&Item> = cart.counted().collect();
        let totals = counted.iter().map(|item| item.total()).collect::<Result<Vec<Money>, _>>()?;
        let subtotal = totals.iter().try_fold(zero, |sum, total| sum.plus(*total))?;
        let code_problem =
            cart.code.as_ref().and_then(|used| used.code.problem(subtotal, used.used, cart.at));
        let off = match (&cart.code, code_problem) {
            (Some(used), None) => used.code.discount(subtotal),
            (None, _) | (_, Some(_)) => 0,
        };
        let weights: Vec<i64> = totals.iter().map(|total| total.minor).collect();
        let money = |minor| Money::new(minor, cart.currency);
        let lines: Vec<LineTotals> = totals
            .iter()
            .zip(shares(off, &weights))
            .map(|(total, share)| LineTotals { total: *total, discount: money(share) })
            .collect();
        let rates = counted.iter().zip(&lines);
        let rates = rates.map(|(item, line)| (item.vat_basis_points, line.total.minor - line.discount.minor));
        let vat = vat_contained(rates, shipping.unwrap_or(zero).minor, cart.currency);
        let total = subtotal.plus(money(-off))?.plus(shipping.unwrap_or(zero))?;
        Ok(Self {
            count: counted.iter().map(|item| u64::from(item.quantity)).sum(),
            lines,
            subtotal,
            code_problem,
            discount: money(off),
            shipping,
            vat,
            total,
        })
    }
}

/// What an amount is made of at one VAT rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtRate {
    /// Hundredths of a percent.
    pub basis_points: u32,
    /// Goods and their part of the shipping, VAT included.
    pub gross: Money,
    /// The part of the shipping in it.
    pub shipping: Money,
    /// The VAT in it, rounded half up to the minor unit.
    pub vat: Money,
}

/// The VAT contained in goods, given as (rate in hundredths of a percent, gross minor units), and in what their shipping
/// costs.
pub fn vat_contained(
    goods: impl IntoIterator<Item = (u32, i64)>,
    shipping_minor: i64,
    currency: Currency,
) -> Vec<Vat> {
    let taxed = by_rate(goods, shipping_minor, currency).into_iter().filter(|rate| rate.basis_points > 0);
    taxed.map(|rate| Vat { basis_points: rate.basis_points, amount: rate.vat }).collect()
}

/// Goods, given as (rate in hundredths of a percent, gross minor units), and what their shipping costs, added up per VAT
/// rate, the highest first. Shipping goes with the goods: in proportion to what they cost. What it all costs is the sum of
/// the rates, as long as there are goods.
pub fn by_rate(
    goods: impl IntoIterator<Item = (u32, i64)>,
    shipping_minor: i64,
    currency: Currency,
) -> Vec<AtRate> {
    let mut gross: BTreeMap<u32, i64> = BTreeMap::new();
    for (rate, minor) in goods {
        let sum = gross.entry(rate).or_default();
        *sum = sum.saturating_add(minor);
    }
    // The highest rate first: it takes the shipping when the goods cost nothing.
    let rates: Vec<(u32, i64)> = gross.into_iter().rev().collect();
    let weights: Vec<i64> = rates.iter().map(|(_, minor)| *minor).collect();
    let money = |minor| Money::new(minor, currency);
    let at_rate = |((rate, minor), share): (&(u32, i64), i64)| {
        let gross = minor.saturating_add(share);
        AtRate {
            basis_points: *rate,
            gross: money(gross),
            shipping: money(share),
            vat: money(vat_in(gross, *rate)),
        }
    };
    rates.iter().zip(shares(shipping_minor, &weights)).map(at_rate).collect()
}

/// The VAT in an amount (≥ 0) that includes it, in minor units: gross × rate / (1 + rate), rounded half up. A larger amount
/// never contains less.
pub(crate) fn vat_in(gross_minor: i64, basis_points: u32) -> i64 {
    let (rate, gross) = (i128::from(basis_points), i128::from(gross_minor));
    let vat = (2 * gross * rate + 10_000 + rate) / (2 * (10_000 + rate));
    i64::try_from(vat).unwrap_or(gross_minor)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::cart::UsedCode;
    use crate::catalogue::Price;
    use crate::promotions::tests::code;
    use crate::promotions::{Code, CodeValue};
    use crate::{Currency, ProductId};

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(15, 0).unwrap()
    }

    fn item(minor: i64, quantity: u32, vat_basis_points: u32, stock: i64) -> Item {
        Item {
            product: ProductId(Uuid::nil()),
            slug: String::new(),
            name: String::new(),
            image: None,
            published: true,
            price: Price { now: eur(minor), list: eur(minor), offer: None },
            vat_basis_points,
            weight_grams: 100,
            stock,
            version: 1,
            quantity,
        }
    }

    fn cart(items: Vec<Item>, code: Option<Code>) -> Cart {
        let code = code.map(|code| UsedCode { code, used: 0 });
        Cart { id: None, currency: Currency::EUR, items, code, at: now() }
    }

    fn items() -> impl Strategy<Value = Vec<Item>> {
        let rates = prop::sample::select(vec![0u32, 550, 1_000, 2_000]);
        let any = (0i64..10_000_000, 1u32..1_000, rates, -1i64..2_000);
        prop::collection::vec(
            any.prop_map(|(minor, quantity, vat, stock)| item(minor, quantity, vat, stock)),
            0..8,
        )
    }

    fn any_code() -> impl Strategy<Value = Option<Code>> {
        let percent = (1u8..=90).prop_map(CodeValue::Percent);
        let amount = (1i64..100_000_000).prop_map(|minor| CodeValue::Amount(eur(minor)));
        prop::option::of(prop_oneof![percent, amount].prop_map(code))
    }

    proptest! {
        /// Whatever is in a cart, whatever code is on it: the sums add up and nothing is negative.
        #[test]
        fn totals_add_up(
            items in items(), code in any_code(), shipping in prop::option::of(0i64..100_000),
        ) {
            let cart = cart(items, code);
            let totals = Totals::of(&cart, shipping.map(eur)).unwrap();
            let lines: i64 = totals.lines.iter().map(|line| line.total.minor).sum();
            prop_assert_eq!(lines, totals.subtotal.minor);
            let shares: i64 = totals.lines.iter().map(|line| line.discount.minor).sum();
            prop_assert_eq!(shares, totals.discount.minor);
            prop_assert!(totals.lines.iter().all(|line| (0..=line.total.minor).contains(&line.discount.minor)));
            prop_assert_eq!(
                totals.total.minor,
                totals.subtotal.minor - totals.discount.minor + shipping.unwrap_or(0)
            );
            prop_assert!(totals.total.minor >= 0);
            prop_assert!((0..=totals.subtotal.minor).contains(&totals.discount.minor));
            let vat: i64 = totals.vat.iter().map(|vat| vat.amount.minor).sum();
            prop_assert!((0..=totals.total.minor).contains(&vat));
            prop_assert_eq!(totals.lines.len(), cart.counted().count());
        }

        /// One rate: what is contained is what the total contains, to half a minor unit.
        #[test]
        fn vat_is_what_the_total_contains(minor in 1i64..10_000_000, quantity in 1u32..100, shipping in 0i64..10_000) {
            let totals = Totals::of(&cart(vec![item(minor, quantity, 2_000, 1_000)], None), Some(eur(shipping))).unwrap();
            let [vat] = <[Vat; 1]>::try_from(totals.vat).unwrap();
            // total = net + net × 20 %, so twelve times the VAT is twice the total.
            prop_assert!((vat.amount.minor * 12 - totals.total.minor * 2).abs() <= 6);
        }
    }

    #[test]
    fn an_example_by_hand() {
        let items = vec![item(1_000, 2, 2_000, 9), item(999, 1, 550, 9), item(5_000, 1, 2_000, 0)];
        let totals = Totals::of(&cart(items, Some(code(CodeValue::Percent(10)))), Some(eur(490))).unwrap();
        assert_eq!((totals.count, totals.subtotal.minor), (3, 2_999), "what is sold out does not count");
        assert_eq!(totals.discount.minor, 300, "10 % of 29.99, rounded up");
        assert_eq!(totals.lines.iter().map(|line| line.discount.minor).collect::<Vec<_>>(), [200, 100]);
        assert_eq!(totals.total.minor, 3_189);
        // 18.00 + 3.27 shipping at 20 %, 8.99 + 1.63 at 5.5 %.
        let vat: Vec<_> = totals.vat.iter().map(|vat| (vat.basis_points, vat.amount.minor)).collect();
        assert_eq!(vat, [(2_000, 355), (550, 55)]);
    }

    #[test]
    fn a_code_with_a_problem_takes_nothing_off() {
        let late = Code { ends_at: now(), ..code(CodeValue::Percent(50)) };
        let totals = Totals::of(&cart(vec![item(1_000, 1, 0, 1)], Some(late)), None).unwrap();
        assert_eq!((totals.discount.minor, totals.code_problem), (0, Some(CodeProblem::Over)));
        let empty = Totals::of(&cart(Vec::new(), Some(code(CodeValue::Amount(eur(500))))), None).unwrap();
        assert_eq!((empty.total.minor, empty.discount.minor, empty.vat.len()), (0, 0, 0));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let huge = cart(vec![item(i64::MAX / 2, 3, 0, 9)], None);
        assert_eq!(Totals::of(&huge, None), Err(MoneyError::Overflow));
    }
}
