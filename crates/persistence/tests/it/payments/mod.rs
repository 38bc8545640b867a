mod audit;
mod claim;
