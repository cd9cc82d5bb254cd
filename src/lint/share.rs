//! What a run spends on its roots: each may take what it needs, but not all of many may take as much as one may.
//!
//! What a root gets hangs on what those before it took, never on when they did: the answer is the same on any number of threads.

use std::slice;

use rayon::prelude::*;

use crate::eval::MOST_STEPS;

/// What every root gets, however many there are. Of all that people are known to have written one needs more, three times as much.
const FOR_ALL: u64 = MOST_STEPS / 20;

/// What all those get together that need more.
const TOGETHER: u64 = 25 * MOST_STEPS;

/// So many of these are judged at a time.
const AT_ONCE: usize = 8;

/// Places of what a root is given among all that it is.
pub(super) type Places = Vec<usize>;

/// What came of a root: whether it needed more than it got, and how much it took.
pub(super) trait Spent {
    /// The steps that it took, and whether these were all it had.
    fn spent(&self) -> (u64, bool);
}

/// What a function gives for each root, which may be given several things, and the steps that it may take with each. The function says of
/// what it was given each result is, first of all those that it stands for.
pub(super) fn out<T: Sync, G: Sync, R: Spent + Send>(
    roots: &[(T, Vec<G>)],
    judge: impl Fn(&T, &[G], u64) -> Vec<(R, Places)> + Sync,
) -> Vec<Vec<(R, Places)>> {
    let count = roots
        .iter()
        .map(|(_, given)| given.len() as u64)
        .sum::<u64>();
    let is_little = count.saturating_mul(MOST_STEPS) <= TOGETHER;
    let first = if is_little { MOST_STEPS } else { FOR_ALL };
    let all = roots
        .par_iter()
        .map(|(root, given)| judge(root, given, first));
    let mut judged: Vec<Vec<(R, Places)>> = all.collect();
    if is_little {
        return judged;
    }
    let all = roots.iter().zip(&mut judged);
    let all = all.flat_map(|(given, judged)| judged.iter_mut().map(move |it| (given, it)));
    let needing = all.filter(|(_, (it, _))| it.spent().1);
    let needing = needing.filter_map(|((root, given), (it, places))| {
        let own = given.get(*places.first()?)?;
        Some((root, own, it))
    });
    let mut needing: Vec<(&T, &G, &mut R)> = needing.collect();
    let mut left = TOGETHER;
    for some in needing.chunks_mut(AT_ONCE) {
        let each = (left / AT_ONCE as u64).min(MOST_STEPS);
        if each <= FOR_ALL {
            break;
        }
        some.par_iter_mut().for_each(|(root, own, it)| {
            let again = judge(root, slice::from_ref(own), each).into_iter().next();
            if let Some((again, _)) = again {
                **it = again;
            }
        });
        let spent = some.iter().map(|(_, _, it)| it.spent().0);
        left = left.saturating_sub(spent.sum());
    }
    judged
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::pool;

    /// What a root needs, and got.
    #[derive(Clone, PartialEq, Eq, Debug)]
    struct Root {
        needs: u64,
        got: u64,
    }

    impl Spent for Root {
        fn spent(&self) -> (u64, bool) {
            (self.needs.min(self.got), self.needs > self.got)
        }
    }

    /// What roots with these needs get on so many threads, and what that takes in all.
    fn shared(needs: &[u64], threads: usize) -> (Vec<Root>, u64) {
        let taken = AtomicU64::new(0);
        let judge = |(): &(), given: &[u64], got: u64| {
            let one = |(place, needs): (usize, &u64)| {
                let needs = *needs;
                taken.fetch_add(needs.min(got), Ordering::Relaxed);
                (Root { needs, got }, vec![place])
            };
            given.iter().enumerate().map(one).collect()
        };
        // Every second root is given several things.
        let roots: Vec<((), Vec<u64>)> = (needs.chunks(4))
            .flat_map(|some| match some {
                [one, rest @ ..] if !rest.is_empty() => vec![((), vec![*one]), ((), rest.to_vec())],
                all => vec![((), all.to_vec())],
            })
            .collect();
        let pool = pool::build(threads).unwrap();
        let judged = pool.install(|| out(&roots, judge));
        let roots = judged.into_iter().flatten().map(|(root, _)| root);
        (roots.collect(), taken.into_inner())
    }

    #[test]
    fn few_roots_get_all_that_one_may_have() {
        let (roots, _) = shared(&[u64::MAX; 25], 2);
        assert!(roots.iter().all(|it| it.got == MOST_STEPS));
    }

    #[test]
    fn many_roots_get_what_they_need() {
        // Every tenth is ten times as large as the largest that is known.
        let needs: Vec<u64> = (0..3_000)
            .map(|at| if at % 10 == 0 { FOR_ALL } else { FOR_ALL / 10 })
            .collect();
        assert!(shared(&needs, 2).0.iter().all(|it| !it.spent().1));
        let mut needs = vec![1_000; 3_000];
        needs[100] = MOST_STEPS;
        needs[2_999] = MOST_STEPS / 2;
        assert!(shared(&needs, 2).0.iter().all(|it| !it.spent().1));
    }

    #[test]
    fn all_together_take_no_more_than_a_run_may() {
        let (roots, taken) = shared(&[u64::MAX; 1_000], 2);
        assert!(taken <= 1_000 * FOR_ALL + TOGETHER, "{taken}");
        let whole = roots.iter().filter(|it| it.got == MOST_STEPS).count();
        assert_eq!(whole, 24);
        assert!(roots.iter().all(|it| it.got >= FOR_ALL));
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let needs: Vec<u64> = (0..500).map(|at| at * at * 400).collect();
        let (one, _) = shared(&needs, 1);
        for threads in [2, 7] {
            assert_eq!(shared(&needs, threads).0, one, "{threads}");
        }
    }
}
