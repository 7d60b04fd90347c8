//! A query as it is evaluated: with its patterns compiled, and without what it
//! must not hold.

use jsonpath_rust::parser::model::{
    self, Comparable, Comparison, FilterAtom, FnArg, JpQuery, Literal, SingularQuery,
    SingularQuerySegment, Test, TestFunction,
};
use serde_json::Value;

use super::pattern::Pattern;

/// How much memory all patterns of a condition may take, in bytes.
const MAX_PATTERNS: usize = 2 << 20;

/// Segments that are applied to the event's properties.
#[derive(Debug)]
pub(super) struct Query(pub Vec<Segment>);

#[derive(Debug)]
pub(super) struct Segment {
    /// Whether it is applied to what is inside its node too, however deep.
    pub descends: bool,
    pub selectors: Vec<Selector>,
}

#[derive(Debug)]
pub(super) enum Selector {
    Name(String),
    Wildcard,
    Index(i64),
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    },
    Filter(Filter),
}

#[derive(Debug)]
pub(super) enum Filter {
    Or(Vec<Filter>),
    And(Vec<Filter>),
    Not(Box<Filter>),
    /// Whether a path leads anywhere.
    Exists(Path),
    Compare(Operator, Operand, Operand),
    Matches(Operand, Pattern),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug)]
pub(super) struct Path {
    pub start: Start,
    pub segments: Vec<Segment>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Start {
    Root,
    Current,
}

/// What has a value, or none.
#[derive(Debug)]
pub(super) enum Operand {
    Literal(Value),
    /// The value that a path leads to. None if it leads to several.
    Node(Path),
    Length(Box<Operand>),
    Count(Path),
}

impl Query {
    pub fn compile(query: &JpQuery) -> Result<Self, String> {
        let mut compiler = Compiler { patterns: 0 };
        compiler.segments(&query.segments).map(Self)
    }
}

struct Compiler {
    /// The memory that patterns take, in bytes.
    patterns: usize,
}

impl Compiler {
    fn segments(&mut self, segments: &[model::Segment]) -> Result<Vec<Segment>, String> {
        segments
            .iter()
            .map(|segment| self.segment(segment))
            .collect()
    }

    fn segment(&mut self, segment: &model::Segment) -> Result<Segment, String> {
        let selectors = match segment {
            model::Segment::Descendant(segment) => {
                let segment = self.segment(segment)?;
                return Ok(Segment {
                    descends: true,
                    ..segment
                });
            }
            model::Segment::Selector(selector) => std::slice::from_ref(selector),
            model::Segment::Selectors(selectors) => selectors,
        };
        Ok(Segment {
            descends: false,
            selectors: selectors
                .iter()
                .map(|selector| self.selector(selector))
                .collect::<Result<_, _>>()?,
        })
    }

    fn selector(&mut self, selector: &model::Selector) -> Result<Selector, String> {
        Ok(match selector {
            model::Selector::Name(name) => Selector::Name(name.clone()),
            model::Selector::Wildcard => Selector::Wildcard,
            model::Selector::Index(index) => Selector::Index(*index),
            model::Selector::Slice(start, end, step) => Selector::Slice {
                start: *start,
                end: *end,
                step: step.unwrap_or(1),
            },
            model::Selector::Filter(filter) => Selector::Filter(self.filter(filter)?),
        })
    }

    fn filter(&mut self, filter: &model::Filter) -> Result<Filter, String> {
        let all = |this: &mut Self, filters: &[model::Filter]| {
            let filters = filters.iter().map(|filter| this.filter(filter));
            filters.collect::<Result<Vec<_>, _>>()
        };
        let (filter, not) = match filter {
            model::Filter::Or(filters) => return all(self, filters).map(Filter::Or),
            model::Filter::And(filters) => return all(self, filters).map(Filter::And),
            model::Filter::Atom(FilterAtom::Comparison(comparison)) => {
                return self.comparison(comparison);
            }
            model::Filter::Atom(FilterAtom::Filter { expr, not }) => (self.filter(expr)?, not),
            model::Filter::Atom(FilterAtom::Test { expr, not }) => (self.test(expr)?, not),
        };
        Ok(if *not {
            Filter::Not(Box::new(filter))
        } else {
            filter
        })
    }

    fn test(&mut self, test: &Test) -> Result<Filter, String> {
        if let Some(path) = self.path(test)? {
            return Ok(Filter::Exists(path));
        }
        match test {
            Test::Function(function) => match &**function {
                TestFunction::Search(subject, pattern) => self.matches(subject, pattern, false),
                TestFunction::Match(subject, pattern) => self.matches(subject, pattern, true),
                other => Err(format!("`{other}` must be compared with something")),
            },
            other => Err(format!("`{other}` is not a test")),
        }
    }

    fn matches(&mut self, subject: &FnArg, pattern: &FnArg, whole: bool) -> Result<Filter, String> {
        let FnArg::Literal(Literal::String(pattern)) = pattern else {
            return Err(format!(
                "the regular expression `{pattern}` is not text in the query itself, such as search(@.text.body, 'help')"
            ));
        };
        let pattern = Pattern::compile(pattern, whole)?;
        self.patterns += pattern.size();
        if self.patterns > MAX_PATTERNS {
            return Err(
                "its regular expressions are too large together; split it into several triggers"
                    .to_owned(),
            );
        }
        Ok(Filter::Matches(self.argument(subject)?, pattern))
    }

    fn comparison(&mut self, comparison: &Comparison) -> Result<Filter, String> {
        let (operator, left, right) = match comparison {
            Comparison::Eq(left, right) => (Operator::Equal, left, right),
            Comparison::Ne(left, right) => (Operator::NotEqual, left, right),
            Comparison::Lt(left, right) => (Operator::Less, left, right),
            Comparison::Lte(left, right) => (Operator::LessOrEqual, left, right),
            Comparison::Gt(left, right) => (Operator::Greater, left, right),
            Comparison::Gte(left, right) => (Operator::GreaterOrEqual, left, right),
        };
        Ok(Filter::Compare(
            operator,
            self.comparable(left)?,
            self.comparable(right)?,
        ))
    }

    fn comparable(&mut self, comparable: &Comparable) -> Result<Operand, String> {
        match comparable {
            Comparable::Literal(literal) => self::literal(literal),
            Comparable::Function(function) => self.function(function),
            Comparable::SingularQuery(query) => Ok(Operand::Node(singular(query))),
        }
    }

    fn function(&mut self, function: &TestFunction) -> Result<Operand, String> {
        match function {
            TestFunction::Length(argument) => {
                Ok(Operand::Length(Box::new(self.argument(argument)?)))
            }
            TestFunction::Value(argument) => Ok(Operand::Node(self.nodes(argument, function)?)),
            TestFunction::Count(argument) => Ok(Operand::Count(self.nodes(argument, function)?)),
            TestFunction::Custom(name, _) => Err(format!("`{name}` is not a function of RFC 9535")),
            TestFunction::Search(..) | TestFunction::Match(..) => {
                Err(format!("`{function}` has no value to compare"))
            }
        }
    }

    fn argument(&mut self, argument: &FnArg) -> Result<Operand, String> {
        match argument {
            FnArg::Literal(literal) => self::literal(literal),
            FnArg::Filter(filter) => Err(format!("`{filter}` has no value")),
            FnArg::Test(test) => match (self.path(test)?, &**test) {
                (Some(path), _) => Ok(Operand::Node(path)),
                (None, Test::Function(function)) => self.function(function),
                (None, other) => Err(format!("`{other}` has no value")),
            },
        }
    }

    /// The argument of a function that takes nodes.
    fn nodes(&mut self, argument: &FnArg, function: &TestFunction) -> Result<Path, String> {
        let path = match argument {
            FnArg::Test(test) => self.path(test)?,
            FnArg::Literal(_) | FnArg::Filter(_) => None,
        };
        path.ok_or_else(|| format!("`{function}` needs a path"))
    }

    fn path(&mut self, test: &Test) -> Result<Option<Path>, String> {
        let (start, segments) = match test {
            Test::RelQuery(segments) => (Start::Current, segments),
            Test::AbsQuery(query) => (Start::Root, &query.segments),
            Test::Function(_) => return Ok(None),
        };
        let segments = self.segments(segments)?;
        Ok(Some(Path { start, segments }))
    }
}

fn singular(query: &SingularQuery) -> Path {
    let (start, segments) = match query {
        SingularQuery::Current(segments) => (Start::Current, segments),
        SingularQuery::Root(segments) => (Start::Root, segments),
    };
    let selector = |segment: &SingularQuerySegment| match segment {
        SingularQuerySegment::Index(index) => Selector::Index(*index),
        SingularQuerySegment::Name(name) => Selector::Name(name.clone()),
    };
    let segment = |segment| Segment {
        descends: false,
        selectors: vec![selector(segment)],
    };
    Path {
        start,
        segments: segments.iter().map(segment).collect(),
    }
}

fn literal(literal: &Literal) -> Result<Operand, String> {
    Ok(Operand::Literal(match literal {
        Literal::Int(number) => (*number).into(),
        Literal::Float(number) => serde_json::Number::from_f64(*number)
            .ok_or_else(|| format!("`{number}` is too large"))?
            .into(),
        Literal::String(text) => text.as_str().into(),
        Literal::Bool(value) => (*value).into(),
        Literal::Null => Value::Null,
    }))
}
