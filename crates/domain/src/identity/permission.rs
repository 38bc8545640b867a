use serde::{Deserialize, Serialize};

/// What an account is for. Handlers never ask for it: they ask for a [`Permission`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Buys.
    Customer,
    /// Runs the shop.
    Staff,
    /// Runs the shop and its staff.
    Admin,
}

/// One thing that somebody may do. `noun:verb`, as shown in the API document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Place orders and see, pay and cancel one's own.
    OrdersPlace,
    /// Create sales and steer them.
    SalesManage,
    /// See every order, with its customer and what the staff wrote about it.
    OrdersReadAny,
    /// Pack, ship and deliver orders, call them off, and write notes about them.
    OrdersFulfil,
    /// Give money back, and decide about returns.
    OrdersRefund,
    /// Create, edit and archive products and all that describes them, and move their stock.
    CatalogueManage,
    /// Read what customers say about products before everybody does, publish it or reject it.
    ReviewsModerate,
    /// Say which other systems are told of every order, and hold the secrets by which they know the shop.
    WebhooksManage,
}

/// The text names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a role is customer, staff or admin")]
pub struct UnknownRole;

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Staff, Self::Admin];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::Admin => "admin",
        }
    }

    /// What the role may do. Staff buy too: they are people.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::{
            CatalogueManage, OrdersFulfil, OrdersPlace, OrdersReadAny, OrdersRefund, ReviewsModerate,
            SalesManage, WebhooksManage,
        };
        match self {
            Self::Customer => &[OrdersPlace],
            Self::Staff => &[
                OrdersPlace,
                OrdersReadAny,
                OrdersFulfil,
                OrdersRefund,
                SalesManage,
                CatalogueManage,
                ReviewsModerate,
            ],
            // An endpoint carries every order out of the shop: that is for who answers for the shop's systems.
            Self::Admin => &[
                OrdersPlace,
                OrdersReadAny,
                OrdersFulfil,
                OrdersRefund,
                SalesManage,
                CatalogueManage,
                ReviewsModerate,
                WebhooksManage,
            ],
        }
    }

    /// Whether the role holds `permission`.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

impl std::str::FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

impl Permission {
    /// As in the API document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OrdersPlace => "orders:place",
            Self::OrdersReadAny => "orders:read_any",
            Self::OrdersFulfil => "orders:fulfil",
            Self::OrdersRefund => "orders:refund",
            Self::SalesManage => "sales:manage",
            Self::CatalogueManage => "catalogue:manage",
            Self::ReviewsModerate => "reviews:moderate",
            Self::WebhooksManage => "webhooks:manage",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_hold_nothing_of_the_staff() {
        assert!(!Role::Customer.may(Permission::SalesManage));
        assert!(!Role::Customer.may(Permission::CatalogueManage));
        assert!(!Role::Customer.may(Permission::ReviewsModerate));
        for orders in [Permission::OrdersReadAny, Permission::OrdersFulfil, Permission::OrdersRefund] {
            assert!(!Role::Customer.may(orders) && Role::Staff.may(orders));
        }
        assert!(Role::Staff.may(Permission::SalesManage));
    }

    #[test]
    fn an_admin_may_whatever_the_staff_may_and_more() {
        for permission in Role::Staff.permissions() {
            assert!(Role::Admin.may(*permission), "{permission:?}");
        }
        assert!(Role::Admin.may(Permission::WebhooksManage) && !Role::Staff.may(Permission::WebhooksManage));
    }

    #[test]
    fn roles_read_back() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!("root".parse::<Role>(), Err(UnknownRole));
    }
}
