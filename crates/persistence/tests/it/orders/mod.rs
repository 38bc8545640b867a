mod audit;
mod buy;
