mod audit;
mod prices;
mod tree;
