CREATE TABLE "customers" (
  "id" TEXT NOT NULL,
  "created_at" INTEGER,
  "email" TEXT,
  "email_domain" TEXT,
  "first_name" TEXT,
  "last_name" TEXT,
  "phone" TEXT,
  "company_name" TEXT,
  "birth_date" TEXT,
  "gender" TEXT,
  "marital_status" TEXT,
  "funnel_stage" TEXT,
  "language" TEXT,
  "tags" TEXT,
  "groups" TEXT,
  "channels" TEXT,
  "forms" TEXT,
  "email_status" TEXT,
  "sms_status" TEXT,
  "whatsapp_status" TEXT,
  "push_status" TEXT,
  "account_status" TEXT,
  "company_ids" TEXT,
  "created_by_app_id" TEXT,
  "predicted_spend_tier" TEXT,
  "rfm_group" TEXT,
  "product_subscription_status" TEXT,
  "first_interaction_at" INTEGER,
  "last_interaction_at" INTEGER,
  "amount_spent" INTEGER,
  "number_of_orders" INTEGER,
  "countries" TEXT,
  "regions" TEXT,
  "cities" TEXT,
  "default_country" TEXT,
  "default_region" TEXT,
  "default_city" TEXT
);

CREATE TABLE "orders" (
  "id" TEXT NOT NULL,
  "customer_id" TEXT NOT NULL,
  "placed_at" INTEGER NOT NULL,
  "total" INTEGER,
  "shipping" INTEGER,
  "refunded" INTEGER,
  "status" TEXT,
  "financial_status" TEXT,
  "cancelled_at" INTEGER,
  "deleted_at" INTEGER,
  "test" INTEGER,
  "country" TEXT,
  "channel" TEXT,
  "app_id" TEXT,
  "location_id" TEXT
);

CREATE TABLE "lines" (
  "order_id" TEXT NOT NULL,
  "product_id" TEXT,
  "variant_id" TEXT,
  "quantity" INTEGER,
  "amount" INTEGER
);

CREATE TABLE "products" (
  "id" TEXT NOT NULL,
  "title" TEXT,
  "type" TEXT,
  "vendor" TEXT,
  "department" TEXT,
  "tags" TEXT,
  "categories" TEXT
);

CREATE TABLE "checkouts" (
  "id" TEXT NOT NULL,
  "customer_id" TEXT NOT NULL,
  "started_at" INTEGER NOT NULL,
  "completed_at" INTEGER,
  "value" INTEGER,
  "quantity" INTEGER,
  "country" TEXT
);

CREATE TABLE "events" (
  "customer_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "at" INTEGER NOT NULL,
  "object_id" TEXT,
  "url" TEXT,
  "category" TEXT,
  "channel" TEXT,
  "duration" INTEGER
);

CREATE TABLE "store_credit" (
  "customer_id" TEXT NOT NULL,
  "currency" TEXT,
  "balance" INTEGER,
  "next_expiry_date" TEXT,
  "last_credit_date" TEXT
);
