//! Law: a value's count is the count of the segment that asks for that value.

use super::shop_names;
use crate::corpus::Shops;
use headcount::catalogue::{FIELDS, FUNCTIONS, Role, Type, dynamic_names};
use headcount::check::{self, Options, Origin};
use headcount::condition::{Condition, FieldClause, FunctionClause, Literal, Operator, Parameter, Test};
use headcount::eval::{self, Cache};
use headcount::insight::{self, Subject, Values, Wanted};
use headcount::rows::RowSet;
use headcount::session::{Request, SegmentInput, ValuesQuestion};
use headcount::snapshot::Snapshot;
use serde_json::Value;

/// A condition on a field, or on a parameter of a function.
fn condition(function: Option<&str>, name: &str, test: Test) -> Condition {
    match function {
        None => Condition::Field(FieldClause { field: name.to_owned(), argument: None, test }),
        Some(function) => Condition::Function(FunctionClause {
            function: function.to_owned(),
            matches: true,
            parameters: vec![Parameter { name: name.to_owned(), test }],
        }),
    }
}

struct Asking<'a> {
    snapshot: &'a Snapshot,
    options: Options,
    cache: Cache,
}

impl Asking<'_> {
    fn checked(&self, condition: &Condition) -> Option<check::Checked> {
        let (snapshot, zone) = (Some(self.snapshot), &self.snapshot.zone);
        check::check(condition, Origin::Text, snapshot, &self.options, zone).checked
    }

    fn values(&mut self, condition: &Condition, text: &str, among: &RowSet) -> Option<Values> {
        let checked = self.checked(condition)?;
        let subject = Subject::of(&checked.root).expect("a leaf");
        let wanted = Wanted { text, also: None, limit: 1_000 };
        insight::values(&subject, wanted, among, &self.options, self.snapshot, &mut self.cache).unwrap()
    }
}

fn asking(snapshot: &Snapshot) -> Asking<'_> {
    let options = Request::default().resolve(snapshot.taken_at, &snapshot.zone).unwrap();
    Asking { snapshot, options, cache: Cache::default() }
}

#[test]
fn a_values_count_is_that_of_its_segment() {
    let mut shops = Shops::default();
    let judged: usize = shop_names().iter().map(|name| judge(shops.session(name).snapshot())).sum();
    assert!(judged > 800, "{judged}");
}

/// Asks for each value of everything that has values; how many there were.
fn judge(snapshot: &Snapshot) -> usize {
    let mut asking = asking(snapshot);
    let universe = eval::universe(snapshot, &asking.options, &mut asking.cache);
    let halved = RowSet::from_fn(universe.len(), |row| row % 2 == 0 && universe.contains(row));
    let fields = FIELDS.iter().map(|field| field.name).chain(dynamic_names(snapshot)).map(|name| (None, name));
    let parameters = FUNCTIONS.iter().flat_map(|function| {
        let rows = function.parameters.iter().filter(|parameter| matches!(parameter.role, Role::Row(_)));
        rows.map(move |parameter| (Some(function), parameter.name))
    });
    let mut judged = 0;
    for (function, name) in fields.chain(parameters) {
        let type_ = match function {
            None => headcount::catalogue::field(name, Some(snapshot)).unwrap().type_,
            Some(function) => function.parameter(name).unwrap().type_,
        };
        let function = function.map(|function| function.name);
        let any = condition(function, name, Test { operator: Operator::IsNotNull, values: vec![] });
        for among in [&*universe, &halved] {
            let Some(found) = asking.values(&any, "", among) else { continue };
            assert_eq!(found.fitting, found.values.len());
            for value in &found.values {
                let operator = match type_ {
                    Type::List(_) | Type::Ids => Operator::Contains,
                    _ => Operator::Equal,
                };
                let literal = match type_ {
                    Type::Boolean => Literal::Boolean(value.text == "true"),
                    _ => Literal::Text(value.text.clone()),
                };
                let asked = condition(function, name, Test { operator, values: vec![literal] });
                let checked = asking.checked(&asked).unwrap_or_else(|| panic!("{name} {}", value.text));
                let members = eval::evaluate(&checked, snapshot, &mut asking.cache, false).unwrap().members;
                let mut expected = (*members).clone();
                expected.and(among);
                // A category holds its subcategories.
                assert_eq!(value.customers, expected.count(), "{function:?} {name} {}", value.text);
                judged += 1;
            }
        }
    }
    judged
}

#[test]
fn values_are_found_by_their_beginning_then_by_any_part() {
    let mut shops = Shops::default();
    let snapshot = shops.session("operators").snapshot();
    let mut asking = asking(snapshot);
    let all = RowSet::full(snapshot.customers.len);
    let tags = condition(None, "customer_tags", Test { operator: Operator::IsNotNull, values: vec![] });
    let every = asking.values(&tags, "", &all).unwrap();
    assert!(every.values.windows(2).all(|pair| pair[0].customers >= pair[1].customers), "{every:?}");
    for value in &every.values {
        let letters: Vec<char> = value.text.chars().collect();
        let first: String = letters[..1].iter().collect::<String>().to_lowercase();
        let found = asking.values(&tags, &first, &all).unwrap();
        assert!(found.values.contains(value), "{first}: {found:?}");
        assert!(found.values.is_sorted_by_key(|value| value.rank), "{found:?}");
        let last: String = letters[letters.len() - 1..].iter().collect();
        assert!(asking.values(&tags, &last, &all).unwrap().values.iter().any(|other| other.text == value.text));
    }
    assert_eq!(asking.values(&tags, "no such tag", &all).unwrap().fitting, 0);
}

#[test]
fn values_for_a_clause_are_counted_among_those_it_decides_about() {
    let mut shops = Shops::default();
    let session = shops.session("everything");
    let mut values = |field: &str, segment: &str, path: Option<&str>| {
        let question = ValuesQuestion {
            field: field.to_owned(),
            prefix: None,
            limit: None,
            segment: Some(SegmentInput::of(&Value::from(segment))),
            path: path.map(str::to_owned),
            options: Request::default(),
        };
        let told = session.values(&question).map_err(|error| error.to_string())?;
        let value = |value: &Value| format!("{} {}", value["value"].as_str().unwrap(), value["count"]);
        Ok::<_, String>(told["values"].as_array().unwrap().iter().map(value).collect::<Vec<_>>())
    };
    // mai: VIP, female; joe: b2b, male; lee: neither.
    let segment = "customer_tags CONTAINS 'VIP' AND gender = 'male'";
    assert_eq!(values("customer_tags", segment, None).unwrap(), ["VIP 0", "b2b 0"]);
    assert_eq!(values("customer_tags", segment, Some("/of/0")).unwrap(), ["b2b 1", "VIP 0"]);
    assert_eq!(values("customer_tags", segment, Some("/of/0/value")).unwrap(), ["b2b 1", "VIP 0"]);
    let either = "customer_tags CONTAINS 'VIP' OR gender = 'male'";
    assert_eq!(values("gender", either, Some("/of/1")).unwrap(), ["male 1", "female 0"]);
    assert!(values("gender", either, Some("/of/7")).unwrap_err().contains("no clause at '/of/7'"));
    // mai has completed and returned orders, joe open ones; of these some had no shipping cost.
    let rows = "orders_placed MATCHES (amount = 20, status = 'open')";
    let mut statuses = |path| values("orders_placed.status", rows, path);
    assert_eq!(statuses(Some("/where/1")).unwrap(), ["completed 1", "returned 1", "open 0"]);
    assert_eq!(statuses(Some("/where/0")).unwrap(), ["completed 1", "open 1", "returned 1"]);
}
