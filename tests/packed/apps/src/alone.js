// Every function that needs no snapshot, asked; imports nothing else of the package.
import { check, describe, format, fromReactQueryBuilder, toReactQueryBuilder, toShopify, toSql } from "headcount";

const SEGMENT = "orders_placed MATCHES (amount > 5.00, count >= 2) AND customer_tags CONTAINS 'VIP'";

export async function answersAlone() {
  const group = await toReactQueryBuilder(SEGMENT);
  const refused = (asked) => asked.then(() => null, ({ name, code }) => ({ name, code }));
  const replies = await Promise.all([
    check("amuont_spent > 5"),
    describe(SEGMENT),
    format(SEGMENT, "json"),
    toSql(SEGMENT, "sqlite", { asOf: "2024-06-15" }),
    toShopify(SEGMENT),
    fromReactQueryBuilder(group),
    refused(toShopify("gender = 'x'")),
    refused(fromReactQueryBuilder({ combinator: "xor", rules: [...group.rules] })),
  ]);
  return JSON.parse(JSON.stringify([group, ...replies]));
}

if (typeof window !== "undefined") window.result = answersAlone();
