use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use doorbuster_domain::catalogue::{ProductStatus, Slug};
use doorbuster_domain::{Money, ProductId};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::catalogue::{CreateError, NewProduct, create};
use serde::Deserialize;

use super::view::ProductView;
use crate::App;
use crate::extract::Json;
use crate::identity::{Permitted, ProductsCreate};
use crate::problem::{ApiError, Code, FieldError, Problem};

/// A product to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProduct)]
pub(super) struct NewProductBody {
    /// Its address: lower-case letters, digits and single hyphens, unique.
    #[schema(example = "ember-kettle", min_length = 1, max_length = 80)]
    slug: String,
    /// What it is called.
    #[schema(example = "Ember gooseneck kettle", min_length = 1, max_length = 200)]
    name: String,
    /// What it is; empty when not said.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    description: String,
    /// Where its picture is: a path of this site or an https address.
    #[schema(example = "/demo/ember-kettle.svg")]
    image_url: Option<String>,
    /// Gross price of one unit, in the shop's currency.
    price: Money,
    /// Units received; none when not said.
    #[serde(default)]
    #[schema(example = 250, maximum = 1_000_000_000)]
    stock: u32,
    /// Where it starts; `published` when not said.
    status: Option<ProductStatus>,
}

/// Create a product
///
/// Staff. Its units arrive as a stock movement.
#[utoipa::path(
    post, path = "/api/v1/products", tag = "catalogue", security(("bearer" = [])), request_body = NewProductBody,
    responses(
        (status = 201, description = "The product", body = ProductView,
            headers(("Location" = String, description = "Where the product is"))),
        (status = 409, description = "`slug_taken`: a product with this slug exists", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_product(
    State(app): State<App>,
    staff: Permitted<ProductsCreate>,
    Json(body): Json<NewProductBody>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<ProductView>), ApiError> {
    let new = body.check(&app)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let product = create(&mut work, &new).await?;
    work.commit().await?;
    let location = format!("/api/v1/products/{}", product.slug);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(product.into())))
}

impl NewProductBody {
    fn check(self, app: &App) -> Result<NewProduct, ApiError> {
        let Self { slug, name, description, image_url, price, stock, status } = self;
        app.shop.require_currency("/price/currency", price)?;
        let mut errors = Vec::new();
        let mut require = |ok: bool, pointer: &str, detail: &str| {
            if !ok {
                errors.push(FieldError { pointer: pointer.to_owned(), detail: detail.to_owned() });
            }
        };
        let checked: Result<Slug, _> = slug.parse();
        if let Err(error) = &checked {
            require(false, "/slug", &error.to_string());
        }
        require((1..=200).contains(&name.trim().chars().count()), "/name", "1 to 200 characters");
        require(description.chars().count() <= 10_000, "/description", "at most 10,000 characters");
        let plausible = image_url.as_ref().is_none_or(|url| {
            url.len() <= 500
                && (url.starts_with("https://") || (url.starts_with('/') && !url.starts_with("//")))
        });
        require(plausible, "/image_url", "a path of this site or an https address");
        require(
            (0..=1_000_000_000).contains(&price.minor),
            "/price/amount",
            "0 to 1,000,000,000 minor units",
        );
        require(stock <= 1_000_000_000, "/stock", "at most 1,000,000,000 units");
        let (Ok(slug), true) = (checked, errors.is_empty()) else {
            return Err(ApiError::fields(errors));
        };
        Ok(NewProduct {
            id: ProductId(fresh_id()),
            slug,
            name: name.trim().to_owned(),
            description,
            image_url,
            price,
            stock,
            status: status.unwrap_or(ProductStatus::Published),
        })
    }
}

impl From<CreateError> for ApiError {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::SlugTaken => Self::new(Code::SlugTaken, "Another product has this slug."),
            CreateError::Storage(error) => error.into(),
        }
    }
}
