use std::sync::LazyLock;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use doorbuster_domain::Money;
use doorbuster_domain::cart::ShippingMethod;
use doorbuster_domain::invoices::{Buyer, Contents, Invoice, InvoiceKind, InvoiceLine, RateTotals, Seller};
use doorbuster_domain::orders::OrderNumber;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

/// The style sheet, which is inside of each page: a copy in somebody's files looks the same in ten years.
const STYLE: &str = include_str!("page.css");

/// The source that lets the style sheet in, for content security policies.
pub(crate) static STYLE_HASH: LazyLock<String> =
    LazyLock::new(|| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLE))));

/// The document as a page to print. Texts are escaped by the macro: whatever people call themselves or their products is
/// only text.
pub(super) fn page(invoice: &Invoice) -> Markup {
    let Invoice { id: _, number, order, refund: _, issued_at: _, contents, void } = invoice;
    let title = format!("{} {number}", number.kind.name());
    let (settled, total) = match number.kind {
        InvoiceKind::Invoice => ("Paid on", "Total, paid"),
        InvoiceKind::CreditNote => ("Paid back on", "Total, paid back"),
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { (seller(&contents.seller)) }
                h1 { (title) }
                div.who {
                    (buyer(&contents.buyer))
                    dl {
                        dt { "Date of issue" }
                        dd { (contents.issued_on) }
                        dt { (settled) }
                        dd { (contents.settled_on) }
                        dt { "Order" }
                        dd { (OrderNumber::from(*order).to_string()) }
                        @if let Some(invoice) = contents.amends {
                            dt { "Amends invoice" }
                            dd { (invoice.to_string()) }
                        }
                    }
                }
                @if *void { p.name { "Void: this money did not arrive and came back to the shop." } }
                @if let Some(reason) = &contents.reason { p { "Reason: " (reason) } }
                (goods(number.kind, contents, total))
                (taxes(&contents.rates))
                p.small {
                    "All prices include VAT. It is computed once per rate from the sum at that rate and rounded to the "
                    "nearest minor unit; shipping is taxed like the goods, in proportion to what they cost."
                }
            }
        }
    }
}

fn seller(seller: &Seller) -> Markup {
    html! {
        p.name { (seller.name) }
        @for line in seller.address.lines() { p { (line) } }
        @if let Some(id) = &seller.vat_id { p { "VAT ID " (id.as_str()) } }
    }
}

fn buyer(buyer: &Buyer) -> Markup {
    html! {
        address {
            @if let Some(name) = &buyer.name { p.name { (name) } }
            @for line in &buyer.address { p { (line) } }
            @if let Some(email) = &buyer.email { p { (email) } }
        }
    }
}

fn goods(kind: InvoiceKind, contents: &Contents, total: &str) -> Markup {
    let Contents { lines, code, shipping, shipping_method, .. } = contents;
    let discounted = lines.iter().any(|line| line.discount.minor > 0);
    let columns = match (kind, discounted) {
        (InvoiceKind::Invoice, true) => 5,
        (InvoiceKind::Invoice, false) => 4,
        (InvoiceKind::CreditNote, _) => 3,
    };
    html! {
        table {
            thead {
                tr {
                    th.number scope="col" { "Units" }
                    th scope="col" { "Product" }
                    @if kind == InvoiceKind::Invoice { th.number scope="col" { "Unit price" } }
                    @if discounted { th.number scope="col" { "Discount" } }
                    th.number scope="col" { "VAT" }
                    th.number scope="col" { "Amount" }
                }
            }
            tbody {
                @for InvoiceLine { product_id: _, name, quantity, unit_price, discount, amount, vat_basis_points } in lines {
                    tr {
                        td.number { @if *quantity > 0 { (quantity) } }
                        td { (name) }
                        @if kind == InvoiceKind::Invoice { td.number { (money(*unit_price)) } }
                        @if discounted { td.number { @if discount.minor > 0 { "−" (money(*discount)) } } }
                        td.number { (percent(*vat_basis_points)) }
                        td.number { (money(*amount)) }
                    }
                }
                @if shipping_method.is_some() || shipping.minor > 0 {
                    tr {
                        td {}
                        td colspan=(columns - 1) {
                            "Shipping" @if let Some(method) = shipping_method { ", " (ShippingMethod::name(*method)) }
                        }
                        td.number { (money(*shipping)) }
                    }
                }
            }
            tfoot {
                tr {
                    th.number colspan=(columns) scope="row" { (total) }
                    td.number { (money(contents.total)) }
                }
            }
        }
        @if let (true, Some(code)) = (discounted, code) { p.small { "Discount by code " (code) "." } }
    }
}

fn taxes(rates: &[RateTotals]) -> Markup {
    html! {
        table.taxes {
            thead {
                tr {
                    th.number scope="col" { "VAT rate" }
                    th.number scope="col" { "Net" }
                    th.number scope="col" { "VAT" }
                    th.number scope="col" { "Gross" }
                }
            }
            tbody {
                @for RateTotals { basis_points, net, vat, gross, shipping: _ } in rates {
                    tr {
                        td.number { (percent(*basis_points)) }
                        td.number { (money(*net)) }
                        td.number { (money(*vat)) }
                        td.number { (money(*gross)) }
                    }
                }
            }
        }
    }
}

fn money(money: Money) -> String {
    money.to_string()
}

/// `20 %`, `5.5 %`.
fn percent(basis_points: u32) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    match (rest / 10, rest % 10) {
        (0, 0) => format!("{whole} %"),
        (tenth, 0) => format!("{whole}.{tenth} %"),
        (_, _) => format!("{whole}.{rest:02} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_short() {
        assert_eq!([0, 210, 550, 2_000, 205].map(percent), ["0 %", "2.1 %", "5.5 %", "20 %", "2.05 %"]);
    }
}
