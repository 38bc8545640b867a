use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use super::IdentityError;

/// The hash of no password, with the parameters of every other: verified when there is no account, so that an unknown
/// e-mail takes as long as a wrong password.
pub(super) const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bjmRBVFS8t1P8EADvp1p/A$E2HkG1ynEzpTkFa/FRblL3cSA2fbCG/1R5mflbpyoMU";

/// How many may wait per worker: at 45 ms each, the last one waits for two seconds.
const WAITING_PER_WORKER: usize = 40;

/// Hashes and verifies passwords, few at a time, away from the threads that serve requests: a storm of sign-ins
/// queues here, and cannot take the processor from purchases.
pub(super) struct Passwords {
    /// Who works. One fewer than processors, so that one is always left to the shop.
    workers: Arc<Semaphore>,
    /// Who works or waits.
    places: Arc<Semaphore>,
}

impl Passwords {
    pub(super) fn new() -> Self {
        let processors = available_parallelism().map_or(1, NonZeroUsize::get);
        Self::with_workers(processors.saturating_sub(1).max(1))
    }

    fn with_workers(workers: usize) -> Self {
        Self {
            workers: Arc::new(Semaphore::new(workers)),
            places: Arc::new(Semaphore::new(workers * (1 + WAITING_PER_WORKER))),
        }
    }

    /// Runs `job` when it is its turn.
    ///
    /// # Errors
    /// [`IdentityError::Busy`] at once when too many wait.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, IdentityError> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| IdentityError::Busy { retry_after: Duration::from_secs(2) })?;
        let worker = Arc::clone(&self.workers).acquire_owned().await.map_err(|_| IdentityError::Stopped)?;
        let work = tokio::task::spawn_blocking(move || {
            // A client that went away ends its wait, not the work that has begun: the permits stay until its end.
            let _permits = (place, worker);
            job()
        });
        work.await.map_err(|_| IdentityError::Stopped)
    }
}

/// The password as a PHC string.
///
/// # Errors
/// Only when the system gives no randomness or memory.
pub(super) fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    let hash: PasswordHash = argon2()?.hash_password(password.as_bytes())?;
    Ok(hash.to_string())
}

/// Whether `password` made `hash`. A hash that cannot be read fits no password.
pub(super) fn fits(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else {
        return false;
    };
    // The parameters are those of the hash.
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

/// Argon2id with 19 MiB, two passes, one lane: the first choice of OWASP's Password Storage Cheat Sheet.
fn argon2() -> Result<Argon2<'static>, argon2::Error> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None)?))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn a_hash_fits_its_password_only() {
        let first = hash("velvet-anchor-quarry").unwrap();
        let second = hash("velvet-anchor-quarry").unwrap();
        assert_ne!(first, second, "salted");
        assert!(fits("velvet-anchor-quarry", &first));
        assert!(!fits("velvet-anchor-quarrz", &first));
        assert!(!fits("", &first));
        assert!(!fits("velvet-anchor-quarry", "not a hash"));
    }

    #[test]
    fn nobody_costs_what_everybody_costs() {
        let real = hash("velvet-anchor-quarry").unwrap();
        let (real, nobody) = (PasswordHash::new(&real).unwrap(), PasswordHash::new(NOBODY).unwrap());
        assert_eq!(real.algorithm, nobody.algorithm);
        assert_eq!(real.version, nobody.version);
        assert_eq!(real.params, nobody.params);
        assert_eq!(real.hash.unwrap().len(), nobody.hash.unwrap().len());
        assert!(!fits("velvet-anchor-quarry", NOBODY));
    }

    #[tokio::test]
    async fn too_many_are_sent_away_at_once_and_the_others_are_served() {
        let passwords = Arc::new(Passwords::with_workers(1));
        let (release, gate) = channel::<()>();
        let first = tokio::spawn({
            let passwords = Arc::clone(&passwords);
            async move { passwords.run(move || gate.recv().is_err()).await }
        });
        let waiting: Vec<_> = (0..WAITING_PER_WORKER)
            .map(|_| {
                let passwords = Arc::clone(&passwords);
                tokio::spawn(async move { passwords.run(|| true).await })
            })
            .collect();
        while passwords.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = passwords.run(|| true).await;
        assert!(matches!(refused, Err(IdentityError::Busy { .. })), "{refused:?}");
        drop(release);
        assert!(first.await.unwrap().unwrap());
        for waiting in waiting {
            assert!(waiting.await.unwrap().unwrap());
        }
        assert!(passwords.run(|| true).await.unwrap());
    }

    #[tokio::test]
    async fn who_goes_away_leaves_the_worker_to_its_work() {
        let passwords = Arc::new(Passwords::with_workers(1));
        let (release, gate) = channel::<()>();
        let first = tokio::spawn({
            let passwords = Arc::clone(&passwords);
            async move { passwords.run(move || gate.recv().is_err()).await }
        });
        while passwords.workers.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!(passwords.workers.available_permits(), 0);
        drop(release);
        assert!(passwords.run(|| true).await.unwrap());
    }
}
