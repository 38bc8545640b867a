mod board;
mod create_sale;
mod get_sale;
mod list_sales;
mod steer;
mod steering_races;
mod update_sale;
mod watch_sale;
