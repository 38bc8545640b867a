use chrono::{DateTime, Utc};
use doorbuster_domain::orders::OrderNumber;
use doorbuster_domain::platform::Page;
use doorbuster_domain::reviews::{
    NewReview, OwnReviews, PublishedReview, Rating, Review, ReviewStatus, Reviewable, byline,
};
use doorbuster_domain::{OrderId, ProductId, ReviewId};
use serde::Serialize;

/// How a product is rated, counted from its published reviews.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Rating)]
pub(crate) struct RatingView {
    /// 1 to 5 with two decimals; null while there is no review.
    #[schema(example = 4.33, minimum = 1, maximum = 5)]
    average: Option<f64>,
    /// How many reviews.
    #[schema(example = 12)]
    count: u64,
    /// How many give one star, two, three, four and five.
    #[schema(example = json!([0, 1, 0, 4, 7]))]
    stars: [u32; 5],
}

/// A review as its author and the staff see it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Review)]
pub(super) struct ReviewView {
    /// Its id.
    id: ReviewId,
    /// What it is about.
    product_id: ProductId,
    /// The address of that product.
    #[schema(example = "ember-kettle")]
    product_slug: String,
    /// What that product is called.
    #[schema(example = "Ember gooseneck kettle")]
    product_name: String,
    /// The order in which it was bought.
    order_id: OrderId,
    /// 1 to 5.
    #[schema(example = 5)]
    stars: u8,
    /// In a few words; may be empty.
    #[schema(example = "Pours slowly")]
    title: String,
    /// At length; may be empty. Plain text: markup is shown, not followed.
    text: String,
    /// First name and initial of its author; null when they never said.
    #[schema(example = "Ada L.")]
    author: Option<String>,
    /// Where it stands.
    status: ReviewStatus,
    /// Why it was rejected.
    reason: Option<String>,
    /// When it was written or last changed.
    written_at: DateTime<Utc>,
    /// When staff decided about it.
    moderated_at: Option<DateTime<Utc>>,
    /// Counts its changes, those of the staff too; in quotes it is the review's `ETag`.
    #[schema(example = 1)]
    version: i64,
}

/// One page of reviews.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ReviewPage)]
pub(super) struct ReviewsPage {
    /// The reviews.
    items: Vec<ReviewView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

/// A review as everybody reads it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = PublishedReview)]
pub(super) struct PublishedReviewView {
    /// Its id.
    id: ReviewId,
    /// 1 to 5.
    #[schema(example = 5)]
    stars: u8,
    /// In a few words; may be empty.
    #[schema(example = "Pours slowly")]
    title: String,
    /// At length; may be empty. Plain text: markup is shown, not followed.
    text: String,
    /// First name and initial of its author; null when they never said.
    #[schema(example = "Ada L.")]
    author: Option<String>,
    /// When it was written or last changed.
    written_at: DateTime<Utc>,
}

/// One page of what everybody reads.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = PublishedReviewPage)]
pub(super) struct PublishedReviewsPage {
    /// The reviews, newest first.
    items: Vec<PublishedReviewView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

/// What one has said about a product, and what one may say yet.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OwnReviews)]
pub(super) struct OwnReviewsView {
    /// One's reviews, newest first, at most 20.
    items: Vec<ReviewView>,
    /// One's delivered orders of it without a review, newest first, at most 20.
    reviewable: Vec<ReviewableView>,
}

/// An order that may be reviewed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Reviewable)]
pub(super) struct ReviewableView {
    /// The order.
    order_id: OrderId,
    /// Its number, for people.
    #[schema(example = "K3F9-2M7Q-XW4T")]
    number: String,
    /// When it was placed.
    ordered_at: DateTime<Utc>,
}

impl From<Rating> for RatingView {
    fn from(rating: Rating) -> Self {
        let average = rating.average_hundredths().map(|average| f64::from(average) / 100.0);
        Self { average, count: rating.count(), stars: rating.stars }
    }
}

impl From<Review> for ReviewView {
    fn from(review: Review) -> Self {
        let Review {
            id,
            order_id,
            product_id,
            product_slug,
            product_name,
            user_id: _,
            author,
            said: NewReview { stars, title, text },
            status,
            reason,
            written_at,
            moderated_at,
            version,
        } = review;
        Self {
            id,
            product_id,
            product_slug,
            product_name,
            order_id,
            stars,
            title,
            text,
            author: author.as_deref().map(byline),
            status,
            reason,
            written_at,
            moderated_at,
            version,
        }
    }
}

impl From<PublishedReview> for PublishedReviewView {
    fn from(review: PublishedReview) -> Self {
        let PublishedReview { id, author, said: NewReview { stars, title, text }, written_at } = review;
        Self { id, stars, title, text, author: author.as_deref().map(byline), written_at }
    }
}

impl From<OwnReviews> for OwnReviewsView {
    fn from(own: OwnReviews) -> Self {
        let OwnReviews { reviews, reviewable } = own;
        let reviewable = reviewable.into_iter().map(|Reviewable { order_id, ordered_at }| {
            let number = OrderNumber::from(order_id).to_string();
            ReviewableView { order_id, number, ordered_at }
        });
        Self { items: reviews.into_iter().map(ReviewView::from).collect(), reviewable: reviewable.collect() }
    }
}

impl From<Page<Review, String>> for ReviewsPage {
    fn from(page: Page<Review, String>) -> Self {
        let Page { items, next } = page.map(ReviewView::from);
        Self { items, next_cursor: next }
    }
}

impl From<Page<PublishedReview, String>> for PublishedReviewsPage {
    fn from(page: Page<PublishedReview, String>) -> Self {
        let Page { items, next } = page.map(PublishedReviewView::from);
        Self { items, next_cursor: next }
    }
}
