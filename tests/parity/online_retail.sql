-- UCI Online Retail as plain SQL. Each query stands below the segment it must agree with, and
-- answers with the ids of the members. {source} is the csv.gz, {today} the local date of taken_at.
CREATE TABLE source AS
SELECT InvoiceNo, StockCode, CAST(Quantity AS BIGINT) AS quantity, CAST(UnitPrice AS DECIMAL(18, 3)) AS price,
       CAST(InvoiceDate AS TIMESTAMP) AS placed_at, replace(CustomerID, '.0', '') AS customer, Country AS country
FROM read_csv('{source}', header = true, all_varchar = true);

CREATE TABLE everyone AS SELECT DISTINCT customer FROM source WHERE customer IS NOT NULL;

CREATE TABLE invoices AS
SELECT InvoiceNo AS id, min(customer) AS customer, min(placed_at) AS placed_at, sum(quantity * price) AS total,
       InvoiceNo LIKE 'C%' AS cancelled
FROM source WHERE customer IS NOT NULL GROUP BY InvoiceNo;

CREATE TABLE orders AS SELECT * FROM invoices WHERE NOT cancelled;

CREATE TABLE lines AS
SELECT o.customer, o.id AS "order", o.placed_at, s.StockCode AS product, s.quantity, s.quantity * s.price AS amount
FROM source s JOIN orders o ON o.id = s.InvoiceNo WHERE s.customer IS NOT NULL;

CREATE TABLE totals AS
SELECT e.customer, count(o.id) AS orders, coalesce(sum(o.total), 0) AS spent, avg(o.total) AS average,
       min(o.placed_at) AS first_at, max(o.placed_at) AS last_at
FROM everyone e LEFT JOIN orders o USING (customer) GROUP BY e.customer;

--? number_of_orders >= 10 AND amount_spent > 5000 AND customer_countries CONTAINS 'GB'
SELECT customer FROM totals WHERE orders >= 10 AND spent > 5000
AND customer IN (SELECT customer FROM source WHERE country = 'United Kingdom');

--? number_of_orders = 0
SELECT customer FROM everyone WHERE customer NOT IN (SELECT customer FROM orders);

--? number_of_orders = 1 AND amount_spent >= 500.005
SELECT customer FROM totals WHERE orders = 1 AND spent >= 500.005;

--? amount_spent BETWEEN 100 AND 250.50
SELECT customer FROM totals WHERE spent BETWEEN 100 AND 250.50;

--? NOT (amount_spent > 1000 OR number_of_orders > 3)
SELECT customer FROM totals WHERE NOT (spent > 1000 OR orders > 3);

--? average_order_value < 100
SELECT customer FROM totals WHERE orders > 0 AND spent < 100 * orders;

--? average_order_value IS NULL
SELECT customer FROM totals WHERE orders = 0;

--? first_order_date >= 2011-09-01
SELECT customer FROM totals WHERE first_at >= TIMESTAMP '2011-09-01';

--? last_order_date >= -30d
SELECT customer FROM totals WHERE last_at >= DATE '{today}' - INTERVAL 30 DAY;

--? last_order_date < -6m AND number_of_orders > 1
SELECT customer FROM totals WHERE last_at < DATE '{today}' - INTERVAL 6 MONTH AND orders > 1;

--? days_since_last_order <= 7
SELECT customer FROM totals WHERE date_diff('day', CAST(last_at AS DATE), DATE '{today}') <= 7;

--? last_order_date = 2011-11-17
SELECT customer FROM totals WHERE CAST(last_at AS DATE) = DATE '2011-11-17';

--? orders_placed MATCHES (date = 2011-11-17)
SELECT DISTINCT customer FROM orders WHERE CAST(placed_at AS DATE) = DATE '2011-11-17';

--? orders_placed MATCHES (date BETWEEN 2010-12-01 AND 2010-12-24, count >= 3)
SELECT customer FROM orders WHERE CAST(placed_at AS DATE) BETWEEN DATE '2010-12-01' AND DATE '2010-12-24'
GROUP BY customer HAVING count(*) >= 3;

--? orders_placed MATCHES (amount >= 1000, count >= 2)
SELECT customer FROM orders WHERE total >= 1000 GROUP BY customer HAVING count(*) >= 2;

--? orders_placed NOT MATCHES (date >= -90d)
SELECT customer FROM everyone
WHERE customer NOT IN (SELECT customer FROM orders WHERE placed_at >= DATE '{today}' - INTERVAL 90 DAY);

--? orders_placed MATCHES (date BETWEEN 2011-01-01 AND 2011-06-30, avg_amount BETWEEN 200 AND 400)
SELECT customer FROM orders WHERE CAST(placed_at AS DATE) BETWEEN DATE '2011-01-01' AND DATE '2011-06-30'
GROUP BY customer HAVING sum(total) >= 200 * count(*) AND sum(total) <= 400 * count(*);

--? orders_placed MATCHES (sum_amount < 50)
SELECT customer FROM totals WHERE spent < 50;

--? products_purchased MATCHES (id = '85123A')
SELECT DISTINCT customer FROM lines WHERE product = '85123A';

--? products_purchased MATCHES (id IN ('85123A', 22423, '47566'), count >= 5)
SELECT customer FROM lines WHERE product IN ('85123A', '22423', '47566')
GROUP BY customer HAVING count(DISTINCT "order") >= 5;

--? products_purchased MATCHES (quantity >= 100, date >= 2011-10-01)
SELECT DISTINCT customer FROM lines WHERE quantity >= 100 AND placed_at >= TIMESTAMP '2011-10-01';

--? products_purchased MATCHES (id = 22423, sum_quantity >= 10)
SELECT customer FROM lines WHERE product = '22423' GROUP BY customer HAVING sum(quantity) >= 10;

--? products_purchased NOT MATCHES (id = 22423, count >= 1) AND number_of_orders > 20
SELECT customer FROM totals WHERE orders > 20
AND customer NOT IN (SELECT customer FROM lines WHERE product = '22423');

--? products_purchased MATCHES (distinct_products >= 200)
SELECT customer FROM lines GROUP BY customer HAVING count(DISTINCT product) >= 200;

--? products_purchased MATCHES (date BETWEEN 2011-11-25 AND 2011-11-28, sum_amount > 300.00)
SELECT customer FROM lines WHERE CAST(placed_at AS DATE) BETWEEN DATE '2011-11-25' AND DATE '2011-11-28'
GROUP BY customer HAVING sum(amount) > 300;

--? customer_countries CONTAINS ANY ('DE', 'FR', 'Netherlands') AND number_of_orders >= 2
SELECT customer FROM totals WHERE orders >= 2
AND customer IN (SELECT customer FROM source WHERE country IN ('Germany', 'France', 'Netherlands'));

--? customer_countries NOT CONTAINS 'GB'
SELECT customer FROM everyone
WHERE customer NOT IN (SELECT customer FROM source WHERE country = 'United Kingdom' AND customer IS NOT NULL);
