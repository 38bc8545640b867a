use axum::extract::State;
use doorbuster_domain::Currency;
use serde::Serialize;

use crate::App;
use crate::extract::Json;

/// How this shop presents itself.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Shop)]
pub(super) struct ShopView {
    /// What it is called.
    #[schema(example = "Doorbuster")]
    name: String,
    /// What everything is sold in.
    currency: Currency,
    /// An IANA time zone.
    #[schema(example = "Europe/Paris")]
    timezone: String,
    /// Who moves the money; `test` moves none.
    payment_provider: PaymentProviderView,
    /// Whether this is a shop for trying out.
    environment: EnvironmentView,
    /// The version that runs.
    #[schema(example = "0.1.0")]
    version: &'static str,
}

/// Who moves the money.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaymentProvider)]
pub(super) enum PaymentProviderView {
    /// The built-in test provider.
    Test,
    /// Stripe: the customer pays in the browser.
    Stripe,
    /// Nobody is configured: orders cannot be paid.
    None,
}

/// What the shop is for.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Environment)]
pub(super) enum EnvironmentView {
    /// Trying out.
    Development,
    /// Selling.
    Production,
}

/// Get the shop
///
/// Public.
#[utoipa::path(
    get, path = "/api/v1/shop", tag = "platform",
    responses((status = 200, description = "The shop", body = ShopView)),
)]
pub(super) async fn get_shop(State(app): State<App>) -> Json<ShopView> {
    let shop = &app.shop;
    Json(ShopView {
        name: shop.name.clone(),
        currency: shop.currency,
        timezone: shop.timezone.clone(),
        payment_provider: match app.engine.payments.as_ref() {
            Some(provider) if provider.waits_for_customer() => PaymentProviderView::Stripe,
            Some(_) => PaymentProviderView::Test,
            None => PaymentProviderView::None,
        },
        environment: if shop.development {
            EnvironmentView::Development
        } else {
            EnvironmentView::Production
        },
        version: env!("CARGO_PKG_VERSION"),
    })
}
