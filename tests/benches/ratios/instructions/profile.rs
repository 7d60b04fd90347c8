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
pub struct Profile([f64; OWNERS]);

impl Profile {
    /// Reads what Callgrind wrote with whole names. `None` if the C library's own
    /// functions have none: then it cannot be told whose instructions they are.
    pub fn of(written: &str) -> Option<Self> {
        let mut profile = Self::default();
        let (mut object, mut owner) = ("", Owner::Rest);
        let mut of_a_call = false;
        for line in written.lines() {
            if let Some(name) = line.strip_prefix("ob=") {
                object = name;
            } else if let Some(name) = line.strip_prefix("fn=") {
                owner = Owner::of(object, name);
            } else if line.starts_with("calls=") {
                of_a_call = true;
            } else if line.starts_with(|first: char| first.is_ascii_digit()) {
                let cost = line.split_whitespace().nth(1);
                let cost: f64 = cost.and_then(|cost| cost.parse().ok()).unwrap_or_default();
                // After a call there is what the function that was called took: it is
                // counted there.
                if !std::mem::take(&mut of_a_call) {
                    profile.0[owner as usize] += cost;
                }
            }
        }
        written.contains("fn=_int_malloc").then_some(profile)
    }

    pub fn all(&self) -> f64 {
        self.0.iter().sum()
    }

    /// In the order of [`COLUMNS`](super::COLUMNS).
    pub fn by_owner(&self) -> impl Iterator<Item = f64> {
        self.0.into_iter()
    }

    pub fn less(self, other: &Self) -> Self {
        Self(std::array::from_fn(|owner| self.0[owner] - other.0[owner]))
    }

    pub fn for_each_of(self, calls: u32) -> Self {
        Self(self.0.map(|count| count / f64::from(calls)))
    }
}
