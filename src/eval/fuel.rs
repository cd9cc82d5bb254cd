//! The bound on the work of one root's evaluation.

use std::{cell::Cell, ops::AddAssign};

use crate::{
    cancellation::Cancellation,
    value::{Type, Value, Why, live_bytes},
};

/// The most steps of work for one root: an evaluated expression, a value read or made, `READ` bytes of text read, `MADE` bytes of text
/// made are one step each. About two seconds of work.
pub const MOST_STEPS: u64 = 20_000_000;

/// The bytes of text that are as dear to read as a value.
const READ: usize = 32;

/// The bytes of text that are as dear as a value when it is told which of them are one letter.
const LETTERS: usize = 4;

/// The bytes of text that are as dear to make as a value: they also take room.
const MADE: usize = 16;

/// The bytes of text of an instance that are as dear as a value: they are read letter by letter, and policies become far larger.
const TWICE: usize = 2;

/// The steps that a byte of a template takes the first time, when it is parsed.
const PARSED: usize = 2;

/// The bytes of an address that people write at most, and the bytes of an instance's texts: whoever joins instances reads them over
/// and over, and names them in all it says.
const USUAL_ADDRESS: usize = 256;
const USUAL_TEXTS: usize = 1 << 10;

/// The bytes that the members of values and their origins may take at once.
const MOST_LIVE: usize = 256 << 20;

/// The most instances of modules and of resources in one root. Calls of calls multiply, so the bound on the instances of one block
/// does not bound their number.
const MOST_MODULE_INSTANCES: usize = 5_000;
const MOST_RESOURCES: usize = 50_000;

/// Values with more members than this, members of members counted, are not made.
const LARGEST_VALUE: usize = 1 << 15;

/// Values nested deeper than this are not made: whoever walks them does so by recursion, and readers of JSON give up at 128 levels,
/// of which the type of a tuple takes two for each of ours.
const DEEPEST_VALUE: usize = 50;

/// Longer strings are not made.
pub(super) const LONGEST_TEXT: usize = 4 << 20;

/// How many instances are no more: others may take their place.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Released {
    pub(super) module_instances: usize,
    pub(super) resources: usize,
}

impl AddAssign for Released {
    fn add_assign(&mut self, other: Self) {
        self.module_instances += other.module_instances;
        self.resources += other.resources;
    }
}

/// Counters that run dry, whether any bound was met, and the doubts that `try` asks about.
#[derive(Debug)]
pub struct Fuel {
    steps: u64,
    left: Cell<u64>,
    /// What was alive before, and is none of this evaluation's.
    before: Cell<usize>,
    /// What it held when it was paused.
    held: Cell<usize>,
    module_instances: Cell<usize>,
    resources: Cell<usize>,
    doubts: Cell<Doubts>,
    limited: Cell<bool>,
    cancellation: Cancellation,
}

impl Default for Fuel {
    fn default() -> Self {
        Self {
            steps: MOST_STEPS,
            left: Cell::new(MOST_STEPS),
            before: Cell::new(live_bytes()),
            held: Cell::new(0),
            module_instances: Cell::new(MOST_MODULE_INSTANCES),
            resources: Cell::new(MOST_RESOURCES),
            doubts: Cell::default(),
            limited: Cell::new(false),
            cancellation: Cancellation::default(),
        }
    }
}

impl Fuel {
    /// Takes steps; `false` once there are not enough left, too many bytes alive, or nobody waits for the work, and from then on.
    #[must_use]
    pub fn burn(&self, steps: u64) -> bool {
        let has_room = self.live() <= MOST_LIVE;
        let left = self.left.get().checked_sub(steps);
        let left = left.filter(|_| has_room && !self.cancellation.is_cancelled());
        self.left.set(left.unwrap_or(0));
        left.is_some_and(|left| left > 0)
    }

    /// Pays for reading values to the last leaf: to be asked before they are.
    #[must_use]
    pub fn read<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> bool {
        let steps = |value: &Value| {
            let extent = value.extent();
            extent.values.saturating_add(extent.text / READ)
        };
        let steps = values.into_iter().map(steps);
        self.burn(steps.fold(0, usize::saturating_add) as u64)
    }

    /// Pays for going through a text of that many bytes.
    #[must_use]
    pub fn pay_for_text(&self, bytes: usize) -> bool {
        self.burn((bytes / READ) as u64 + 1)
    }

    /// Pays for finding the letters of all texts in values, as a reader sees them.
    #[must_use]
    pub(super) fn pay_for_letters<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> bool {
        let texts = values.into_iter().map(|value| value.extent().text);
        self.burn((texts.fold(0, usize::saturating_add) / LETTERS) as u64)
    }

    /// Pays for making a text of that many bytes; `false` also when it is too long.
    #[must_use]
    pub fn write(&self, bytes: usize) -> bool {
        bytes <= LONGEST_TEXT && self.burn((bytes / MADE) as u64)
    }

    /// Pays for parsing a template of that many bytes.
    #[must_use]
    pub(super) fn pay_for_parsing(&self, bytes: usize) -> bool {
        self.burn(bytes.saturating_mul(PARSED) as u64)
    }

    /// Pays for an address past what is usual by its square, since whatever refers to the instance repeats it.
    #[must_use]
    pub(super) fn pay_for_address(&self, bytes: usize) -> bool {
        let past = bytes.saturating_sub(USUAL_ADDRESS);
        past == 0 || self.burn((past.saturating_mul(past) / 1024) as u64)
    }

    /// Pays for the texts of an instance past what is usual.
    #[must_use]
    pub(super) fn pay_for_instance<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> bool {
        let texts = values.into_iter().map(|value| value.extent().text);
        let texts = texts.fold(0, usize::saturating_add);
        let past = texts.saturating_sub(USUAL_TEXTS);
        past == 0 || self.burn((past / TWICE) as u64)
    }

    /// Pays for putting a document together of values, in which each statement may be compared with each.
    #[must_use]
    pub(super) fn pay_for_document<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> bool {
        let sizes = values.into_iter().map(|value| {
            let extent = value.extent();
            (extent.values.saturating_add(extent.text / 64), extent.text)
        });
        let (values, text) = sizes.fold((0_usize, 0_usize), |(values, text), (more, letters)| {
            (values.saturating_add(more), text.saturating_add(letters))
        });
        let pairs = values.saturating_mul(values) / 64;
        self.burn(pairs.saturating_add(text) as u64)
    }

    /// Whether a value is neither too large nor nested too deep to go on with.
    pub(super) fn is_bounded(value: &Value) -> bool {
        let extent = value.extent();
        extent.values <= LARGEST_VALUE && extent.depth <= DEEPEST_VALUE
    }

    /// No more than so many steps, and none once nobody waits for the work.
    #[must_use]
    pub fn of(steps: u64, cancellation: Cancellation) -> Self {
        Self {
            steps,
            left: Cell::new(steps),
            cancellation,
            ..Self::default()
        }
    }

    /// How many steps were taken: all of them once there were not enough.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.steps - self.left.get()
    }

    /// As many steps as are left, for what is evaluated apart.
    pub(super) fn rest(&self) -> Self {
        Self::of(self.left.get(), self.cancellation.clone())
    }

    /// Whether there were not enough.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// Makes room for instances of a module; `false`, and remembered, when there are too many.
    pub(super) fn make_module_instances(&self, count: usize) -> bool {
        self.take(&self.module_instances, count)
    }

    /// Makes room for instances of a resource; `false`, and remembered, when there are too many.
    pub(super) fn make_resources(&self, count: usize) -> bool {
        self.take(&self.resources, count)
    }

    /// The bytes that this evaluation holds.
    fn live(&self) -> usize {
        live_bytes().saturating_sub(self.before.get())
    }

    /// Notes what it holds: others may put together and let go what they like before it goes on.
    pub(super) fn pause(&self) {
        self.held.set(self.live());
    }

    /// Goes on with what it held then.
    pub(super) fn go_on(&self) {
        self.before
            .set(live_bytes().saturating_sub(self.held.get()));
    }

    /// Makes room for others of instances that were let go.
    pub(super) fn take_back(&self, released: Released) {
        let give = |cell: &Cell<usize>, count: usize| cell.set(cell.get().saturating_add(count));
        give(&self.module_instances, released.module_instances);
        give(&self.resources, released.resources);
    }

    fn take(&self, room: &Cell<usize>, count: usize) -> bool {
        let left = room.get().checked_sub(count);
        match left {
            Some(left) => room.set(left),
            None => self.note_limit(),
        }
        left.is_some()
    }

    /// What stands for a value that is past a bound; that it does is remembered.
    pub(super) fn limit(&self, ty: Type) -> Value {
        self.note_limit();
        Value::unknown(ty, Why::Limit)
    }

    /// Remembers that something is past a bound.
    pub(super) fn note_limit(&self) {
        self.limited.set(true);
    }

    /// Whether anything was past a bound, and so is unknown.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.limited.get() || self.left.get() == 0
    }

    /// Remembers that Terraform may yet refuse what was evaluated: an operation that takes only some values was given something
    /// unknown.
    pub fn note_doubt(&self) {
        self.return_doubts(Doubts {
            may_fail: true,
            may_pass: false,
        });
    }

    /// Remembers that Terraform would wait where we go on: what we refuse later it may not refuse yet.
    pub fn note_ahead(&self) {
        self.return_doubts(Doubts {
            may_fail: false,
            may_pass: true,
        });
    }

    /// Remembers that an alternative was given up because Terraform would refuse it: what follows rests on the other one.
    pub fn note_given_up(&self) {
        self.doubts.set(Doubts {
            may_fail: true,
            may_pass: true,
        });
    }

    /// Whether Terraform would wait where we went on since the last call of [`Fuel::take_doubts`].
    pub(crate) fn is_ahead(&self) -> bool {
        self.doubts.get().may_pass
    }

    /// What was remembered since the last call: `try` then keeps its fallback as an alternative.
    pub(crate) fn take_doubts(&self) -> Doubts {
        self.doubts.take()
    }

    /// Remembers what was taken.
    pub(super) fn return_doubts(&self, doubts: Doubts) {
        let before = self.doubts.get();
        self.doubts.set(Doubts {
            may_fail: before.may_fail || doubts.may_fail,
            may_pass: before.may_pass || doubts.may_pass,
        });
    }

    /// Runs something, and gives the doubts that it left instead of remembering them.
    pub(super) fn doubting<T>(&self, run: impl FnOnce() -> T) -> (T, Doubts) {
        let outer = self.take_doubts();
        let result = run();
        let doubts = self.take_doubts();
        self.return_doubts(outer);
        (result, doubts)
    }

    /// Keeps the doubts of one evaluation from those of another.
    pub(super) fn apart<T>(&self, run: impl FnOnce() -> T) -> T {
        let outer = self.take_doubts();
        let result = run();
        self.doubts.set(outer);
        result
    }
}

/// How sure it is that Terraform takes what was evaluated, or refuses what was refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Doubts {
    /// What was evaluated may be refused: something unknown may turn out not to fit, or alternatives were left out.
    pub(crate) may_fail: bool,
    /// What was refused may not be: only we know as much, or Terraform may go on with what was left out.
    pub(crate) may_pass: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_address_is_dearer_than_many_short_ones() {
        let fuel = Fuel::default();
        assert!((0..50_000).all(|_| fuel.pay_for_address(USUAL_ADDRESS)));
        assert_eq!(fuel.spent(), 0);
        assert!(fuel.pay_for_address(10_000));
        let once = fuel.spent();
        assert!(fuel.pay_for_address(20_000));
        assert!(fuel.spent() > 4 * once, "{once}, {}", fuel.spent());
        assert!(!fuel.pay_for_address(1 << 20));
    }

    #[test]
    fn texts_of_instances_are_paid_for_whoever_shares_them() {
        let (fuel, text) = (Fuel::default(), Value::string("x".repeat(1 << 20)));
        let paid = (0..1000).filter(|_| fuel.pay_for_instance([&text]));
        let bytes = paid.count() << 20;
        assert!(bytes > 0 && bytes < TWICE * 20_000_000, "{bytes}");
    }

    #[test]
    fn a_document_pays_for_each_pair_of_its_statements() {
        let fuel = Fuel::default();
        let document = |statements: usize| Value::tuple(vec![Value::null(Type::Any); statements]);
        assert!(fuel.pay_for_document([&document(1000)]));
        let once = fuel.spent();
        assert!(fuel.pay_for_document([&document(2000)]));
        assert!(fuel.spent() - once > 3 * once, "{once}, {}", fuel.spent());
    }
}
