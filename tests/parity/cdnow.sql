-- CDNOW purchases as plain SQL: every row of the file is one order. {source} is the text file,
-- {today} the local date of taken_at.
CREATE TABLE orders AS
SELECT parts[1] AS customer, CAST(strptime(parts[2], '%Y%m%d') AS DATE) AS day,
       CAST(parts[3] AS BIGINT) AS disks, CAST(parts[4] AS DECIMAL(18, 2)) AS total
FROM (SELECT regexp_split_to_array(trim(line), '\s+') AS parts
      FROM read_csv('{source}', header = false, skip = 1, delim = '\x01', quote = '', columns = {'line': 'VARCHAR'}));

CREATE TABLE totals AS
SELECT customer, count(*) AS orders, sum(total) AS spent, min(day) AS first_day, max(day) AS last_day
FROM orders GROUP BY customer;

--? number_of_orders >= 2
SELECT customer FROM totals WHERE orders >= 2;

--? number_of_orders BETWEEN 5 AND 9
SELECT customer FROM totals WHERE orders BETWEEN 5 AND 9;

--? amount_spent = 0
SELECT customer FROM totals WHERE spent = 0;

--? amount_spent > 100.005 AND NOT number_of_orders > 3
SELECT customer FROM totals WHERE spent > 100.005 AND orders <= 3;

--? amount_spent >= 1000 OR number_of_orders >= 30
SELECT customer FROM totals WHERE spent >= 1000 OR orders >= 30;

--? first_order_date = 1997-02-14
SELECT customer FROM totals WHERE first_day = DATE '1997-02-14';

--? first_order_date BETWEEN 1997-01-01 AND 1997-01-31
SELECT customer FROM totals WHERE first_day BETWEEN DATE '1997-01-01' AND DATE '1997-01-31';

--? last_order_date > -30d
SELECT customer FROM totals WHERE last_day > DATE '{today}' - 30;

--? last_order_date >= -30d
SELECT customer FROM totals WHERE last_day >= DATE '{today}' - 30;

--? last_order_date < -12m
SELECT customer FROM totals WHERE last_day < DATE '{today}' - INTERVAL 12 MONTH;

--? days_since_last_order BETWEEN 100 AND 200
SELECT customer FROM totals WHERE DATE '{today}' - last_day BETWEEN 100 AND 200;

--? average_order_value >= 50
SELECT customer FROM totals WHERE spent >= 50 * orders;

--? orders_placed MATCHES (amount = 0)
SELECT DISTINCT customer FROM orders WHERE total = 0;

--? orders_placed MATCHES (date = 1997-06-01, count >= 2)
SELECT customer FROM orders WHERE day = DATE '1997-06-01' GROUP BY customer HAVING count(*) >= 2;

--? orders_placed MATCHES (date BETWEEN 1997-07-01 AND 1997-12-31, max_amount > 100, min_amount < 20)
SELECT customer FROM orders WHERE day BETWEEN DATE '1997-07-01' AND DATE '1997-12-31'
GROUP BY customer HAVING max(total) > 100 AND min(total) < 20;

--? orders_placed NOT MATCHES (date > -6m) AND number_of_orders >= 5
SELECT customer FROM totals WHERE orders >= 5
AND customer NOT IN (SELECT customer FROM orders WHERE day > DATE '{today}' - INTERVAL 6 MONTH);

--? orders_placed MATCHES (date >= -3m, count = 0)
SELECT customer FROM totals
WHERE customer NOT IN (SELECT customer FROM orders WHERE day >= DATE '{today}' - INTERVAL 3 MONTH);
