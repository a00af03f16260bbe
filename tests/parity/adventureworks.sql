-- AdventureWorks as plain SQL: orders are the sales rows of one order number, worth quantity ×
-- list price. {folder} holds the csv files, {today} is the local date of taken_at.
CREATE TABLE customers AS
SELECT CustomerKey AS customer, CAST(strptime(BirthDate, '%m/%d/%Y') AS DATE) AS born, Gender AS gender,
       MaritalStatus AS marital, lower(split_part(EmailAddress, '@', 2)) AS domain, FirstName AS first_name
FROM read_csv('{folder}/AdventureWorks_Customers.csv', header = true, all_varchar = true);

CREATE TABLE products AS
SELECT ProductKey AS product, CAST(ProductPrice AS DECIMAL(18, 4)) AS price, SubcategoryName AS subcategory,
       CategoryName AS category
FROM read_csv('{folder}/AdventureWorks_Products.csv', header = true, all_varchar = true)
LEFT JOIN read_csv('{folder}/AdventureWorks_Product_Subcategories.csv', header = true, all_varchar = true)
  USING (ProductSubcategoryKey)
LEFT JOIN read_csv('{folder}/AdventureWorks_Product_Categories.csv', header = true, all_varchar = true)
  USING (ProductCategoryKey);

-- Two order numbers have lines of two customers: the first line's customer owns the order.
CREATE TABLE sales AS
SELECT *, first_value(CustomerKey) OVER (PARTITION BY OrderNumber ORDER BY position) AS customer
FROM (SELECT *, row_number() OVER () AS position
      FROM read_csv('{folder}/AdventureWorks_Sales_201*.csv', header = true, all_varchar = true));

CREATE TABLE lines AS
SELECT customer, OrderNumber AS "order", CAST(strptime(OrderDate, '%m/%d/%Y') AS DATE) AS day,
       ProductKey AS product, CAST(OrderQuantity AS BIGINT) AS quantity, quantity * price AS amount, category, subcategory
FROM sales
LEFT JOIN products ON product = ProductKey;

CREATE TABLE orders AS
SELECT "order", min(customer) AS customer, min(day) AS day, sum(amount) AS total FROM lines GROUP BY "order";

CREATE TABLE totals AS
SELECT c.customer, count(o.order) AS orders, coalesce(sum(o.total), 0) AS spent, max(o.day) AS last_day
FROM customers c LEFT JOIN orders o USING (customer) GROUP BY c.customer;

--? number_of_orders = 0
SELECT customer FROM totals WHERE orders = 0;

--? number_of_orders >= 3 AND amount_spent > 7500.1234
SELECT customer FROM totals WHERE orders >= 3 AND spent > 7500.1234;

--? birth_date < 1940-01-01
SELECT customer FROM customers WHERE born < DATE '1940-01-01';

--? age BETWEEN 40 AND 49
SELECT customer FROM customers WHERE date_sub('year', born, DATE '{today}') BETWEEN 40 AND 49;

--? gender = 'F' AND marital_status = 'S'
SELECT customer FROM customers WHERE gender = 'F' AND marital = 'S';

--? gender != 'M'
SELECT customer FROM customers WHERE gender IS DISTINCT FROM 'M';

--? gender IN ('NA', 'F') AND number_of_orders > 1
SELECT customer FROM customers JOIN totals USING (customer) WHERE gender IN ('NA', 'F') AND orders > 1;

--? customer_email_domain = 'adventure-works.com' AND number_of_orders = 5
SELECT customer FROM customers JOIN totals USING (customer) WHERE domain = 'adventure-works.com' AND orders = 5;

--? first_name STARTS WITH 'KAT' AND NOT first_name ENDS WITH 'E'
SELECT customer FROM customers WHERE first_name LIKE 'KAT%' AND first_name NOT LIKE '%E';

--? anniversary('birth_date') = today
SELECT customer FROM customers
WHERE month(born) = month(DATE '{today}') AND day(born) = day(DATE '{today}');

--? anniversary('birth_date') BETWEEN 2019-12-20 AND 2020-01-10
SELECT customer FROM customers WHERE strftime(born, '%m-%d') >= '12-20' OR strftime(born, '%m-%d') <= '01-10';

--? products_purchased MATCHES (category = 'bikes')
SELECT DISTINCT customer FROM lines WHERE category = 'Bikes';

--? products_purchased MATCHES (category = 'Mountain Bikes', count >= 2)
SELECT customer FROM lines WHERE subcategory = 'Mountain Bikes' GROUP BY customer HAVING count(DISTINCT "order") >= 2;

--? products_purchased MATCHES (category = 'Accessories > Helmets', date >= 2019-01-01)
SELECT DISTINCT customer FROM lines
WHERE category = 'Accessories' AND subcategory = 'Helmets' AND day >= DATE '2019-01-01';

--? products_purchased NOT MATCHES (category = 'Clothing') AND products_purchased MATCHES (category = 'Accessories')
SELECT DISTINCT customer FROM lines WHERE category = 'Accessories'
AND customer NOT IN (SELECT customer FROM lines WHERE category = 'Clothing');

--? products_purchased MATCHES (category = 'Accessories', sum_quantity > 10)
SELECT customer FROM lines WHERE category = 'Accessories' GROUP BY customer HAVING sum(quantity) > 10;

--? products_purchased MATCHES (category = 'Clothing', sum_amount BETWEEN 50.00 AND 75.50)
SELECT customer FROM lines WHERE category = 'Clothing' GROUP BY customer HAVING sum(amount) BETWEEN 50 AND 75.5;

--? products_purchased MATCHES (quantity >= 3)
SELECT DISTINCT customer FROM lines WHERE quantity >= 3;

--? orders_placed MATCHES (date BETWEEN 2018-12-01 AND 2018-12-31, amount > 2000)
SELECT DISTINCT customer FROM orders WHERE day BETWEEN DATE '2018-12-01' AND DATE '2018-12-31' AND total > 2000;

--? last_order_date < -1y AND number_of_orders > 1
SELECT customer FROM totals WHERE last_day < DATE '{today}' - INTERVAL 1 YEAR AND orders > 1;

--? orders_placed MATCHES (max_amount >= 3500)
SELECT customer FROM orders GROUP BY customer HAVING max(total) >= 3500;
