use std::collections::HashMap;

use doorbuster_domain::catalogue::ProductStatus;
use doorbuster_domain::search::Candidate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::query::Query;
use crate::Error;

/// No search looks at more products than this. A shop that has more needs another engine: see ARCHITECTURE.md.
const MOST_CANDIDATES: i64 = 500_000;

/// What the index has to say about some products, in one piece: see `product_search.packed`.
pub(super) struct Candidates {
    packed: Vec<u8>,
    named: bool,
}

impl Candidates {
    /// Reads what the query finds, with names if they are needed.
    pub(super) async fn read(
        connection: &mut PgConnection,
        query: &Query,
        status: ProductStatus,
        named: bool,
    ) -> Result<Self, Error> {
        // A product's name follows it: its length in two bytes, then its bytes. Rows of their own would cost more to read
        // than to find. Each of the two is planned for what it is asked.
        macro_rules! read_packed {
            ($condition:tt $(, $argument:expr)?) => {
                sqlx::query_scalar!(
                    "SELECT string_agg(CASE WHEN $2 THEN found.packed
                         || int2send(octet_length(convert_to(found.folded_name, 'UTF8'))::smallint)
                         || convert_to(found.folded_name, 'UTF8') ELSE found.packed END, '')
                     FROM (SELECT s.packed, s.folded_name FROM product_search s WHERE s.status = $1 " + $condition
                        + " LIMIT $3) found",
                    status.as_str(),
                    named,
                    MOST_CANDIDATES,
                    $($argument)?
                )
                .persistent(false)
                .fetch_one(connection)
                .await?
            };
        }
        let packed = match query.text() {
            Some(text) => read_packed!("AND s.words @@ $4::text::tsquery", text),
            None => read_packed!(""),
        };
        Ok(Self { packed: packed.unwrap_or_default(), named })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Candidate<'_>> {
        let mut rest = Rest(&self.packed);
        std::iter::from_fn(move || rest.candidate(self.named))
    }
}

/// What is yet to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    /// The next one; none at the end.
    fn candidate(&mut self, named: bool) -> Option<Candidate<'a>> {
        let id = Uuid::from_bytes(*self.take()?);
        let list_minor = i64::from_be_bytes(*self.take()?);
        let weight_grams = i64::from(i32::from_be_bytes(*self.take()?));
        let shown_at = i64::from_be_bytes(*self.take()?);
        let [in_stock, many] = *self.take()?;
        let (facets, _) = self.take_many(usize::from(many) * 4)?.as_chunks::<4>();
        let name = if named {
            let length = usize::from(u16::from_be_bytes(*self.take()?));
            self.take_many(length)?
        } else {
            &[]
        };
        Some(Candidate { id, list_minor, weight_grams, shown_at, in_stock: in_stock != 0, facets, name })
    }

    fn take<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(first)
    }

    fn take_many(&mut self, many: usize) -> Option<&'a [u8]> {
        let (first, rest) = self.0.split_at_checked(many)?;
        self.0 = rest;
        Some(first)
    }
}

/// How many units of each product were sold lately; those who sold none are left out.
pub(super) async fn read_best_sellers(connection: &mut PgConnection) -> Result<HashMap<Uuid, i64>, Error> {
    let packed = sqlx::query_scalar!(
        "SELECT string_agg(uuid_send(product_id) || int8send(units), '') FROM best_sellers"
    )
    .fetch_one(connection)
    .await?
    .unwrap_or_default();
    let mut rest = Rest(&packed);
    let mut units = HashMap::new();
    while let (Some(id), Some(sold)) = (rest.take(), rest.take()) {
        units.insert(Uuid::from_bytes(*id), i64::from_be_bytes(*sold));
    }
    Ok(units)
}
