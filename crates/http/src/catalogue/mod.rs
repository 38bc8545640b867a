//! The catalogue as the outside sees it: products, the taxonomies they are filed under, discounts and banners.

mod answer;
mod banners;
mod discounts;
mod error;
mod images;
mod products;
mod taxa;

use utoipa_axum::router::OpenApiRouter;

use crate::App;

pub(crate) use answer::{Created, created};
pub(crate) use error::mistakes;
pub(crate) use images::{ImageView, image_files};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(products::routes())
        .merge(taxa::routes())
        .merge(discounts::routes())
        .merge(banners::routes())
        .merge(images::routes())
}
