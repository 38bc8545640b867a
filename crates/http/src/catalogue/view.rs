use doorbuster_domain::catalogue::{Product, ProductStatus};
use doorbuster_domain::platform::Page;
use doorbuster_domain::{Money, ProductId};
use serde::Serialize;

/// A product.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Product)]
pub struct ProductView {
    /// Its id.
    pub id: ProductId,
    /// Its address.
    #[schema(example = "ember-kettle")]
    pub slug: String,
    /// What it is called.
    #[schema(example = "Ember gooseneck kettle")]
    pub name: String,
    /// What it is.
    pub description: String,
    /// Where its picture is.
    #[schema(example = "/demo/ember-kettle.svg")]
    pub image_url: Option<String>,
    /// Gross price of one unit outside sales.
    pub price: Money,
    /// Units in the shop's own stock, those allocated to sales not counted.
    #[schema(example = 250)]
    pub stock: i64,
    /// Where it stands in its life.
    pub status: ProductStatus,
}

/// One page of products.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProductPage)]
pub struct ProductsPage {
    /// The products, newest first.
    pub items: Vec<ProductView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl From<Product> for ProductView {
    fn from(product: Product) -> Self {
        let Product { id, slug, name, description, image_url, price, stock, status, created_at: _ } = product;
        Self { id, slug, name, description, image_url, price, stock, status }
    }
}

impl From<Page<Product>> for ProductsPage {
    fn from(page: Page<Product>) -> Self {
        let Page { items, next } = page.map(ProductView::from);
        Self { items, next_cursor: next.map(|cursor| cursor.to_string()) }
    }
}
