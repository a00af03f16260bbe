// The shop every app opens, and what it asks.
export const SHOP = {
  customers: [{ id: "1", tags: ["VIP"], email: "a@example.org" }, { id: "2", tags: [] }, { id: "3", tags: ["vip"] }],
  orders: [
    { id: "10", customer_id: "1", placed_at: "2024-05-01", total: "20.00" },
    { id: "11", customer_id: "1", placed_at: "2024-05-02", total: "5.50" },
    { id: "12", customer_id: "3", placed_at: "2024-05-03", total: "1.00" },
  ],
};

export const OPTIONS = { takenAt: "2024-06-01T00:00:00Z", currency: "EUR", timeZone: "Europe/Berlin" };

export const SEGMENT = "customer_tags CONTAINS 'VIP' AND amount_spent > 10.00";

/** Opens, asks, and tells where the engine ran; errors as plain data. */
export async function answers(openSnapshot, options = {}, source = SHOP) {
  try {
    const snapshot = await openSnapshot(source, { ...OPTIONS, ...options });
    const { count, total } = await snapshot.count(SEGMENT);
    const ids = await snapshot.memberIds(SEGMENT);
    const { thread, passed } = snapshot.engine;
    snapshot.dispose();
    return { count, total, ids, thread, passed };
  } catch (error) {
    return { name: error.name, code: error.code, message: error.message };
  }
}
