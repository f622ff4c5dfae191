//! Which positions something is at.

/// Marks on positions, a byte each. To mark and look up one takes less than to tell which of two is
/// smaller; and bits, of which one has to be read before the next can be set, would take more.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Those that hold `now` are marked.
    stamps: Vec<u8>,
    now: u8,
}

impl Marks {
    /// Forgets all marks, and makes room for those up to a last position.
    pub(super) fn begin(&mut self, last: u32) {
        self.now = self.now.checked_add(1).unwrap_or_else(|| {
            self.stamps.fill(0);
            1
        });
        let room = last as usize + 1;
        if self.stamps.len() < room {
            self.stamps.resize(room, 0);
        }
    }

    pub(super) fn set(&mut self, position: u32) {
        if let Some(stamp) = self.stamps.get_mut(position as usize) {
            *stamp = self.now;
        }
    }

    /// Marks a position and the two after it.
    pub(super) fn set_three(&mut self, first: u32) {
        let stamps = self.stamps.get_mut(first as usize..);
        if let Some(stamps) = stamps.and_then(|stamps| stamps.first_chunk_mut::<3>()) {
            *stamps = [self.now; 3];
        }
    }

    pub(super) fn has(&self, position: u32) -> bool {
        self.stamps.get(position as usize) == Some(&self.now)
    }
}

/// Keeps those of some positions for which something holds, without a branch on whether it does,
/// which no processor can guess.
pub(super) fn keep(positions: &mut Vec<u32>, holds: impl Fn(u32) -> bool) {
    let mut count = 0;
    for at in 0..positions.len() {
        let position = positions[at];
        positions[count] = position;
        count += usize::from(holds(position));
    }
    positions.truncate(count);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_forgotten_however_often_they_are_begun_anew() {
        let mut marks = Marks::default();
        assert!(!marks.has(0));
        for round in 0..600_u32 {
            marks.begin(round % 7 + 3);
            marks.set(round % 3);
            let marked: Vec<u32> = (0..12).filter(|at| marks.has(*at)).collect();
            assert_eq!(marked, [round % 3], "round {round}");
        }
    }

    #[test]
    fn positions_are_kept_in_their_order() {
        let mut positions = vec![1, 4, 5, 8, 9];
        keep(&mut positions, |position| position % 2 == 1);
        assert_eq!(positions, [1, 5, 9]);
        keep(&mut positions, |_| false);
        assert_eq!(positions, [0; 0]);
    }
}
