use axum::extract::State;
use doorbuster_domain::cart::{Band, ShippingMethod, Zone};
use doorbuster_domain::{Currency, Money};
use serde::Serialize;

use crate::App;
use crate::extract::Json;
use crate::problem::ApiError;

/// The shipping table.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ShippingMethods)]
pub(super) struct ShippingMethodsView {
    /// The methods, cheapest first.
    items: Vec<ShippingTableView>,
}

/// What one method costs, where and how heavy.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ShippingTable)]
struct ShippingTableView {
    /// The method.
    method: ShippingMethod,
    /// For people.
    #[schema(example = "Standard")]
    name: &'static str,
    /// Least days.
    #[schema(example = 2)]
    days_min: u8,
    /// Most days.
    #[schema(example = 6)]
    days_max: u8,
    /// Prices by zone.
    zones: Vec<ShippingZoneView>,
}

/// Prices into a group of countries.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ShippingZone)]
struct ShippingZoneView {
    /// Its name.
    zone: Zone,
    /// Its countries (ISO 3166-1 alpha-2); empty means everywhere else.
    countries: &'static [&'static str],
    /// Lightest first; the last one has no end.
    bands: Vec<ShippingBandView>,
}

/// What a parcel up to some weight costs.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ShippingBand)]
struct ShippingBandView {
    /// Up to this weight in grams (inclusive); null without an end.
    #[schema(example = 1000)]
    up_to_grams: Option<u64>,
    /// Gross.
    price: Money,
}

/// List shipping methods
///
/// Public: the whole table.
#[utoipa::path(
    get, path = "/api/v1/shipping-methods", tag = "cart",
    responses((status = 200, description = "The table", body = ShippingMethodsView)),
)]
pub(super) async fn list_shipping_methods(
    State(app): State<App>,
) -> Result<Json<ShippingMethodsView>, ApiError> {
    let items = ShippingMethod::ALL.map(|method| {
        let (days_min, days_max) = method.days();
        let zones = Zone::ALL.map(|zone| zone_of(method, zone, app.shop.currency)).into();
        ShippingTableView { method, name: method.name(), days_min, days_max, zones }
    });
    Ok(Json(ShippingMethodsView { items: items.into() }))
}

fn zone_of(method: ShippingMethod, zone: Zone, currency: Currency) -> ShippingZoneView {
    let band =
        |Band { up_to_grams, minor }| ShippingBandView { up_to_grams, price: Money::new(minor, currency) };
    ShippingZoneView { zone, countries: zone.countries(), bands: method.bands(zone).map(band).into() }
}
