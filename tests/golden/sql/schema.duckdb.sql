CREATE TABLE "customers" (
  "id" VARCHAR NOT NULL,
  "created_at" TIMESTAMP,
  "email" VARCHAR,
  "email_domain" VARCHAR,
  "first_name" VARCHAR,
  "last_name" VARCHAR,
  "phone" VARCHAR,
  "company_name" VARCHAR,
  "birth_date" DATE,
  "gender" VARCHAR,
  "marital_status" VARCHAR,
  "funnel_stage" VARCHAR,
  "language" VARCHAR,
  "tags" VARCHAR[],
  "groups" VARCHAR[],
  "channels" VARCHAR[],
  "forms" VARCHAR[],
  "email_status" VARCHAR,
  "sms_status" VARCHAR,
  "whatsapp_status" VARCHAR,
  "push_status" VARCHAR,
  "account_status" VARCHAR,
  "company_ids" VARCHAR[],
  "created_by_app_id" VARCHAR,
  "predicted_spend_tier" VARCHAR,
  "rfm_group" VARCHAR,
  "product_subscription_status" VARCHAR,
  "first_interaction_at" TIMESTAMP,
  "last_interaction_at" TIMESTAMP,
  "amount_spent" DECIMAL(20, 6),
  "number_of_orders" BIGINT,
  "countries" VARCHAR[],
  "regions" VARCHAR[],
  "cities" VARCHAR[],
  "default_country" VARCHAR,
  "default_region" VARCHAR,
  "default_city" VARCHAR
);

CREATE TABLE "orders" (
  "id" VARCHAR NOT NULL,
  "customer_id" VARCHAR NOT NULL,
  "placed_at" TIMESTAMP NOT NULL,
  "total" DECIMAL(20, 6),
  "shipping" DECIMAL(20, 6),
  "refunded" DECIMAL(20, 6),
  "status" VARCHAR,
  "financial_status" VARCHAR,
  "cancelled_at" TIMESTAMP,
  "deleted_at" TIMESTAMP,
  "test" BOOLEAN,
  "country" VARCHAR,
  "channel" VARCHAR,
  "app_id" VARCHAR,
  "location_id" VARCHAR
);

CREATE TABLE "lines" (
  "order_id" VARCHAR NOT NULL,
  "product_id" VARCHAR,
  "variant_id" VARCHAR,
  "quantity" BIGINT,
  "amount" DECIMAL(20, 6)
);

CREATE TABLE "products" (
  "id" VARCHAR NOT NULL,
  "title" VARCHAR,
  "type" VARCHAR,
  "vendor" VARCHAR,
  "department" VARCHAR,
  "tags" VARCHAR[],
  "categories" VARCHAR[]
);

CREATE TABLE "checkouts" (
  "id" VARCHAR NOT NULL,
  "customer_id" VARCHAR NOT NULL,
  "started_at" TIMESTAMP NOT NULL,
  "completed_at" TIMESTAMP,
  "value" DECIMAL(20, 6),
  "quantity" BIGINT,
  "country" VARCHAR
);

CREATE TABLE "events" (
  "customer_id" VARCHAR NOT NULL,
  "kind" VARCHAR NOT NULL,
  "at" TIMESTAMP NOT NULL,
  "object_id" VARCHAR,
  "url" VARCHAR,
  "category" VARCHAR,
  "channel" VARCHAR,
  "duration" DECIMAL(20, 6)
);

CREATE TABLE "store_credit" (
  "customer_id" VARCHAR NOT NULL,
  "currency" VARCHAR,
  "balance" DECIMAL(20, 6),
  "next_expiry_date" DATE,
  "last_credit_date" DATE
);
