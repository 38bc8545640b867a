use doorbuster_domain::SaleId;
use doorbuster_domain::sales::Candidate;
use doorbuster_persistence::orders::{Batch, buy};
use doorbuster_persistence::{Database, Error, PgConnection};
use futures::future::{BoxFuture, FutureExt};

/// Where lanes find their writers. A shop has one answer, its [`Database`]; the benchmark has another, to see what a
/// purchase costs without one.
pub trait Writers: Send + Sync {
    /// Opens a writer for one lane.
    fn open(&self) -> BoxFuture<'_, Result<Box<dyn Writer>, Error>>;
}

/// What a lane sells through: one batch at a time. The indirection costs one allocation per batch.
pub trait Writer: Send {
    /// Sells a batch, as [`doorbuster_persistence::orders::buy`] says.
    fn sell<'a>(
        &'a mut self,
        sale: SaleId,
        retry: bool,
        candidates: &'a [Candidate],
    ) -> BoxFuture<'a, Result<Batch, Error>>;
}

impl Writers for Database {
    fn open(&self) -> BoxFuture<'_, Result<Box<dyn Writer>, Error>> {
        async {
            let writer: Box<dyn Writer> = Box::new(self.connect_writer().await?);
            Ok(writer)
        }
        .boxed()
    }
}

impl Writer for PgConnection {
    fn sell<'a>(
        &'a mut self,
        sale: SaleId,
        retry: bool,
        candidates: &'a [Candidate],
    ) -> BoxFuture<'a, Result<Batch, Error>> {
        buy(self, sale, retry, candidates).boxed()
    }
}
