CREATE TABLE `customers` (
  `id` String,
  `created_at` Nullable(DateTime64(0, 'UTC')),
  `email` Nullable(String),
  `email_domain` Nullable(String),
  `first_name` Nullable(String),
  `last_name` Nullable(String),
  `phone` Nullable(String),
  `company_name` Nullable(String),
  `birth_date` Nullable(Date32),
  `gender` Nullable(String),
  `marital_status` Nullable(String),
  `funnel_stage` Nullable(String),
  `language` Nullable(String),
  `tags` Array(String),
  `groups` Array(String),
  `channels` Array(String),
  `forms` Array(String),
  `email_status` Nullable(String),
  `sms_status` Nullable(String),
  `whatsapp_status` Nullable(String),
  `push_status` Nullable(String),
  `account_status` Nullable(String),
  `company_ids` Array(String),
  `created_by_app_id` Nullable(String),
  `predicted_spend_tier` Nullable(String),
  `rfm_group` Nullable(String),
  `product_subscription_status` Nullable(String),
  `first_interaction_at` Nullable(DateTime64(0, 'UTC')),
  `last_interaction_at` Nullable(DateTime64(0, 'UTC')),
  `amount_spent` Nullable(Decimal(20, 6)),
  `number_of_orders` Nullable(Int64),
  `countries` Array(String),
  `regions` Array(String),
  `cities` Array(String),
  `default_country` Nullable(String),
  `default_region` Nullable(String),
  `default_city` Nullable(String)
) ENGINE = MergeTree ORDER BY `id`;

CREATE TABLE `orders` (
  `id` String,
  `customer_id` String,
  `placed_at` DateTime64(0, 'UTC'),
  `total` Nullable(Decimal(20, 6)),
  `shipping` Nullable(Decimal(20, 6)),
  `refunded` Nullable(Decimal(20, 6)),
  `status` Nullable(String),
  `financial_status` Nullable(String),
  `cancelled_at` Nullable(DateTime64(0, 'UTC')),
  `deleted_at` Nullable(DateTime64(0, 'UTC')),
  `test` Nullable(Bool),
  `country` Nullable(String),
  `channel` Nullable(String),
  `app_id` Nullable(String),
  `location_id` Nullable(String)
) ENGINE = MergeTree ORDER BY `id`;

CREATE TABLE `lines` (
  `order_id` String,
  `product_id` Nullable(String),
  `variant_id` Nullable(String),
  `quantity` Nullable(Int64),
  `amount` Nullable(Decimal(20, 6))
) ENGINE = MergeTree ORDER BY `order_id`;

CREATE TABLE `products` (
  `id` String,
  `title` Nullable(String),
  `type` Nullable(String),
  `vendor` Nullable(String),
  `department` Nullable(String),
  `tags` Array(String),
  `categories` Array(String)
) ENGINE = MergeTree ORDER BY `id`;

CREATE TABLE `checkouts` (
  `id` String,
  `customer_id` String,
  `started_at` DateTime64(0, 'UTC'),
  `completed_at` Nullable(DateTime64(0, 'UTC')),
  `value` Nullable(Decimal(20, 6)),
  `quantity` Nullable(Int64),
  `country` Nullable(String)
) ENGINE = MergeTree ORDER BY `id`;

CREATE TABLE `events` (
  `customer_id` String,
  `kind` String,
  `at` DateTime64(0, 'UTC'),
  `object_id` Nullable(String),
  `url` Nullable(String),
  `category` Nullable(String),
  `channel` Nullable(String),
  `duration` Nullable(Decimal(20, 6))
) ENGINE = MergeTree ORDER BY `customer_id`;

CREATE TABLE `store_credit` (
  `customer_id` String,
  `currency` Nullable(String),
  `balance` Nullable(Decimal(20, 6)),
  `next_expiry_date` Nullable(Date32),
  `last_credit_date` Nullable(Date32)
) ENGINE = MergeTree ORDER BY `customer_id`;
