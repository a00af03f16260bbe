//! Laws of the algebra, of the cache and of the counts of nodes.

use super::made_up::Random;
use super::{SHOP, checked, evaluate, evaluate_anew, options, trees};
use headcount::check::{Node, NodeKind};
use headcount::eval::Cache;
use headcount::insight::{NodeCount, funnel, members};
use headcount::rows::RowSet;
use headcount::snapshot::Column;

fn leaf(kind: &NodeKind, path: &str) -> Node {
    Node { path: path.to_owned(), kind: kind.clone() }
}

fn not(kind: NodeKind) -> NodeKind {
    NodeKind::Not(Box::new(leaf(&kind, "/of")))
}

fn of(kind: &NodeKind, cache: &mut Cache) -> RowSet {
    (*evaluate(&checked(kind.clone(), options()), cache).members).clone()
}

#[test]
fn the_algebra_holds() {
    let mut random = Random::new(11);
    let mut cache = Cache::default();
    let everyone = of(&NodeKind::All(vec![]), &mut cache);
    assert!(of(&NodeKind::Any(vec![]), &mut cache).is_empty());
    for _ in 0..12 {
        let (a, b) = (trees::leaf(&mut random), trees::leaf(&mut random));
        let both = |all: bool, a: &NodeKind, b: &NodeKind| {
            let children = vec![leaf(a, "/of/0"), leaf(b, "/of/1")];
            if all { NodeKind::All(children) } else { NodeKind::Any(children) }
        };
        let (set_a, set_b) = (of(&a, &mut cache), of(&b, &mut cache));
        let not_a = of(&not(a.clone()), &mut cache);
        assert_eq!(of(&not(not(a.clone())), &mut cache), set_a);
        assert_eq!(set_a.count() + not_a.count(), everyone.count());
        let (and, or) = (of(&both(true, &a, &b), &mut cache), of(&both(false, &a, &b), &mut cache));
        assert_eq!(set_a.count() + set_b.count(), and.count() + or.count());
        let de_morgan = both(false, &not(a.clone()), &not(b.clone()));
        assert_eq!(of(&not(both(true, &a, &b)), &mut cache), of(&de_morgan, &mut cache));
    }
}

#[test]
fn the_memo_never_changes_an_answer() {
    let mut random = Random::new(13);
    let mut generous = Cache::default();
    let mut tight = Cache::with_limit(60_000);
    let mut none = Cache::with_limit(0);
    let mut leaves: Vec<NodeKind> = (0..6).map(|_| trees::leaf(&mut random)).collect();
    for round in 0..40 {
        let edited = random.below(6) as usize;
        leaves[edited] = trees::leaf(&mut random);
        let half = |range: std::ops::Range<usize>| range.map(|at| leaf(&leaves[at], &format!("/of/0/of/{at}")));
        let root = NodeKind::All(vec![
            Node { path: "/of/0".into(), kind: NodeKind::Any(half(0..3).collect()) },
            leaf(&not(leaves[3].clone()), "/of/1"),
            leaf(&leaves[4], "/of/2"),
            leaf(&leaves[edited], "/of/3"),
        ]);
        let mut options = options();
        options.as_of.0 -= 86_400 * (round % 3);
        options.policy.gross = round % 2 == 0;
        let checked = checked(root, options);
        let fresh = evaluate_anew(&checked);
        for cache in [&mut generous, &mut tight, &mut none] {
            let kept = evaluate(&checked, cache);
            assert_eq!((kept.members, kept.universe), (fresh.members.clone(), fresh.universe.clone()), "round {round}");
            assert_eq!(kept.nodes, fresh.nodes);
        }
        assert!(tight.bytes() <= 60_000 && none.bytes() == 0);
    }
}

/// The tree without the node at a path; `None` if nothing is left.
fn without(node: &Node, path: &str) -> Option<Node> {
    if node.path == path {
        return None;
    }
    let keep = |children: &[Node]| -> Option<Vec<Node>> {
        let kept: Vec<Node> = children.iter().filter_map(|child| without(child, path)).collect();
        (kept.len() == children.len() || !kept.is_empty()).then_some(kept)
    };
    let kind = match &node.kind {
        NodeKind::All(children) => NodeKind::All(keep(children)?),
        NodeKind::Any(children) => NodeKind::Any(keep(children)?),
        NodeKind::Not(child) => NodeKind::Not(Box::new(without(child, path)?)),
        leaf => leaf.clone(),
    };
    Some(Node { path: node.path.clone(), kind })
}

#[test]
fn counts_of_nodes_are_those_of_trees_without_them() {
    let mut random = Random::new(17);
    let mut cache = Cache::default();
    let mut nodes = 0;
    for _ in 0..15 {
        let root = trees::tree(&mut random, 3, String::new());
        let mut tree = checked(root.kind, options());
        let evaluation = evaluate(&tree, &mut cache);
        let counts = funnel(&tree, &evaluation);
        assert_eq!(counts.len(), evaluation.nodes.len());
        assert_eq!(counts[0].alone, evaluation.members.count());
        nodes += counts.len();
        let root = tree.root.clone();
        for NodeCount { path, alone, cumulative, without_it } in counts {
            let left = without(&root, &path).map_or(NodeKind::All(vec![]), |node| node.kind);
            tree.root.kind = left;
            assert_eq!(evaluate(&tree, &mut cache).members.count(), without_it, "{path} of {root:?}");
            let (_, own) = evaluation.nodes.iter().find(|(of, _)| *of == path).unwrap();
            let mut own = (**own).clone();
            own.and(&evaluation.universe);
            assert_eq!(own.count(), alone);
            assert!(path.is_empty() || !path.ends_with("/0") || cumulative == alone);
        }
    }
    assert!(nodes > 40);
}

#[test]
fn the_last_step_of_the_funnel_is_the_count() {
    let mut random = Random::new(19);
    for _ in 0..6 {
        let children: Vec<Node> = (0..5).map(|at| leaf(&trees::leaf(&mut random), &format!("/of/{at}"))).collect();
        for kind in [NodeKind::All(children.clone()), NodeKind::Any(children.clone())] {
            let tree = checked(kind, options());
            let evaluation = evaluate_anew(&tree);
            assert_eq!(funnel(&tree, &evaluation).last().unwrap().cumulative, evaluation.members.count());
        }
    }
}

#[test]
fn members_are_pages_of_ids_in_the_order_of_text() {
    let mut random = Random::new(23);
    let mut cache = Cache::default();
    let Column::Text(ids) = &SHOP.customers.columns["id"] else { panic!() };
    let evaluation = evaluate(&checked(trees::value(&mut random), options()), &mut cache);
    let mut expected: Vec<&str> =
        evaluation.members.iter().map(|row| &ids.keys[ids.codes.get(row as usize) as usize - 1]).collect();
    expected.sort_unstable();
    assert!(expected.len() > 100);
    let page = |offset, limit, cache: &mut Cache| members(&evaluation, &SHOP, cache, offset, limit);
    assert_eq!(page(0, usize::MAX, &mut cache), expected);
    assert_eq!(page(50, 20, &mut cache), expected[50..70]);
    assert_eq!(page(expected.len(), 5, &mut cache), [""; 0]);
}
