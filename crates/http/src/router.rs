use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::middleware::{envelope, limit_by_address, public_answer};
use crate::problem::ApiError;
use crate::{
    App, cart, catalogue, identity, invoices, openapi, orders, payments, platform, promotions, reviews,
    sales, webhooks,
};

/// No operation of this API takes a larger body, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// Operations under the default limit per address, and those with a policy of their own.
struct Operations {
    limited: OpenApiRouter<App>,
    own_policy: OpenApiRouter<App>,
}

fn operations() -> Operations {
    let limited = OpenApiRouter::with_openapi(openapi::base())
        .merge(sales::routes())
        .merge(orders::routes())
        .merge(invoices::routes())
        .merge(identity::routes())
        .merge(catalogue::routes())
        .merge(reviews::routes())
        .merge(cart::routes())
        .merge(promotions::routes())
        .merge(webhooks::routes())
        .merge(platform::routes());
    let own_policy = OpenApiRouter::new()
        .merge(orders::purchase_routes())
        .merge(identity::sign_in_routes())
        .merge(payments::event_routes());
    Operations { limited, own_policy }
}

/// The OpenAPI document of the router. Needs no database and no configuration.
pub fn document() -> OpenApi {
    let Operations { limited, own_policy } = operations();
    let (_, mut document) = limited.merge(own_policy).split_for_parts();
    openapi::complete(&mut document);
    document
}

/// What looks like the API and is not: a problem, never a page.
async fn nothing_here() -> ApiError {
    ApiError::not_found()
}

/// Everything on one port: API, document, Swagger UI, health, metrics, SPA.
pub fn router(app: App) -> Router {
    let Operations { limited, own_policy } = operations();
    let (limited, _) = limited.split_for_parts();
    let (own_policy, _) = own_policy.split_for_parts();
    let operations = limited
        .layer(from_fn_with_state(app.clone(), public_answer))
        .layer(from_fn_with_state(app.clone(), limit_by_address))
        .merge(own_policy)
        .route("/api", any(nothing_here))
        .route("/api/", any(nothing_here))
        .route("/api/{*rest}", any(nothing_here))
        .merge(platform::probes())
        .merge(catalogue::image_files());
    let pages = Router::from(SwaggerUi::new("/docs").url("/api/openapi.json", document()));
    in_layers(app, operations, pages.fallback(platform::spa))
}

/// `operations` in all the layers that a request to the shop passes, and `pages` beside them. The shop's router is made
/// with it, and so is any other that is compared with the shop.
///
/// The layers are put on as one: axum boxes what it puts each layer on, and copies all boxes for every request.
pub fn in_layers(app: App, operations: Router<App>, pages: Router) -> Router {
    let headers = from_fn_with_state(app.clone(), platform::security_headers);
    let layers = (
        headers.clone(),
        from_fn_with_state(app.clone(), envelope),
        CatchPanicLayer::new(),
        DefaultBodyLimit::max(BODY_LIMIT),
    );
    operations.layer(layers).with_state(app).merge(pages.layer(headers))
}
