use std::time::Duration;

use doorbuster_domain::identity::Role;
use doorbuster_persistence::identity::hold_role;
use doorbuster_testkit::Shop;
use tokio::time::timeout;

use super::execute;

#[tokio::test]
async fn the_role_is_what_the_database_says_now() {
    let shop = Shop::start().await;
    let ada = shop.person(Role::Staff).await;
    let role = async || {
        let mut work = shop.engine.database.begin_work().await.unwrap();
        hold_role(&mut work, ada.id).await.unwrap()
    };
    assert_eq!(role().await, Some(Role::Staff));
    execute(&shop, "UPDATE users SET role = 'customer'").await;
    assert_eq!(role().await, Some(Role::Customer));
    execute(&shop, "UPDATE users SET disabled_at = now()").await;
    assert_eq!(role().await, None);
}

#[tokio::test]
async fn it_stays_so_until_the_end_of_the_work() {
    let shop = Shop::start().await;
    let ada = shop.person(Role::Staff).await;
    let mut work = shop.engine.database.begin_work().await.unwrap();
    assert_eq!(hold_role(&mut work, ada.id).await.unwrap(), Some(Role::Staff));
    let mut other = shop.engine.database.begin_work().await.unwrap();
    assert_eq!(hold_role(&mut other, ada.id).await.unwrap(), Some(Role::Staff), "others may hold it too");
    drop(other);

    let demotion = execute(&shop, "UPDATE users SET role = 'customer'");
    tokio::pin!(demotion);
    assert!(timeout(Duration::from_millis(300), &mut demotion).await.is_err(), "it must wait");
    work.commit().await.unwrap();
    assert_eq!(demotion.await, 1);
}
