//! The arithmetic of the networks: matrix products with weights packed once, maxout, layer norm.
//!
//! Every element of a product is one chain over the inner dimension in ascending order, whatever the
//! number of rows and however they are blocked: results do not depend on what is computed together.
//! The vector paths fuse multiply and add and agree to the bit; the portable path rounds twice.

mod norm;
mod x86;

pub(crate) use norm::{
    Norm, PIECES, WIDTH, maxout_norm, maxout_norm_of_pairs, maxout_norm_of_sum, pair_up,
};

use std::ops::Range;

/// Lanes of a panel of packed weights.
pub(crate) const LANES: usize = 16;

/// Which instructions the arithmetic uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cpu {
    /// Plain code for any processor.
    Portable,
    /// x86-64 with AVX2 and FMA.
    Avx2,
    /// x86-64 with AVX-512F.
    Avx512,
}

impl Cpu {
    /// The best that this machine can do.
    #[must_use]
    pub fn detect() -> Cpu {
        *Cpu::available().last().unwrap_or(&Cpu::Portable)
    }

    /// All that this machine can do, the best last.
    #[must_use]
    pub fn available() -> Vec<Cpu> {
        [Cpu::Portable, Cpu::Avx2, Cpu::Avx512]
            .into_iter()
            .filter(|&cpu| x86::has(cpu))
            .collect()
    }
}

/// One group of sixteen columns at one inner index, on its own cache line.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
struct Line([f32; LANES]);

/// A matrix to multiply with from the right, `inner` rows by `columns`, packed in panels of sixteen columns.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    inner: usize,
    /// Columns rounded up to whole panels; what is added is zero.
    columns: usize,
    lines: Vec<Line>,
}

impl Packed {
    /// Packs the matrix whose element at `(inner, column)` is what the function gives.
    pub(crate) fn new(
        inner: usize,
        columns: usize,
        element: impl Fn(usize, usize) -> f32,
    ) -> Packed {
        let panels = columns.div_ceil(LANES);
        let mut lines = Vec::with_capacity(panels * inner);
        for panel in 0..panels {
            for i in 0..inner {
                lines.push(Line(std::array::from_fn(|lane| {
                    let column = panel * LANES + lane;
                    if column < columns {
                        element(i, column)
                    } else {
                        0.0
                    }
                })));
            }
        }
        Packed {
            inner,
            columns: panels * LANES,
            lines,
        }
    }

    /// Columns, rounded up to whole panels.
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    fn view(&self) -> View<'_> {
        View {
            inner: self.inner,
            columns: self.columns,
            lines: &self.lines,
        }
    }

    /// Some of the columns, by whole panels.
    pub(crate) fn part(&self, columns: Range<usize>) -> View<'_> {
        assert!(
            columns.start.is_multiple_of(LANES) && columns.end.is_multiple_of(LANES),
            "a part is cut between panels"
        );
        View {
            inner: self.inner,
            columns: columns.len(),
            lines: &self.lines
                [columns.start / LANES * self.inner..columns.end / LANES * self.inner],
        }
    }
}

/// Columns of a packed matrix.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    inner: usize,
    columns: usize,
    lines: &'a [Line],
}

/// The four matrices of a window layer that computes its rows in pairs (see [`norm`]), from the
/// weight of a tap (left, centre, right) at an inner index and a column.
pub(crate) fn winograd(weight: impl Fn(usize, usize, usize) -> f32, columns: usize) -> [Packed; 4] {
    let half = |sign: f64, i: usize, column: usize| {
        let [a, b, c] = [0, 1, 2].map(|tap| f64::from(weight(tap, i, column)));
        ((a + sign * b + c) / 2.0) as f32
    };
    [
        Packed::new(WIDTH, columns, |i, column| weight(0, i, column)),
        Packed::new(WIDTH, columns, |i, column| half(1.0, i, column)),
        Packed::new(WIDTH, columns, |i, column| half(-1.0, i, column)),
        Packed::new(WIDTH, columns, |i, column| weight(2, i, column)),
    ]
}

/// Rows of a matrix that lie `stride` apart and may overlap.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) data: &'a [f32],
    pub(crate) stride: usize,
    pub(crate) count: usize,
}

/// `out = rows * weights + bias`, rows of `out` `weights.columns()` apart.
pub(crate) fn multiply(
    cpu: Cpu,
    rows: Rows<'_>,
    weights: &Packed,
    bias: Option<&[f32]>,
    out: &mut [f32],
) {
    multiply_view(cpu, rows, weights.view(), bias, out);
}

/// [`multiply`] with some of the columns.
pub(crate) fn multiply_view(
    cpu: Cpu,
    rows: Rows<'_>,
    weights: View<'_>,
    bias: Option<&[f32]>,
    out: &mut [f32],
) {
    if rows.count == 0 {
        return;
    }
    let (inner, columns) = (weights.inner, weights.columns);
    assert_eq!(
        weights.lines.len(),
        columns / LANES * inner,
        "one line for each inner row of each panel"
    );
    assert!(
        (rows.count - 1) * rows.stride + inner <= rows.data.len(),
        "rows reach beyond their data"
    );
    assert!(
        rows.count * columns <= out.len(),
        "the product does not fit"
    );
    assert!(
        bias.is_none_or(|bias| bias.len() == columns),
        "one bias for each column"
    );
    if !x86::multiply(cpu, rows, weights, bias, out) {
        multiply_portable(rows, weights, bias, out);
    }
}

fn multiply_portable(rows: Rows<'_>, weights: View<'_>, bias: Option<&[f32]>, out: &mut [f32]) {
    const BLOCK: usize = 4;
    let (inner, columns) = (weights.inner, weights.columns);
    for (panel, lines) in weights.lines.chunks_exact(inner.max(1)).enumerate() {
        let start = panel * LANES;
        let init = bias.map_or([0.0; LANES], |bias| {
            std::array::from_fn(|lane| bias[start + lane])
        });
        let mut row = 0;
        while row < rows.count {
            let n = BLOCK.min(rows.count - row);
            let mut sums = [init; BLOCK];
            let inputs: [&[f32]; BLOCK] = std::array::from_fn(|i| {
                let at = (row + i.min(n - 1)) * rows.stride;
                &rows.data[at..at + inner]
            });
            for (k, line) in lines.iter().enumerate() {
                for (sum, input) in sums.iter_mut().zip(inputs) {
                    let value = input[k];
                    for (sum, weight) in sum.iter_mut().zip(line.0) {
                        *sum += value * weight;
                    }
                }
            }
            for (i, sum) in sums.iter().enumerate().take(n) {
                let at = (row + i) * columns + start;
                out[at..at + LANES].copy_from_slice(sum);
            }
            row += n;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        std::iter::repeat_with(next).take(n).collect()
    }

    #[test]
    fn every_path_gives_the_product() {
        for (rows, stride, inner, columns) in [
            (1, 64, 64, 106),
            (7, 96, 288, 288),
            (29, 700, 672, 50),
            (8, 1, 3, 16),
        ] {
            let data = numbers(rows * stride + inner, 1);
            let dense = numbers(inner * columns, 2);
            let weights = Packed::new(inner, columns, |i, c| dense[i * columns + c]);
            let bias = numbers(weights.columns(), 3);
            let rows = Rows {
                data: &data,
                stride,
                count: rows,
            };
            let mut results = Vec::new();
            for cpu in Cpu::available() {
                let mut out = vec![f32::NAN; rows.count * weights.columns()];
                multiply(cpu, rows, &weights, Some(&bias), &mut out);
                for row in 0..rows.count {
                    for column in 0..columns {
                        let exact = (0..inner)
                            .map(|i| {
                                f64::from(data[row * stride + i])
                                    * f64::from(dense[i * columns + column])
                            })
                            .sum::<f64>()
                            + f64::from(bias[column]);
                        let got = f64::from(out[row * weights.columns() + column]);
                        assert!(
                            (got - exact).abs() < 1e-4,
                            "{cpu:?} {row} {column}: {got} for {exact}"
                        );
                    }
                    // A row alone gives the very same numbers.
                    let mut alone = vec![0.0; weights.columns()];
                    let one = Rows {
                        data: &data[row * stride..],
                        stride,
                        count: 1,
                    };
                    multiply(cpu, one, &weights, Some(&bias), &mut alone);
                    assert_eq!(
                        alone,
                        out[row * weights.columns()..][..weights.columns()],
                        "{cpu:?}"
                    );
                }
                results.push((cpu, out));
            }
            for pair in results.windows(2).filter(|pair| pair[0].0 != Cpu::Portable) {
                assert_eq!(pair[0].1, pair[1].1, "{:?} and {:?}", pair[0].0, pair[1].0);
            }
        }
    }
}
