//! Reviews as the outside sees them.

mod body;
mod create_review;
mod error;
mod get_review;
mod list_own_reviews;
mod list_product_reviews;
mod list_reviews;
mod publish_review;
mod reject_review;
mod update_review;
mod view;
mod withdraw_review;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use view::RatingView;

use crate::App;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_product_reviews::list_product_reviews, create_review::create_review))
        .routes(routes!(list_own_reviews::list_own_reviews))
        .routes(routes!(list_reviews::list_reviews))
        .routes(routes!(
            get_review::get_review,
            update_review::update_review,
            withdraw_review::withdraw_review
        ))
        .routes(routes!(publish_review::publish_review))
        .routes(routes!(reject_review::reject_review))
}
