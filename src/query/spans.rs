//! Where each path of a tree stands in its text: a tree of the same shape.

use crate::condition::Span;

/// Where each path of a tree stands in its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    pub(super) root: Option<Place>,
}

/// A node, a parameter or a value of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) span: Span,
    /// Which key of the document holds `children`.
    pub(super) under: Under,
    pub(super) children: Vec<Place>,
    /// Spans of the parts that have a key of their own: `field`, `operator`, `value`, …
    pub(super) parts: Vec<(&'static str, Span)>,
}

/// The key that holds the children of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Under {
    /// `/of/0`, `/of/1`, …: a group.
    Of,
    /// `/of`: a negation.
    OnlyOf,
    /// `/where/0`, …: a function.
    Where,
    /// `/values/0`, …: a list.
    Values,
}

impl Place {
    pub(super) fn leaf(span: Span) -> Place {
        Place { span, under: Under::Values, children: Vec::new(), parts: Vec::new() }
    }

    pub(super) fn part(&mut self, key: &'static str, span: Span) {
        self.parts.push((key, span));
    }
}

impl Spans {
    /// The span of a path, or of its nearest ancestor.
    pub fn find(&self, path: &str) -> Option<Span> {
        self.walk(path).map(|(span, _)| span)
    }

    /// The span of a path that stands in the text itself. What a legacy spelling leaves unsaid
    /// (the operator of `since: -30d`) has none, so nothing may be put in its place.
    pub fn exact(&self, path: &str) -> Option<Span> {
        self.walk(path).filter(|(_, exact)| *exact).map(|(span, _)| span)
    }

    /// The path of the smallest part that holds the byte `offset` or ends there.
    pub fn path_at(&self, offset: usize) -> Option<String> {
        let holds = |span: &Span| span.start <= offset && offset <= span.end;
        let mut path = String::new();
        let mut place = self.root.as_ref().filter(|root| holds(&root.span))?;
        loop {
            if let Some((key, _)) = place.parts.iter().find(|(_, span)| holds(span)) {
                return Some(format!("{path}/{key}"));
            }
            let Some(index) = place.children.iter().position(|child| holds(&child.span)) else { return Some(path) };
            path.push_str(&place.step(index));
            place = &place.children[index];
        }
    }

    /// The path of the smallest node that holds the whole span.
    pub(super) fn node_around(&self, span: Span) -> String {
        let holds = |outer: &Span| outer.start <= span.start && span.end <= outer.end;
        let mut path = String::new();
        let Some(mut place) = self.root.as_ref().filter(|root| holds(&root.span)) else { return path };
        while matches!(place.under, Under::Of | Under::OnlyOf) {
            let at = place.children.partition_point(|child| child.span.end < span.end);
            let Some(child) = place.children.get(at).filter(|child| holds(&child.span)) else { break };
            path.push_str(&place.step(at));
            place = child;
        }
        path
    }

    /// Every path that stands in the text, in document order.
    pub fn paths(&self) -> Vec<(String, Span)> {
        fn visit(place: &Place, path: &str, all: &mut Vec<(String, Span)>) {
            all.push((path.to_owned(), place.span));
            all.extend(place.parts.iter().map(|(key, span)| (format!("{path}/{key}"), *span)));
            for (index, child) in place.children.iter().enumerate() {
                visit(child, &format!("{path}{}", place.step(index)), all);
            }
        }
        let mut all = Vec::new();
        if let Some(root) = &self.root {
            visit(root, "", &mut all);
        }
        all
    }

    fn walk(&self, path: &str) -> Option<(Span, bool)> {
        let mut place = self.root.as_ref()?;
        let mut rest = path;
        while let Some(tail) = rest.strip_prefix('/') {
            let (key, after) = match tail.find('/') {
                Some(end) => tail.split_at(end),
                None => (tail, ""),
            };
            if let Some((_, span)) = place.parts.iter().find(|(known, _)| *known == key) {
                return Some((*span, after.is_empty()));
            }
            let (index, after) = match place.under {
                Under::OnlyOf => (Some(0), after),
                _ => {
                    let tail = after.strip_prefix('/').unwrap_or("");
                    let end = tail.find('/').unwrap_or(tail.len());
                    (tail[..end].parse::<usize>().ok(), &tail[end..])
                }
            };
            let child = index.and_then(|index| place.children.get(index));
            let Some(child) = child.filter(|_| key == place.under.key()) else { return Some((place.span, false)) };
            place = child;
            rest = after;
        }
        Some((place.span, rest.is_empty()))
    }
}

impl Place {
    fn step(&self, index: usize) -> String {
        match self.under {
            Under::OnlyOf => "/of".to_owned(),
            under => format!("/{}/{index}", under.key()),
        }
    }
}

impl Under {
    fn key(self) -> &'static str {
        match self {
            Under::Of | Under::OnlyOf => "of",
            Under::Where => "where",
            Under::Values => "values",
        }
    }
}
