// Segments to begin with, each in the words of a merchant.

/** A segment to begin with. */
export interface Template {
  readonly name: string;
  /** What it is for, in one sentence. */
  readonly help: string;
  /** The segment as text. */
  readonly text: string;
  /** Fields or functions it needs; it is offered where the snapshot has them all. */
  readonly needs: readonly string[];
}

const template = (name: string, help: string, text: string, ...needs: string[]): Template => ({ name, help, text, needs });

/** The built-in templates, in the order of a customer's life. */
export const templates: readonly Template[] = [
  template("Never ordered", "Customers you know who have not placed an order yet.", "number_of_orders = 0", "number_of_orders"),
  template("New this month", "Customers added in the last 30 days.", "customer_added_date > -30d", "customer_added_date"),
  template("First order in the last month", "First-time buyers: the moment to say thank you.", "first_order_date > -30d", "first_order_date"),
  template("Bought exactly once", "One order so far; a second one makes a customer.", "number_of_orders = 1", "number_of_orders"),
  template("Returning customers", "Two orders or more.", "number_of_orders >= 2", "number_of_orders"),
  template("Frequent buyers", "Three orders or more in the last year.", "orders_placed MATCHES (date > -12m, count >= 3)", "orders_placed"),
  template("High spenders", "Customers who have spent more than the average customer has.", "amount_spent > stat('average')", "amount_spent"),
  template("Top 10 percent by spending", "VIP: the tenth of your customers who have spent most.", "amount_spent >= stat('p90')", "amount_spent"),
  template("Large average order", "Baskets worth more than the average basket.", "average_order_value > stat('average')", "average_order_value"),
  template("One large order", "At least one order of this amount or more; put in your own.", "orders_placed MATCHES (amount >= 200)", "orders_placed"),
  template("Slipping away", "Lapsing: bought at least twice, and not in the last 90 days.", "number_of_orders >= 2 AND last_order_date < -90d", "number_of_orders", "last_order_date"),
  template("Lost for a year", "Win-back: no order in the last twelve months, although there was one before.", "orders_placed NOT MATCHES (date >= -12m) AND number_of_orders >= 1", "orders_placed", "number_of_orders"),
  template("Best customers gone quiet", "Spent more than nine in ten customers, but silent for six months.", "amount_spent >= stat('p90') AND last_order_date < -6m", "amount_spent", "last_order_date"),
  template("Abandoned a cart this week", "Started a checkout in the last seven days and did not complete it.", "abandoned_checkout_date > -7d", "abandoned_checkout_date"),
  template("Valuable abandoned carts", "The latest abandoned cart is worth more than the average one.", "abandoned_cart_value >= stat('average')", "abandoned_cart_value"),
  template("Abandons often", "Two checkouts or more left behind.", "checkouts_abandoned MATCHES (count >= 2)", "checkouts_abandoned"),
  template("Looked, did not buy", "Viewed products more than three times in the last week, and ordered nothing in it.", "storefront.product_viewed MATCHES (date > -7d, count > 3) AND orders_placed NOT MATCHES (date > -7d)", "storefront.product_viewed", "orders_placed"),
  template("E-mail subscribers", "Customers who accept marketing by e-mail.", "email_subscription_status = 'SUBSCRIBED'", "email_subscription_status"),
  template("Subscribers who never bought", "They read you; give them a reason to order.", "email_subscription_status = 'SUBSCRIBED' AND number_of_orders = 0", "email_subscription_status", "number_of_orders"),
  template("Customers without consent", "Bought from you, but do not accept marketing by e-mail.", "email_subscription_status != 'SUBSCRIBED' AND number_of_orders >= 1", "email_subscription_status", "number_of_orders"),
  template("Opened your last e-mails", "Opened an e-mail in the last 30 days.", "shopify_email.opened MATCHES (date > -30d)", "shopify_email.opened"),
  template("Birthday in the next 30 days", "In time for a present.", "anniversary('birth_date') BETWEEN today AND +30d", "birth_date"),
  template("A year since the first order", "Their first order was a year ago, within a week from today.", "anniversary('first_order_date') BETWEEN today AND +7d", "first_order_date"),
  template("Customers from one country", "Put in the country you are looking for.", "customer_countries CONTAINS 'GB'", "customer_countries"),
  template("Many different products", "Ten different products or more: they like your whole range.", "products_purchased MATCHES (distinct_products >= 10)", "products_purchased"),
  template("Bought one product often", "Put in the product; five orders of it or more.", "products_purchased MATCHES (id = '1', count >= 5)", "products_purchased"),
  template("Had money back", "Something was refunded to them.", "amount_refunded > 0", "amount_refunded"),
  template("A random tenth", "The same tenth of all customers every time: a test or hold-out group.", "random_bucket < 1000", "random_bucket"),
];
