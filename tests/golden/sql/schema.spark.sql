CREATE TABLE `customers` (
  `id` STRING NOT NULL,
  `created_at` TIMESTAMP_NTZ,
  `email` STRING,
  `email_domain` STRING,
  `first_name` STRING,
  `last_name` STRING,
  `phone` STRING,
  `company_name` STRING,
  `birth_date` DATE,
  `gender` STRING,
  `marital_status` STRING,
  `funnel_stage` STRING,
  `language` STRING,
  `tags` ARRAY<STRING>,
  `groups` ARRAY<STRING>,
  `channels` ARRAY<STRING>,
  `forms` ARRAY<STRING>,
  `email_status` STRING,
  `sms_status` STRING,
  `whatsapp_status` STRING,
  `push_status` STRING,
  `account_status` STRING,
  `company_ids` ARRAY<STRING>,
  `created_by_app_id` STRING,
  `predicted_spend_tier` STRING,
  `rfm_group` STRING,
  `product_subscription_status` STRING,
  `first_interaction_at` TIMESTAMP_NTZ,
  `last_interaction_at` TIMESTAMP_NTZ,
  `amount_spent` DECIMAL(20, 6),
  `number_of_orders` BIGINT,
  `countries` ARRAY<STRING>,
  `regions` ARRAY<STRING>,
  `cities` ARRAY<STRING>,
  `default_country` STRING,
  `default_region` STRING,
  `default_city` STRING
);

CREATE TABLE `orders` (
  `id` STRING NOT NULL,
  `customer_id` STRING NOT NULL,
  `placed_at` TIMESTAMP_NTZ NOT NULL,
  `total` DECIMAL(20, 6),
  `shipping` DECIMAL(20, 6),
  `refunded` DECIMAL(20, 6),
  `status` STRING,
  `financial_status` STRING,
  `cancelled_at` TIMESTAMP_NTZ,
  `deleted_at` TIMESTAMP_NTZ,
  `test` BOOLEAN,
  `country` STRING,
  `channel` STRING,
  `app_id` STRING,
  `location_id` STRING
);

CREATE TABLE `lines` (
  `order_id` STRING NOT NULL,
  `product_id` STRING,
  `variant_id` STRING,
  `quantity` BIGINT,
  `amount` DECIMAL(20, 6)
);

CREATE TABLE `products` (
  `id` STRING NOT NULL,
  `title` STRING,
  `type` STRING,
  `vendor` STRING,
  `department` STRING,
  `tags` ARRAY<STRING>,
  `categories` ARRAY<STRING>
);

CREATE TABLE `checkouts` (
  `id` STRING NOT NULL,
  `customer_id` STRING NOT NULL,
  `started_at` TIMESTAMP_NTZ NOT NULL,
  `completed_at` TIMESTAMP_NTZ,
  `value` DECIMAL(20, 6),
  `quantity` BIGINT,
  `country` STRING
);

CREATE TABLE `events` (
  `customer_id` STRING NOT NULL,
  `kind` STRING NOT NULL,
  `at` TIMESTAMP_NTZ NOT NULL,
  `object_id` STRING,
  `url` STRING,
  `category` STRING,
  `channel` STRING,
  `duration` DECIMAL(20, 6)
);

CREATE TABLE `store_credit` (
  `customer_id` STRING NOT NULL,
  `currency` STRING,
  `balance` DECIMAL(20, 6),
  `next_expiry_date` DATE,
  `last_credit_date` DATE
);
