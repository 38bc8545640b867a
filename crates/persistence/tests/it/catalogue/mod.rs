mod prices;
mod tree;
