use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use super::IdentityError;
use crate::platform::{NotDone, Workers};

/// The hash of no password, with the parameters of every other: verified when there is no account, so that an unknown
/// e-mail takes as long as a wrong password.
pub(super) const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bjmRBVFS8t1P8EADvp1p/A$E2HkG1ynEzpTkFa/FRblL3cSA2fbCG/1R5mflbpyoMU";

/// How many may wait per worker: at 45 ms each, the last one waits for two seconds.
const WAITING_PER_WORKER: usize = 40;

/// Hashes and verifies passwords, few at a time: a storm of sign-ins queues here.
pub(super) struct Passwords(Workers);

impl Passwords {
    pub(super) fn new() -> Self {
        Self(Workers::per_processor(WAITING_PER_WORKER))
    }

    /// Runs `job` when it is its turn.
    ///
    /// # Errors
    /// [`IdentityError::Busy`] at once when too many wait.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, IdentityError> {
        self.0.run(job).await.map_err(|error| match error {
            NotDone::Busy => IdentityError::Busy { retry_after: Duration::from_secs(2) },
            NotDone::Stopped => IdentityError::Stopped,
        })
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
}
