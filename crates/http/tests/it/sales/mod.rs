mod board;
mod create_sale;
mod get_sale;
mod list_sales;
