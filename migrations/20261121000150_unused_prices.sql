-- Lists are sorted and filtered by price in `domain::search` now: nothing asks these any more.
DROP FUNCTION discounted_products(timestamptz);
DROP FUNCTION discounted_price(bigint, integer);
