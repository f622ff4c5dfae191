//! When tokens are said: where in the sound the decoder looked for each of them (OpenAI's
//! `timing.py`).

/// The width of the median filter in steps of 0.02 s.
const MEDIAN: usize = 7;

/// What some of the heads look at, a row of shares for each token.
pub(super) struct Attention {
    /// Layer and head of each.
    heads: Vec<[usize; 2]>,
    /// The rows of each head.
    rows: Vec<Vec<f32>>,
    /// Steps of the sound that count; what is after them is silence.
    steps: usize,
}

impl Attention {
    /// Watches `heads` over `steps` steps of sound.
    pub(super) fn new(heads: &[[usize; 2]], steps: usize) -> Self {
        Self { heads: heads.to_vec(), rows: vec![Vec::new(); heads.len()], steps }
    }

    /// Takes a head's shares for the next token.
    pub(super) fn watch(&mut self, layer: usize, head: usize, shares: &[f32]) {
        let Some(at) = self.heads.iter().position(|one| *one == [layer, head]) else { return };
        let shares = &shares[..self.steps.min(shares.len())];
        let sum: f32 = shares.iter().sum();
        let scale = if sum > 0.0 { sum.recip() } else { 0.0 };
        self.rows[at].extend(shares.iter().map(|share| share * scale));
    }

    /// The step in which each row from `first` on, save the last one, begins.
    pub(super) fn starts(mut self, first: usize) -> Vec<usize> {
        let steps = self.steps;
        let mut mean = vec![0.0; self.rows.first().map_or(0, Vec::len)];
        for rows in &mut self.rows {
            normalise(rows, steps);
            let smooth = rows.chunks_exact(steps).flat_map(smooth);
            mean.iter_mut().zip(smooth).for_each(|(mean, value)| *mean += value);
        }
        let from = (first * steps).min(mean.len());
        let to = mean.len().saturating_sub(steps).max(from);
        starts(&mean[from..to], steps)
    }
}

/// Brings each step to a mean of zero and a variance of one over all tokens.
fn normalise(rows: &mut [f32], steps: usize) {
    let count = (rows.len() / steps) as f32;
    let (mut means, mut squares) = (vec![0.0; steps], vec![0.0; steps]);
    for row in rows.chunks_exact(steps) {
        means.iter_mut().zip(row).for_each(|(mean, value)| *mean += value / count);
    }
    for row in rows.chunks_exact_mut(steps) {
        for ((value, mean), square) in row.iter_mut().zip(&means).zip(&mut squares) {
            *value -= mean;
            *square += *value * *value / count;
        }
    }
    for row in rows.chunks_exact_mut(steps) {
        for (value, square) in row.iter_mut().zip(&squares) {
            *value /= square.sqrt().max(f32::MIN_POSITIVE);
        }
    }
}

/// The median around each value; beyond the ends the values are mirrored.
fn smooth(row: &[f32]) -> Vec<f32> {
    let reach = MEDIAN / 2;
    if row.len() <= reach {
        return row.to_vec();
    }
    let last = row.len() - 1;
    let median = |at: usize| {
        let mut window: [f32; MEDIAN] = std::array::from_fn(|index| {
            let place = (at + index).abs_diff(reach);
            row[if place > last { 2 * last - place } else { place }]
        });
        window.sort_unstable_by(f32::total_cmp);
        window[reach]
    };
    (0..row.len()).map(median).collect()
}

/// Dynamic time warping: the step in which each row begins on the way through `matrix` that
/// gathers the most.
fn starts(matrix: &[f32], steps: usize) -> Vec<usize> {
    #[derive(Clone, Copy)]
    enum From {
        Both,
        Row,
        Step,
    }
    let rows = matrix.len() / steps;
    let mut before = vec![f32::INFINITY; steps + 1];
    before[0] = 0.0;
    let mut trace = Vec::with_capacity(matrix.len());
    for row in matrix.chunks_exact(steps) {
        let mut costs = vec![f32::INFINITY; steps + 1];
        for (step, gain) in row.iter().enumerate() {
            let (both, above, left) = (before[step], before[step + 1], costs[step]);
            let (cost, from) = if both < above && both < left {
                (both, From::Both)
            } else if above < both && above < left {
                (above, From::Row)
            } else {
                (left, From::Step)
            };
            costs[step + 1] = cost - gain;
            trace.push(from);
        }
        before = costs;
    }
    let mut starts = vec![0; rows];
    let (mut row, mut step) = (rows, steps);
    while row > 0 && step > 0 {
        starts[row - 1] = step - 1;
        match trace[(row - 1) * steps + step - 1] {
            From::Both => (row, step) = (row - 1, step - 1),
            From::Row => row -= 1,
            From::Step => step -= 1,
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_begin_where_they_gather_the_most() {
        let matrix = [
            9.0, 9.0, -1.0, -1.0, -1.0, -1.0, //
            -1.0, -1.0, 9.0, -1.0, -1.0, -1.0, //
            -1.0, -1.0, -1.0, 9.0, 9.0, 9.0,
        ];
        assert_eq!(starts(&matrix, 6), [0, 2, 3]);
        assert_eq!(starts(&[], 6), [0; 0]);
    }

    #[test]
    fn a_single_peak_is_smoothed_away_and_a_broad_one_stays() {
        let mut row = vec![0.0; 20];
        row[3] = 1.0;
        row[10..15].fill(1.0);
        let smooth = smooth(&row);
        assert!(smooth[3] < 0.5 && smooth[12] > 0.5, "{smooth:?}");
    }

    #[test]
    fn tokens_are_found_where_the_watched_head_looked_and_others_do_not_count() {
        let mut attention = Attention::new(&[[1, 2]], 40);
        // Two tokens of the opening, three of the text, and the end.
        for (index, at) in [0, 0, 0, 10, 25, 39].into_iter().enumerate() {
            let mut shares = vec![0.001; 60];
            let until = [10, 10, 10, 25, 39, 40][index];
            shares[at..until].fill(1.0);
            attention.watch(1, 2, &shares);
            attention.watch(0, 2, &vec![1.0; 60]);
        }
        let starts = attention.starts(2);
        assert_eq!(starts.len(), 3);
        assert!(starts[0] < 3 && starts[1].abs_diff(10) < 3 && starts[2].abs_diff(25) < 3);
    }
}
