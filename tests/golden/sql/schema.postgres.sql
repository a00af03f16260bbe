CREATE TABLE "customers" (
  "id" text NOT NULL,
  "created_at" TIMESTAMP,
  "email" text,
  "email_domain" text,
  "first_name" text,
  "last_name" text,
  "phone" text,
  "company_name" text,
  "birth_date" DATE,
  "gender" text,
  "marital_status" text,
  "funnel_stage" text,
  "language" text,
  "tags" text[],
  "groups" text[],
  "channels" text[],
  "forms" text[],
  "email_status" text,
  "sms_status" text,
  "whatsapp_status" text,
  "push_status" text,
  "account_status" text,
  "company_ids" text[],
  "created_by_app_id" text,
  "predicted_spend_tier" text,
  "rfm_group" text,
  "product_subscription_status" text,
  "first_interaction_at" TIMESTAMP,
  "last_interaction_at" TIMESTAMP,
  "amount_spent" numeric(20, 6),
  "number_of_orders" BIGINT,
  "countries" text[],
  "regions" text[],
  "cities" text[],
  "default_country" text,
  "default_region" text,
  "default_city" text
);

CREATE TABLE "orders" (
  "id" text NOT NULL,
  "customer_id" text NOT NULL,
  "placed_at" TIMESTAMP NOT NULL,
  "total" numeric(20, 6),
  "shipping" numeric(20, 6),
  "refunded" numeric(20, 6),
  "status" text,
  "financial_status" text,
  "cancelled_at" TIMESTAMP,
  "deleted_at" TIMESTAMP,
  "test" BOOLEAN,
  "country" text,
  "channel" text,
  "app_id" text,
  "location_id" text
);

CREATE TABLE "lines" (
  "order_id" text NOT NULL,
  "product_id" text,
  "variant_id" text,
  "quantity" BIGINT,
  "amount" numeric(20, 6)
);

CREATE TABLE "products" (
  "id" text NOT NULL,
  "title" text,
  "type" text,
  "vendor" text,
  "department" text,
  "tags" text[],
  "categories" text[]
);

CREATE TABLE "checkouts" (
  "id" text NOT NULL,
  "customer_id" text NOT NULL,
  "started_at" TIMESTAMP NOT NULL,
  "completed_at" TIMESTAMP,
  "value" numeric(20, 6),
  "quantity" BIGINT,
  "country" text
);

CREATE TABLE "events" (
  "customer_id" text NOT NULL,
  "kind" text NOT NULL,
  "at" TIMESTAMP NOT NULL,
  "object_id" text,
  "url" text,
  "category" text,
  "channel" text,
  "duration" numeric(20, 6)
);

CREATE TABLE "store_credit" (
  "customer_id" text NOT NULL,
  "currency" text,
  "balance" numeric(20, 6),
  "next_expiry_date" DATE,
  "last_credit_date" DATE
);
