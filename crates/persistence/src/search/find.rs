use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::Product;
use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::search::{
    Filter, Place, ProductSearch, Ranking, Relevance, SearchedWord, Sort, Tally, select,
};
use sqlx::PgConnection;

use super::candidates::{Candidates, read_best_sellers};
use super::correct::correct;
use super::discounts::read_discounts;
use super::facets::{FoundFacet, name_facets};
use super::query::Query;
use super::taxa::read_groups;
use super::words::read_words;
use crate::Error;
use crate::catalogue::products::list;

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// One page of products, each with PostgreSQL's time.
    pub page: Page<(Product, DateTime<Utc>), Cursor<Place>>,
    /// The words that were looked for instead of those that nothing has.
    pub corrected: Option<String>,
    /// How many there are, if that was asked.
    pub counted: Option<Counted>,
}

/// How many products a search found, and of which kinds.
#[derive(Clone, Debug)]
pub struct Counted {
    /// All counts.
    pub tally: Tally,
    /// Those of the taxa by name.
    pub facets: Vec<FoundFacet>,
}

/// Finds products. What it costs goes with how many products have the words: one pass over them, whatever the sort and the
/// filters. The page and the counts may be a commit apart.
///
/// # Errors
/// Only the database's.
pub async fn find(
    connection: &mut PgConnection,
    search: &ProductSearch,
    after: Option<&Cursor<Place>>,
    limit: Limit,
) -> Result<Found, Error> {
    let filter = Filter {
        groups: read_groups(connection, &search.filed).await?,
        price: search.price,
        weight: search.weight,
        in_stock: search.in_stock,
        on_sale: search.on_sale,
    };
    let (words, corrected, candidates) = candidates(connection, search, &filter).await?;
    let discounts = read_discounts(connection).await?;
    let ranking = match search.sort {
        Sort::Relevance => Ranking::Relevance(Relevance { words }),
        Sort::Newest => Ranking::Newest,
        Sort::BestSelling => Ranking::BestSelling(read_best_sellers(connection).await?),
        Sort::Price => Ranking::Price,
        Sort::Name => Ranking::Name,
        Sort::Weight => Ranking::Weight,
    };
    let order = (search.sort, search.descending, &ranking);
    let selected = select(candidates.iter(), &filter, &discounts, order, after, limit, search.facets);
    let items = list(connection, &selected.page.items, search.status).await?;
    let counted = match selected.tally {
        None => None,
        Some(tally) => {
            let facets = name_facets(connection, &tally, &search.filed).await?;
            Some(Counted { tally, facets })
        }
    };
    Ok(Found { page: Page { items, next: selected.page.next }, corrected, counted })
}

/// The products that have all words. Where only a page is asked for, the index looks at what they are filed under, too;
/// where facets are to be counted, those are needed that another choice would bring.
async fn candidates(
    connection: &mut PgConnection,
    search: &ProductSearch,
    filter: &Filter,
) -> Result<(Vec<SearchedWord>, Option<String>, Candidates), Error> {
    let groups = if search.facets { &[][..] } else { &filter.groups };
    let named = search.sort.reads_names();
    let Some(text) = &search.text else {
        let query = Query::default().filed(groups);
        let found = Candidates::read(connection, &query, search.status, named).await?;
        return Ok((Vec::new(), None, found));
    };
    let mut words = read_words(connection, text).await?;
    if words.is_empty() {
        // There is nothing in it that could be found.
        words.push(SearchedWord::default());
    }
    let query = Query::words(&words).filed(groups);
    let found = Candidates::read(connection, &query, search.status, named).await?;
    if !found.is_empty() {
        return Ok((words, None, found));
    }
    let corrected = correct(connection, &mut words, search.status).await?;
    if corrected.is_none() {
        return Ok((words, None, found));
    }
    let query = Query::words(&words).filed(groups);
    let found = Candidates::read(connection, &query, search.status, named).await?;
    Ok((words, corrected, found))
}
