// A shop for rule groups: sixty customers with plain fields, some of them without values.

const COUNTRIES = ["en", "de", "fr-CA"];
const STATUS = ["SUBSCRIBED", "UNSUBSCRIBED", "PENDING"];
const NAMES = ["Ada", "ada", "Ben", "Björk", "Cy", "Dora", "O'Neil", "Zoë"];

/** The customers, as rows of the snapshot and, by the names of the language's fields, as rows of a table. */
export const customers = Array.from({ length: 60 }, (_, at) => {
  const day = `${1960 + (at % 40)}-0${1 + (at % 9)}-1${at % 10}`;
  const lacks = at % 5 === 0;
  return {
    id: `c${String(at).padStart(2, "0")}`,
    first_name: NAMES[at % NAMES.length],
    last_name: lacks ? null : NAMES[(at * 3) % NAMES.length],
    language: COUNTRIES[at % 3],
    email_status: STATUS[(at * 7) % 3],
    birth_date: at % 7 === 0 ? null : day,
    number_of_orders: (at * 11) % 13,
    amount_spent: `${(at * 37) % 200}.${at % 2 ? "50" : "00"}`,
    "profile.shoe": 36 + ((at * 5) % 12),
    tags: at % 4 ? [] : ["VIP"],
  };
});

/** The same customers, one column a field. */
export const table = customers.map((customer) => ({
  id: customer.id,
  first_name: customer.first_name,
  last_name: customer.last_name,
  customer_language: customer.language,
  email_subscription_status: customer.email_status,
  birth_date: customer.birth_date,
  number_of_orders: customer.number_of_orders,
  amount_spent: Number(customer.amount_spent),
  shoe: customer["profile.shoe"],
}));

/** The shop, opened. */
export const openRules = (openSnapshot) => openSnapshot({ customers }, { timeZone: "UTC", currency: "EUR", takenAt: "2024-06-15T12:00:00Z" });

/** A rule, and a group of rules. */
export const rule = (field, operator, value, more = {}) => ({ field, operator, value, ...more });
export const and = (...rules) => ({ combinator: "and", rules });
export const or = (...rules) => ({ combinator: "or", rules });

/** The tree as rules keep it: without groups of one, an OR of nothing as NOT of everyone. */
export function plain(condition) {
  if (condition.kind === "not") return { ...condition, of: plain(condition.of) };
  if (condition.kind !== "all" && condition.kind !== "any") return condition;
  if (condition.kind === "any" && condition.of.length === 0) return { kind: "not", of: { kind: "all", of: [] } };
  return condition.of.length === 1 ? plain(condition.of[0]) : { ...condition, of: condition.of.map(plain) };
}
