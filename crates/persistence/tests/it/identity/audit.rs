//! What accounts promise fires when the data is broken by hand.

use crate::broken::after;

#[tokio::test]
async fn a_book_without_a_default_and_a_job_given_up_without_a_reason_are_seen() {
    let address = "INSERT INTO addresses (id, user_id, name, line1, postal_code, city, country)
        SELECT gen_random_uuid(), id, 'Ada', 'Street 1', '75001', 'Paris', 'FR' FROM users LIMIT 1";
    assert_eq!(after(&[address]).await, ["accounts"]);
    let job = "INSERT INTO jobs (id, payload, attempts, failed_at)
        VALUES (gen_random_uuid(), '{}', 1, clock_timestamp())";
    assert_eq!(after(&[job]).await, ["accounts"]);
}
