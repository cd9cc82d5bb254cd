//! Where rows and columns lie.

/// The room around everything.
pub(super) const MARGIN: i32 = 14;
/// The room between things.
pub(super) const GAP: i32 = 10;
/// The room at the left of rows, in which the private way to services runs.
const LEFT: i32 = 34;
/// The same at the right, in which ways out run, without what each of them takes.
const RIGHT: i32 = 22;
/// What each of these takes.
const LANE: i32 = 9;

/// The widths of all VPCs of a drawing, which are the same.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// Where rows begin.
    pub(super) left: i32,
    /// Where they end.
    pub(super) right: i32,
    /// Where the VPC ends.
    pub(super) border: i32,
    /// The width of all.
    pub(super) width: i32,
}

/// What a column takes at least, with so many of them.
const fn narrowest(columns: usize) -> i32 {
    match columns {
        0 | 1 => 420,
        2 => 300,
        3 => 204,
        4 => 172,
        _ => 156,
    }
}

impl Frame {
    /// The frame for VPCs with so many zones and so many ways out.
    pub(super) fn of(zones: usize, ways: usize) -> Self {
        let columns = i32::try_from(zones.clamp(1, 24)).unwrap_or(1);
        let ways = i32::try_from(ways.min(24)).unwrap_or(0);
        let inner = (columns * narrowest(zones) + (columns - 1) * GAP).max(620);
        let left = MARGIN + LEFT;
        let right = left + inner + 2 * GAP;
        let border = right + RIGHT + ways * LANE;
        Self {
            left,
            right,
            border,
            width: border + MARGIN,
        }
    }

    /// Where a way out runs.
    pub(super) const fn lane(self, place: i32) -> i32 {
        self.right + RIGHT - 6 + place * LANE
    }

    /// Where the private way to services runs.
    pub(super) const TRUNK: i32 = MARGIN + 14;

    /// Where a column begins, and how wide it is.
    pub(super) fn column(self, place: usize, of: usize) -> (i32, i32) {
        let of = i32::try_from(of.max(1)).unwrap_or(1);
        let place = i32::try_from(place).unwrap_or(0).min(of - 1);
        let inner = self.right - self.left - 2 * GAP;
        let width = (inner - (of - 1) * GAP) / of;
        (self.left + GAP + place * (width + GAP), width)
    }

    /// All columns together.
    pub(super) const fn inner(self) -> (i32, i32) {
        (self.left + GAP, self.right - self.left - 2 * GAP)
    }
}
