//! Which members of a change its events share. Each event repeats them, so a
//! change with many updates and a large member next to them would grow to the
//! square of its size.

use std::collections::BinaryHeap;

/// How many times the text of a change its events may repeat of what they
/// share, all together. What WhatsApp sends stays far below: the metadata, the
/// contact and the rest that a message shares are shorter than the message, so
/// that they repeat less than the text once. Above it the events leave the
/// longest members out.
pub const REPETITIONS: usize = 4;

/// The members that are in every event of a change.
pub struct Shared {
    /// By the member's position in the change's value; empty if none is.
    left_out: Vec<bool>,
}

impl Shared {
    /// Chooses among the members of a value of `length` bytes. `costs` says
    /// for each how many bytes all events together would hold of it. The
    /// cheapest are kept, since a short member such as `metadata` is the one
    /// that a flow needs.
    pub fn choose(costs: &[usize], length: usize) -> Self {
        let mut budget = length.saturating_mul(REPETITIONS);
        let mut all = 0_usize;
        for cost in costs {
            all = all.saturating_add(*cost);
        }
        if all <= budget {
            return Self {
                left_out: Vec::new(),
            };
        }
        let order: BinaryHeap<(usize, usize)> = costs.iter().copied().zip(0..).collect();
        let mut left_out = vec![false; costs.len()];
        for (cost, position) in order.into_sorted_vec() {
            match budget.checked_sub(cost) {
                Some(rest) => budget = rest,
                None => {
                    if let Some(left_out) = left_out.get_mut(position) {
                        *left_out = true;
                    }
                }
            }
        }
        Self { left_out }
    }

    /// Whether the events repeat the member at this position.
    pub fn keeps(&self, position: usize) -> bool {
        !self.left_out.get(position).is_some_and(|it| *it)
    }

    /// Whether the events repeat every member.
    pub fn keeps_all(&self) -> bool {
        self.left_out.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Shared;

    fn kept(costs: &[usize], length: usize) -> Vec<usize> {
        let shared = Shared::choose(costs, length);
        assert_eq!(
            shared.keeps_all(),
            (0..costs.len()).all(|position| shared.keeps(position))
        );
        (0..costs.len())
            .filter(|position| shared.keeps(*position))
            .collect()
    }

    #[test]
    fn all_members_are_kept_up_to_four_times_the_text() {
        assert_eq!(kept(&[], 0), [] as [usize; 0]);
        assert_eq!(kept(&[0, 400, 0], 100), [0, 1, 2]);
        assert_eq!(kept(&[100, 200, 100], 100), [0, 1, 2]);
    }

    #[test]
    fn beyond_it_the_most_expensive_are_left_out() {
        assert_eq!(kept(&[401], 100), [] as [usize; 0]);
        assert_eq!(kept(&[300, 10, 200, 150], 100), [1, 2, 3]);
        assert_eq!(kept(&[usize::MAX, usize::MAX, 1], 100), [2]);
    }

    #[test]
    fn of_members_that_cost_the_same_the_first_are_kept() {
        assert_eq!(kept(&[150; 4], 100), [0, 1]);
    }
}
