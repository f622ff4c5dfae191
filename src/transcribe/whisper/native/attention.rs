//! Attention: what each row asks of all that is remembered (Vaswani et al. 2017, section 3.2).

use rten_gemm::{GemmError, GemmInputB, PackedBMatrix};
use rten_tensor::{Matrix, MatrixLayout as _};

use crate::kernels::{Kernels, columns, softmax};

/// Every size of Whisper has attention heads of this width.
pub(super) const HEAD: usize = 64;
/// Rows that ask at a time: their scores stay in the processor's cache.
const AT_ONCE: usize = 64;

/// What one head remembers, ready to be asked many times.
pub(super) struct Memory {
    keys: PackedBMatrix<f32>,
    values: PackedBMatrix<f32>,
    count: usize,
}

impl Memory {
    /// Takes the head's columns of the keys and of the values, which stand beside one another in
    /// rows of `width`, the keys from column `keys` on and the values from column `values` on.
    pub(super) fn new(
        kernels: &Kernels,
        (rows, width): (&[f32], usize),
        (keys, values): (usize, usize),
    ) -> Result<Self, GemmError> {
        Ok(Self {
            keys: kernels.pack(columns(rows, width, keys, HEAD)?.transposed()),
            values: kernels.pack(columns(rows, width, values, HEAD)?),
            count: rows.len() / width,
        })
    }

    /// Asks for each row of `queries`, and writes the answers to the head's columns of `to`, from
    /// column `first` on; `watch` is shown each row's shares.
    pub(super) fn ask(
        &self,
        kernels: &Kernels,
        queries: Matrix<'_>,
        (to, width, first): (&mut [f32], usize, usize),
        watch: &mut dyn FnMut(&[f32]),
    ) -> Result<(), GemmError> {
        let rows = queries.rows();
        let mut scores = vec![0.0; AT_ONCE.min(rows) * self.count];
        let mut answers = vec![0.0; AT_ONCE.min(rows) * HEAD];
        for start in (0..rows).step_by(AT_ONCE) {
            let end = (start + AT_ONCE).min(rows);
            let scores = &mut scores[..(end - start) * self.count];
            let answers = &mut answers[..(end - start) * HEAD];
            let asked = queries.slice((start..end, ..));
            kernels.multiply(scores, asked, GemmInputB::Packed(&self.keys))?;
            for row in scores.chunks_exact_mut(self.count) {
                softmax(row);
                watch(row);
            }
            let shares = columns(scores, self.count, 0, self.count)?;
            kernels.multiply(answers, shares, GemmInputB::Packed(&self.values))?;
            let rows = to[start * width..end * width].chunks_exact_mut(width);
            for (row, answer) in rows.zip(answers.chunks_exact(HEAD)) {
                row[first..first + HEAD].copy_from_slice(answer);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_like_a_key_gets_its_value() {
        let kernels = Kernels::new();
        // Three remembered rows, each with one key of its own and its number as the value.
        let mut rows = vec![0.0; 3 * 2 * HEAD];
        for index in 0..3 {
            rows[index * 2 * HEAD + index] = 1.0;
            rows[index * 2 * HEAD + HEAD..(index + 1) * 2 * HEAD].fill(index as f32);
        }
        let memory = Memory::new(&kernels, (&rows, 2 * HEAD), (0, HEAD)).unwrap();
        let mut queries = vec![0.0; 100 * HEAD];
        (0..100).for_each(|row| queries[row * HEAD + row % 3] = 50.0);
        let mut answers = vec![9.0; 100 * (HEAD + 1)];
        let mut shares = Vec::new();
        let asked = columns(&queries, HEAD, 0, HEAD).unwrap();
        let mut watch = |row: &[f32]| shares.push(row.to_vec());
        memory.ask(&kernels, asked, (&mut answers, HEAD + 1, 1), &mut watch).unwrap();
        for (row, answer) in answers.chunks(HEAD + 1).enumerate() {
            assert!((answer[1] - (row % 3) as f32).abs() < 1e-3, "{row}: {}", answer[1]);
            assert_eq!(answer[0].to_bits(), 9.0_f32.to_bits(), "what is beside it stays");
            assert!(shares[row][row % 3] > 0.999);
        }
    }
}
