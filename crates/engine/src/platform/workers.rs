use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;

/// Heavy work, a few pieces at a time, away from the threads that serve requests: a storm of it queues here, and cannot
/// take the processor from purchases.
pub(crate) struct Workers {
    /// Who works.
    workers: Arc<Semaphore>,
    /// Who works or waits.
    places: Arc<Semaphore>,
}

/// Why a piece of work is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotDone {
    /// Too many wait.
    Busy,
    /// The process is stopping.
    Stopped,
}

impl Workers {
    /// One fewer than processors, so that one is always left to the shop.
    pub(crate) fn per_processor(waiting_per_worker: usize) -> Self {
        let processors = available_parallelism().map_or(1, NonZeroUsize::get);
        let workers = processors.saturating_sub(1).max(1);
        Self::new(workers, workers * waiting_per_worker)
    }

    /// So many work while so many wait.
    pub(crate) fn new(workers: usize, waiting: usize) -> Self {
        Self {
            workers: Arc::new(Semaphore::new(workers)),
            places: Arc::new(Semaphore::new(workers + waiting)),
        }
    }

    /// Runs `job` when it is its turn.
    ///
    /// # Errors
    /// [`NotDone::Busy`] at once when too many wait.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| NotDone::Busy)?;
        let worker = Arc::clone(&self.workers).acquire_owned().await.map_err(|_| NotDone::Stopped)?;
        let work = tokio::task::spawn_blocking(move || {
            // A client that went away ends its wait, not the work that has begun: the permits stay until its end.
            let _permits = (place, worker);
            job()
        });
        work.await.map_err(|_| NotDone::Stopped)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const WAITING: usize = 40;

    #[tokio::test]
    async fn too_many_are_sent_away_at_once_and_the_others_are_served() {
        let workers = Arc::new(Workers::new(1, WAITING));
        let (release, gate) = channel::<()>();
        let first = tokio::spawn({
            let workers = Arc::clone(&workers);
            async move { workers.run(move || gate.recv().is_err()).await }
        });
        let waiting: Vec<_> = (0..WAITING)
            .map(|_| {
                let workers = Arc::clone(&workers);
                tokio::spawn(async move { workers.run(|| true).await })
            })
            .collect();
        while workers.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(workers.run(|| true).await, Err(NotDone::Busy));
        drop(release);
        assert!(first.await.unwrap().unwrap());
        for waiting in waiting {
            assert!(waiting.await.unwrap().unwrap());
        }
        assert!(workers.run(|| true).await.unwrap());
    }

    #[tokio::test]
    async fn who_goes_away_leaves_the_worker_to_its_work() {
        let workers = Arc::new(Workers::new(1, WAITING));
        let (release, gate) = channel::<()>();
        let first = tokio::spawn({
            let workers = Arc::clone(&workers);
            async move { workers.run(move || gate.recv().is_err()).await }
        });
        while workers.workers.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!(workers.workers.available_permits(), 0);
        drop(release);
        assert!(workers.run(|| true).await.unwrap());
    }
}
