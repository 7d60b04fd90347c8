//! Evaluates a query within a bound on work. It keeps no list of what it finds,
//! so that it takes no memory to speak of.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::query::{Filter, Operand, Operator, Path, Query, Segment, Selector, Start};

/// How many steps an evaluation may take. A step is a node that is looked at,
/// or a part of the work that a regular expression does for a byte.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget(pub u64);

impl Budget {
    /// Takes a few milliseconds at most.
    pub const QUICK: Self = Self(200_000);
    /// As much as one event is worth: a tenth of a second or so.
    pub const MOST: Self = Self(4_000_000);
}

/// An evaluation was ended because it had used up its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuchWork;

/// So many bytes of a text are compared in one step.
const BYTES_OF_A_STEP: usize = 64;

/// Whether a query finds something.
pub(super) fn finds(query: &Query, root: &Value, budget: Budget) -> Result<bool, TooMuchWork> {
    let mut evaluation = Evaluation {
        root,
        left: budget.0,
    };
    evaluation.visit(&query.0, root, &mut |_| true)
}

struct Evaluation<'v> {
    root: &'v Value,
    /// How many steps are left.
    left: u64,
}

/// Is given a node that was found, and says whether it wants no more.
type Found<'f, 'v> = dyn FnMut(&'v Value) -> bool + 'f;

impl<'v> Evaluation<'v> {
    fn spend(&mut self, steps: u64) -> Result<(), TooMuchWork> {
        self.left = self.left.checked_sub(steps).ok_or(TooMuchWork)?;
        Ok(())
    }

    /// Finds nodes, depth first. Says whether `found` wanted no more.
    fn visit(
        &mut self,
        segments: &[Segment],
        node: &'v Value,
        found: &mut Found<'_, 'v>,
    ) -> Result<bool, TooMuchWork> {
        self.spend(1)?;
        let Some((segment, rest)) = segments.split_first() else {
            return Ok(found(node));
        };
        for selector in &segment.selectors {
            if self.select(selector, rest, node, found)? {
                return Ok(true);
            }
        }
        if segment.descends {
            for child in children(node) {
                if self.visit(segments, child, found)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Visits the children that a selector selects.
    fn select(
        &mut self,
        selector: &Selector,
        rest: &[Segment],
        node: &'v Value,
        found: &mut Found<'_, 'v>,
    ) -> Result<bool, TooMuchWork> {
        match selector {
            Selector::Name(name) => self.visit_one(node.get(name), rest, found),
            Selector::Index(index) => {
                let child = node.as_array().and_then(|items| at(items, *index));
                self.visit_one(child, rest, found)
            }
            Selector::Wildcard => {
                for child in children(node) {
                    if self.visit(rest, child, found)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Selector::Slice { start, end, step } => {
                let items = node.as_array().map(Vec::as_slice).unwrap_or_default();
                for index in slice(items.len(), *start, *end, *step) {
                    if self.visit_one(items.get(index), rest, found)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Selector::Filter(filter) => {
                for child in children(node) {
                    self.spend(1)?;
                    if self.holds(filter, child)? && self.visit(rest, child, found)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    fn visit_one(
        &mut self,
        node: Option<&'v Value>,
        rest: &[Segment],
        found: &mut Found<'_, 'v>,
    ) -> Result<bool, TooMuchWork> {
        match node {
            Some(node) => self.visit(rest, node, found),
            None => Ok(false),
        }
    }

    fn holds(&mut self, filter: &Filter, current: &'v Value) -> Result<bool, TooMuchWork> {
        self.spend(1)?;
        match filter {
            Filter::Or(filters) => {
                for filter in filters {
                    if self.holds(filter, current)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Filter::And(filters) => {
                for filter in filters {
                    if !self.holds(filter, current)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Filter::Not(filter) => Ok(!self.holds(filter, current)?),
            Filter::Exists(path) => self.follow(path, current, &mut |_| true),
            Filter::Compare(operator, left, right) => self.compare(*operator, left, right, current),
            Filter::Matches(text, pattern) => {
                let text = self.value(text, current)?;
                let Some(text) = text.as_deref().and_then(Value::as_str) else {
                    return Ok(false);
                };
                self.spend(pattern.steps(text.len()))?;
                Ok(pattern.matches(text))
            }
        }
    }

    fn follow(
        &mut self,
        path: &Path,
        current: &'v Value,
        found: &mut Found<'_, 'v>,
    ) -> Result<bool, TooMuchWork> {
        let start = match path.start {
            Start::Root => self.root,
            Start::Current => current,
        };
        self.visit(&path.segments, start, found)
    }

    fn value<'o>(
        &mut self,
        operand: &'o Operand,
        current: &'v Value,
    ) -> Result<Option<Cow<'o, Value>>, TooMuchWork>
    where
        'v: 'o,
    {
        let count = |count: usize| Some(Cow::Owned(Value::from(count)));
        Ok(match operand {
            Operand::Literal(value) => Some(Cow::Borrowed(value)),
            Operand::Node(path) => {
                let mut first = None;
                let several =
                    self.follow(path, current, &mut |node| first.replace(node).is_some())?;
                first.filter(|_| !several).map(Cow::Borrowed)
            }
            Operand::Count(path) => {
                let mut found = 0;
                self.follow(path, current, &mut |_| {
                    found += 1;
                    false
                })?;
                count(found)
            }
            Operand::Length(operand) => match self.value(operand, current)?.as_deref() {
                Some(Value::String(text)) => {
                    self.spend(text_steps(text))?;
                    count(text.chars().count())
                }
                Some(Value::Array(items)) => count(items.len()),
                Some(Value::Object(members)) => count(members.len()),
                _ => None,
            },
        })
    }

    fn compare(
        &mut self,
        operator: Operator,
        left: &Operand,
        right: &Operand,
        current: &'v Value,
    ) -> Result<bool, TooMuchWork> {
        let values = (self.value(left, current)?, self.value(right, current)?);
        let (a, b) = (values.0.as_deref(), values.1.as_deref());
        Ok(match operator {
            Operator::Equal => self.same(a, b)? || written_alike(left, a, right, b),
            Operator::NotEqual => !self.same(a, b)? && !written_alike(left, a, right, b),
            Operator::Less => self.order(a, b)? == Some(Ordering::Less),
            Operator::Greater => self.order(a, b)? == Some(Ordering::Greater),
            Operator::LessOrEqual => {
                self.order(a, b)? == Some(Ordering::Less) || self.same(a, b)?
            }
            Operator::GreaterOrEqual => {
                self.order(a, b)? == Some(Ordering::Greater) || self.same(a, b)?
            }
        })
    }

    fn same(&mut self, a: Option<&Value>, b: Option<&Value>) -> Result<bool, TooMuchWork> {
        match (a, b) {
            (Some(a), Some(b)) => self.equal(a, b),
            (a, b) => Ok(a.is_none() && b.is_none()),
        }
    }

    fn equal(&mut self, a: &Value, b: &Value) -> Result<bool, TooMuchWork> {
        self.spend(1)?;
        match (a, b) {
            (Value::Number(a), Value::Number(b)) => Ok(numbers(a, b) == Some(Ordering::Equal)),
            (Value::String(a), Value::String(b)) => {
                self.spend(text_steps(a))?;
                Ok(a == b)
            }
            (Value::Array(a), Value::Array(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (a, b) in a.iter().zip(b) {
                    if !self.equal(a, b)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Value::Object(a), Value::Object(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (name, a) in a {
                    match b.get(name) {
                        Some(b) if self.equal(a, b)? => {}
                        _ => return Ok(false),
                    }
                }
                Ok(true)
            }
            (a, b) => Ok(a == b),
        }
    }

    /// The order of two numbers or two texts. Other values have none.
    fn order(
        &mut self,
        a: Option<&Value>,
        b: Option<&Value>,
    ) -> Result<Option<Ordering>, TooMuchWork> {
        Ok(match (a, b) {
            (Some(Value::Number(a)), Some(Value::Number(b))) => numbers(a, b),
            (Some(Value::String(a)), Some(Value::String(b))) => {
                self.spend(text_steps(a))?;
                Some(a.cmp(b))
            }
            _ => None,
        })
    }
}

/// Whether one side is text in the query, and the other a number in the event
/// that is written like it.
fn written_alike(left: &Operand, a: Option<&Value>, right: &Operand, b: Option<&Value>) -> bool {
    match (left, a, right, b) {
        (
            Operand::Literal(Value::String(text)),
            _,
            Operand::Node(_),
            Some(Value::Number(number)),
        )
        | (
            Operand::Node(_),
            Some(Value::Number(number)),
            Operand::Literal(Value::String(text)),
            _,
        ) => number.to_string() == *text,
        _ => false,
    }
}

fn numbers(a: &Number, b: &Number) -> Option<Ordering> {
    match (a.as_i64(), b.as_i64(), a.as_u64(), b.as_u64()) {
        (Some(a), Some(b), ..) => Some(a.cmp(&b)),
        (.., Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

fn text_steps(text: &str) -> u64 {
    u64::try_from(text.len() / BYTES_OF_A_STEP).unwrap_or(u64::MAX)
}

fn children(node: &Value) -> impl Iterator<Item = &Value> {
    let (items, members) = match node {
        Value::Array(items) => (Some(items.iter()), None),
        Value::Object(members) => (None, Some(members.values())),
        _ => (None, None),
    };
    items
        .into_iter()
        .flatten()
        .chain(members.into_iter().flatten())
}

/// An item by its index, from the end if that is negative.
fn at(items: &[Value], index: i64) -> Option<&Value> {
    let distance = usize::try_from(index.unsigned_abs()).ok()?;
    let index = if index < 0 {
        items.len().checked_sub(distance)?
    } else {
        distance
    };
    items.get(index)
}

/// The indices that a slice selects (RFC 9535, section 2.3.4.2.2).
fn slice(
    length: usize,
    start: Option<i64>,
    end: Option<i64>,
    step: i64,
) -> impl Iterator<Item = usize> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let normal = |index: i64| {
        if index < 0 {
            length.saturating_add(index)
        } else {
            index
        }
    };
    let (first, end) = if step >= 0 {
        (
            normal(start.unwrap_or(0)).clamp(0, length),
            normal(end.unwrap_or(length)).clamp(0, length),
        )
    } else {
        (
            normal(start.unwrap_or(length - 1)).clamp(-1, length - 1),
            end.map_or(-1, normal).clamp(-1, length - 1),
        )
    };
    let next = move |index: &i64| index.checked_add(step);
    std::iter::successors((step != 0).then_some(first), next)
        .take_while(
            move |index| {
                if step > 0 { *index < end } else { *index > end }
            },
        )
        .filter_map(|index| usize::try_from(index).ok())
}
