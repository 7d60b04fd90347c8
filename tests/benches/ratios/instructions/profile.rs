//! What Callgrind writes: the instructions of each function, in lines after its name.

/// Functions of the allocator, by how their names begin.
const ALLOCATOR: [&str; 12] = [
    "malloc",
    "free",
    "calloc",
    "realloc",
    "cfree",
    "_int_",
    "unlink_chunk",
    "sysmalloc",
    "systrim",
    "tcache",
    "posix_memalign",
    "aligned_alloc",
];

/// Those that are called for memory, and may give another piece than before.
const ALLOCATIONS: [&str; 5] = [
    "malloc",
    "calloc",
    "realloc",
    "posix_memalign",
    "aligned_alloc",
];

/// Functions that copy and compare bytes.
const BYTES: [&str; 6] = ["__mem", "memcpy", "memmove", "memset", "memcmp", "bcmp"];

/// Whose instructions.
#[derive(Clone, Copy)]
enum Owner {
    /// Code that no file contains: it was compiled while the program ran.
    Component,
    Allocator,
    Bytes,
    Rest,
}

const OWNERS: usize = 4;

impl Owner {
    fn of(object: &str, function: &str) -> Self {
        let is_of = |names: &[&str]| names.iter().any(|name| function.starts_with(name));
        if object == "???" {
            Self::Component
        } else if is_of(&ALLOCATOR) {
            Self::Allocator
        } else if is_of(&BYTES) {
            Self::Bytes
        } else {
            Self::Rest
        }
    }
}

/// Instructions, by whose they are.
#[derive(Default)]
pub struct Profile {
    by_owner: [f64; OWNERS],
    /// How often memory was asked for, except in the component.
    pub allocations: f64,
}

impl Profile {
    /// Reads what Callgrind wrote with whole names. `None` if the C library's own
    /// functions have none: then it cannot be told whose instructions they are.
    pub fn of(written: &str) -> Option<Self> {
        let mut profile = Self::default();
        let (mut object, mut owner) = ("", Owner::Rest);
        let (mut called, mut of_a_call) = ("", false);
        for line in written.lines() {
            if let Some(name) = line.strip_prefix("ob=") {
                object = name;
            } else if let Some(name) = line.strip_prefix("fn=") {
                owner = Owner::of(object, name);
            } else if let Some(name) = line.strip_prefix("cfn=") {
                called = name;
            } else if let Some(calls) = line.strip_prefix("calls=") {
                of_a_call = true;
                if ALLOCATIONS.contains(&called) {
                    profile.allocations += first_number(calls);
                }
            } else if line.starts_with(|first: char| first.is_ascii_digit()) {
                let cost = line
                    .split_once(' ')
                    .map_or(0.0, |(_, cost)| first_number(cost));
                // After a call there is what the function that was called took: it is
                // counted there.
                if !std::mem::take(&mut of_a_call) {
                    profile.by_owner[owner as usize] += cost;
                }
            }
        }
        written.contains("fn=_int_malloc").then_some(profile)
    }

    pub fn all(&self) -> f64 {
        self.by_owner.iter().sum()
    }

    /// In the order of [`COLUMNS`](super::COLUMNS).
    pub fn by_owner(&self) -> impl Iterator<Item = f64> {
        self.by_owner.into_iter()
    }

    pub fn less(self, other: &Self) -> Self {
        Self {
            by_owner: std::array::from_fn(|owner| self.by_owner[owner] - other.by_owner[owner]),
            allocations: self.allocations - other.allocations,
        }
    }

    pub fn for_each_of(self, calls: u32) -> Self {
        let each = |count| count / f64::from(calls);
        Self {
            by_owner: self.by_owner.map(each),
            allocations: each(self.allocations),
        }
    }
}

fn first_number(text: &str) -> f64 {
    let number = text.split_whitespace().next();
    number.and_then(|it| it.parse().ok()).unwrap_or_default()
}
